// SPDX-License-Identifier: Apache-2.0
#include "service/present_codes.h"

#include "registrar/change_maker.h"

#include <algorithm>

namespace evote::service {

namespace {

// A registrar makes no more of them.
constexpr std::uint32_t last_issue = 1000;

} // namespace

Result<std::unique_ptr<PresentCodes>> PresentCodes::read(record::SealedRecord record,
                                                         registrar::RegistrarSecret secret,
                                                         crypto::Random& random) {
    auto kept = std::make_unique<const record::SealedRecord>(std::move(record));
    EVOTE_TRY(auto voters, record::NumberedVoters::read(*kept));
    EVOTE_TRY(auto history, record::RollHistory::read(*kept, random));
    EVOTE_TRY_VOID(
        registrar::must_be_registrar_of(secret, {*kept, voters, history, history.entries()}));
    return std::unique_ptr<PresentCodes>(
        new PresentCodes(std::move(kept), std::move(secret), std::move(voters),
                         std::make_shared<const record::RollHistory>(std::move(history))));
}

PresentCodes::History PresentCodes::history() const {
    const std::lock_guard lock(mutex_);
    return history_;
}

Outcome PresentCodes::refresh(crypto::Random& random) {
    record::RollHistory next = *history();
    EVOTE_TRY_VOID(next.read_on(*record_, random));
    const std::lock_guard lock(mutex_);
    history_ = std::make_shared<const record::RollHistory>(std::move(next));
    return {};
}

// What the last change brought.
std::optional<ByteArray<32>> PresentCodes::present_half(std::uint32_t place,
                                                        const record::RollHistory& history) const {
    std::optional<ByteArray<32>> out;
    for (const auto& change : history.changes())
        if (change.voter == place)
            out = record::half_in(change, secret_.registrar(), record_->manifest().registrars());
    return out;
}

Result<std::optional<std::uint32_t>> PresentCodes::issue(std::uint64_t number) const {
    const auto known = history();
    EVOTE_TRY(const std::uint32_t place, voters_.place(number));
    if (known->roll().is_revoked(place))
        return std::optional<std::uint32_t>();
    const auto replaced = present_half(place, *known);
    const ByteView wanted =
        replaced ? ByteView(*replaced) : voters_.half(secret_.registrar(), number);
    for (std::uint32_t issue = replaced ? 1 : 0; issue <= (replaced ? last_issue : 0); ++issue)
        if (equal(secret_.half_of(number, issue).encoding, wanted))
            return std::optional(issue);
    return fail(ErrorCode::invalid,
                msg("the code of voter number {0} that is in effect is not one of registrar {1}",
                    number, secret_.registrar()));
}

SecretBytes PresentCodes::code(std::uint64_t number, std::uint32_t issue) const {
    const WipedStack wiped;
    ballot::CodeBytes code;
    secret_.code_of(number, issue, code);
    return ballot::encode_half_code(secret_.registrar(), code);
}

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
#include "registrar/change_maker.h"

#include "record/verdict_text.h"

#include <algorithm>

namespace evote::registrar {

namespace {

bool was_in_log(const ByteArray<32>& half, std::uint8_t registrar, const RegistrarsView& election) {
    return std::ranges::any_of(election.history.changes(), [&](const auto& change) {
        return record::half_in(change, registrar, election.record.manifest().registrars()) == half;
    });
}

// A secret that came back from an older copy forgot issues: the log remembers them.
Outcome add_half(UnfinishedChange& change, std::uint64_t number, RegistrarSecret& secret,
                 const RegistrarsView& election, crypto::Random& random) {
    for (;;) {
        EVOTE_TRY(const std::uint32_t issue, secret.begin_issue(number));
        const ballot::Half half = secret.half_of(number, issue);
        if (was_in_log(half.encoding, secret.registrar(), election))
            continue;
        const ByteView header = ByteView(change.bytes()).first(ballot::ChangeLayout::header_size);
        change.put_half(secret.registrar(),
                        ballot::prove_replacement(header, secret.registrar(), half, random));
        return {};
    }
}

Outcome half_must_be_own(const UnfinishedChange& change, std::uint64_t number,
                         const RegistrarSecret& secret) {
    const std::uint32_t issue = secret.last_issue(number);
    if (issue > 0 && secret.half_of(number, issue).encoding == change.half(secret.registrar()))
        return {};
    return fail(ErrorCode::bad_half,
                msg("the half of registrar {0} in this roll change is not the one that this secret "
                    "file made last for the voter with the number {1}",
                    secret.registrar(), number));
}

// What the board would say of it now.
Outcome must_be_taken(const UnfinishedChange& change, const RegistrarsView& election) {
    const auto verdict = election.history.roll().judge(change.asked(), election.log_size);
    if (verdict == ballot::Verdict::valid)
        return {};
    return fail(ErrorCode::invalid, record::explain(verdict, ballot::EntryKind::roll_change));
}

Outcome sign(UnfinishedChange& change, std::uint64_t number, RegistrarSecret& secret,
             const RegistrarsView& election) {
    EVOTE_TRY_VOID(must_be_taken(change, election));
    if (change.is_replacement())
        EVOTE_TRY_VOID(secret.remember_change(number, change.hash()));
    change.sign(secret.registrar(), secret.signer());
    return {};
}

} // namespace

Outcome must_be_registrar_of(const RegistrarSecret& secret, const RegistrarsView& election) {
    const auto& keys = election.record.board.registrars;
    const std::uint8_t registrar = secret.registrar();
    if (registrar > keys.size() ||
        !(keys[registrar - std::size_t{1}] == secret.signer().verifier()))
        return fail(
            ErrorCode::wrong_key,
            msg("this secret file is not that of registrar {0} of this election", registrar));
    return secret.must_be_for_list(election.voters.list_hash());
}

Result<ByteArray<32>> present_credential(std::uint64_t number, const RegistrarsView& election) {
    if (number < 1 || number > election.voters.size())
        return fail(ErrorCode::usage,
                    msg("the list has numbers 1 to {0}, not {1}", election.voters.size(), number));
    EVOTE_TRY(const std::uint32_t place, election.voters.place(number));
    if (election.history.roll().is_revoked(place))
        return fail(ErrorCode::refused,
                    msg("the voter with the number {0} was revoked already", number));
    return election.history.credentials_of(place).back();
}

Result<AddedParts> add_parts(UnfinishedChange& change, std::uint64_t number,
                             RegistrarSecret& secret, const RegistrarsView& election,
                             crypto::Random& random) {
    EVOTE_TRY(const auto credential, present_credential(number, election));
    if (change.header().old != credential)
        return fail(ErrorCode::invalid,
                    msg("this roll change does not end the credential that the voter with the "
                        "number {0} has now",
                        number));
    const std::uint8_t registrar = secret.registrar();
    AddedParts added;
    if (change.is_replacement() && !change.has_half(registrar)) {
        EVOTE_TRY_VOID(add_half(change, number, secret, election, random));
        added.half = true;
    }
    if (change.is_replacement())
        EVOTE_TRY_VOID(half_must_be_own(change, number, secret));
    if (change.has_all_halves() && !change.has_signature(registrar)) {
        EVOTE_TRY_VOID(sign(change, number, secret, election));
        added.signature = true;
    }
    return added;
}

} // namespace evote::registrar

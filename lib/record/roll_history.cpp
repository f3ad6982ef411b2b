// SPDX-License-Identifier: Apache-2.0
#include "record/roll_history.h"

#include "ballot/entry.h"
#include "os/file.h"
#include "protocol/entry_verifier.h"

namespace evote::record {

std::optional<ByteArray<32>> half_in(const LoggedChange& change, std::uint8_t registrar,
                                     std::uint8_t registrars) {
    if (change.change.action != ballot::ChangeAction::replace)
        return std::nullopt;
    const ballot::ChangeLayout layout(registrars);
    return *ByteCursor(ByteView(change.bytes).subspan(layout.half_at(registrar))).take_array<32>();
}

bool has_log(const OpenRecord& record) {
    if (!os::file_exists(record.folder.checkpoint()))
        return false;
    const auto log = record.open_log();
    return !log || log->size() == 0 || os::file_exists(log->folder() / "tile");
}

RollHistory RollHistory::sealed(const OpenRecord& record) {
    return RollHistory(record);
}

Result<RollHistory> RollHistory::read(const OpenRecord& record, crypto::Random& random) {
    RollHistory out(record);
    if (record.manifest().registrars() == 0)
        return out;
    EVOTE_TRY_VOID(out.read_on(record, random));
    return out;
}

Outcome RollHistory::read_on(const OpenRecord& record, crypto::Random& random) {
    EVOTE_TRY(const board::LogReader log, record.open_log());
    if (log.size() < entries())
        return fail(Error{ErrorCode::rolled_back,
                          msg("the log has {0} entries, and had {1} before", log.size(), entries()),
                          log.folder().string(),
                          {}});
    RollHistory next = *this;
    EVOTE_TRY_VOID(next.take_all(record, log, random));
    next.log_ = {log.size(), log.checkpoint().root()};
    *this = std::move(next);
    return {};
}

Outcome RollHistory::take_all(const OpenRecord& record, const board::LogReader& log,
                              crypto::Random& random) {
    const Bytes closing = ballot::closing_entry(record.election.fingerprint());
    protocol::EntryVerifier verifier(record.election, record.roll, random);
    for (std::uint64_t i = entries() / board::tile_width; !closed_ && i < log.bundles(); ++i) {
        EVOTE_TRY(const board::EntryBundle bundle, log.bundle(i));
        for (unsigned j = 0; !closed_ && j < bundle.size(); ++j) {
            const std::uint64_t index = bundle.first() + j;
            const ByteView entry = bundle[j];
            if (index < entries())
                continue;
            closed_ = equal(entry, closing);
            if (ballot::is_kind(entry, ballot::EntryKind::roll_change))
                take(verifier, index, entry);
        }
    }
    return {};
}

void RollHistory::take(protocol::EntryVerifier& verifier, std::uint64_t index, ByteView entry) {
    const auto checked = verifier.verify({&entry, 1});
    const auto& change = checked.front().change;
    if (change && roll_.judge(*change, index) == ballot::Verdict::valid)
        changes_.push_back({index, roll_.apply(*change), *change, to_bytes(entry)});
}

Result<std::optional<RollHistory>> RollHistory::read_if_there(const OpenRecord& record,
                                                              crypto::Random& random) {
    if (record.manifest().registrars() > 0 && !has_log(record))
        return std::optional<RollHistory>();
    EVOTE_TRY(RollHistory history, read(record, random));
    return std::optional(std::move(history));
}

std::vector<ByteArray<32>> RollHistory::credentials_of(std::size_t voter) const {
    std::vector<ByteArray<32>> out{roll_.voter(voter).credential};
    for (const auto& [entry, changed, change, bytes] : changes_)
        if (changed == voter && change.action == ballot::ChangeAction::replace)
            out.push_back(change.replacement);
    return out;
}

} // namespace evote::record

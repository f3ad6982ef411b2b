// SPDX-License-Identifier: Apache-2.0
#include "app/voter_lookup.h"

#include "protocol/log_rules.h"

#include <vector>

namespace evote::app {

namespace {

bool has_credential(ByteView entry, const ByteArray<32>& credential) {
    const auto header = ballot::read_header(entry);
    return header && header->credential == credential;
}

struct Entry {
    std::uint64_t index = 0;
    Bytes bytes;
};

// The entries that determine the counter of this credential's next ballot.
Result<std::vector<Entry>> entries_of(const board::LogReader& log, const ByteArray<32>& credential,
                                      const Bytes& closing) {
    std::vector<Entry> found;
    for (std::uint64_t i = 0; i < log.bundles(); ++i) {
        EVOTE_TRY(const board::EntryBundle bundle, log.bundle(i));
        for (unsigned j = 0; j < bundle.size(); ++j)
            if (has_credential(bundle[j], credential) || equal(bundle[j], closing))
                found.push_back({bundle.first() + j, to_bytes(bundle[j])});
    }
    return found;
}

} // namespace

Result<VotersEntries> look_up_voter(const record::OpenRecord& record, std::size_t voter,
                                    crypto::Random& random) {
    EVOTE_TRY(const board::LogReader log, record.open_log());
    const Bytes closing = ballot::closing_entry(record.election.fingerprint());
    const auto& credential = record.roll.entries()[voter].credential;
    EVOTE_TRY(const std::vector<Entry> entries, entries_of(log, credential, closing));
    std::vector<ByteView> views;
    for (const Entry& entry : entries)
        views.emplace_back(entry.bytes);
    protocol::EntryVerifier verifier(record.election, record.roll, random);
    const auto checked = verifier.verify(views);
    protocol::LogRules rules(record.election, record.roll);
    VotersEntries out;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const auto step = rules.next(views[i], checked[i]);
        if (step.verdict == ballot::Verdict::closing_entry) {
            out.closed = true;
            continue;
        }
        if (step.counted)
            out.counted = entries[i].index;
        out.entries.emplace_back(entries[i].index, step.verdict);
    }
    out.valid = rules.valid_entries(voter);
    return out;
}

Result<std::uint64_t> look_up_counter(const record::OpenRecord& record, std::size_t voter,
                                      crypto::Random& random) {
    EVOTE_TRY(const VotersEntries found, look_up_voter(record, voter, random));
    if (found.closed)
        return fail(ErrorCode::closed, msg("the board is closed; nobody can vote any more"));
    return found.valid;
}

} // namespace evote::app

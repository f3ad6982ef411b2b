// SPDX-License-Identifier: Apache-2.0
#include "record/voter_lookup.h"

#include "ballot/entry.h"
#include "ballot/layout.h"
#include "protocol/log_rules.h"

#include <algorithm>

namespace evote::record {

namespace {

using Credentials = std::vector<ByteArray<32>>;

struct Entry {
    std::uint64_t index = 0;
    Bytes bytes;
};

bool has_credential(ByteView entry, const Credentials& credentials) {
    const auto header = ballot::read_header(entry);
    return header && std::ranges::find(credentials, header->credential) != credentials.end();
}

// The entries that determine the counter of this voter's next ballot. Roll changes that are not
// valid, or are those of other voters, change nothing for this one.
Result<std::vector<Entry>> entries_of(const OpenRecord& record, const RollHistory& history,
                                      std::size_t voter) {
    EVOTE_TRY(const board::LogReader log, record.open_log());
    const Bytes closing = ballot::closing_entry(record.election.fingerprint());
    const Credentials credentials = history.credentials_of(voter);
    std::vector<Entry> found;
    for (std::uint64_t i = 0; i < log.bundles(); ++i) {
        EVOTE_TRY(const board::EntryBundle bundle, log.bundle(i));
        for (unsigned j = 0; j < bundle.size(); ++j)
            if (has_credential(bundle[j], credentials) || equal(bundle[j], closing))
                found.push_back({bundle.first() + j, to_bytes(bundle[j])});
    }
    for (const LoggedChange& change : history.changes())
        if (change.voter == voter)
            found.push_back({change.entry, change.bytes});
    std::ranges::sort(found, {}, &Entry::index);
    return found;
}

} // namespace

Result<VotersEntries> look_up_voter(const OpenRecord& record, const RollHistory& history,
                                    std::size_t voter, crypto::Random& random) {
    EVOTE_TRY(const std::vector<Entry> entries, entries_of(record, history, voter));
    std::vector<ByteView> views;
    for (const Entry& entry : entries)
        views.emplace_back(entry.bytes);
    protocol::EntryVerifier verifier(record.election, record.roll, random);
    const auto checked = verifier.verify(views);
    protocol::LogRules rules(record.election, record.roll);
    VotersEntries out;
    for (std::size_t i = 0; i < views.size(); ++i) {
        // At most the index in the log: a change that is not stale there is not stale here.
        const auto step = rules.next(views[i], checked[i]);
        if (step.displaced)
            out.counted.reset();
        if (step.counted)
            out.counted = entries[i].index;
        if (step.verdict == ballot::Verdict::closing_entry)
            out.closed = true;
        else if (!checked[i].change)
            out.entries.emplace_back(entries[i].index, step.verdict);
    }
    out.valid = rules.valid_entries(voter);
    return out;
}

Result<std::uint64_t> look_up_counter(const OpenRecord& record, const RollHistory& history,
                                      std::size_t voter, crypto::Random& random) {
    EVOTE_TRY(const VotersEntries found, look_up_voter(record, history, voter, random));
    if (found.closed)
        return fail(ErrorCode::closed, msg("the board is closed; nobody can vote any more"));
    return found.valid;
}

} // namespace evote::record

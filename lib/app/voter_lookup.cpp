// SPDX-License-Identifier: Apache-2.0
#include "app/voter_lookup.h"

#include "evote/protocol/log_rules.h"

#include <vector>

namespace evote {

namespace {

bool has_credential(ByteView entry, const ByteArray<32>& credential) {
    return entry.size() > BallotLayout::header_size &&
           equal(entry.subspan(BallotLayout::credential_at, credential.size()), credential);
}

// The entries that decide about the next ballot of this credential.
Result<std::vector<Bytes>> entries_of(const LogReader& log, const ByteArray<32>& credential,
                                      const Bytes& closing) {
    std::vector<Bytes> found;
    for (std::uint64_t i = 0; i < log.bundles(); ++i) {
        EVOTE_TRY(const EntryBundle bundle, log.bundle(i));
        for (unsigned j = 0; j < bundle.size(); ++j)
            if (has_credential(bundle[j], credential) || equal(bundle[j], closing))
                found.push_back(to_bytes(bundle[j]));
    }
    return found;
}

} // namespace

Result<std::uint64_t> look_up_counter(const OpenRecord& record, std::size_t voter, Random& random) {
    EVOTE_TRY(const LogReader log, record.open_log());
    const Bytes closing = closing_entry(record.election.fingerprint());
    const auto& credential = record.roll.entries()[voter].credential;
    EVOTE_TRY(const std::vector<Bytes> entries, entries_of(log, credential, closing));
    const std::vector<ByteView> views(entries.begin(), entries.end());
    BallotVerifier verifier(record.election, record.roll, random);
    const auto checked = verifier.verify(views);
    LogRules rules(record.election, record.roll.entries().size());
    for (std::size_t i = 0; i < views.size(); ++i)
        if (rules.next(views[i], checked[i]).verdict == Verdict::closing_entry)
            return fail(Status::refused, msg("the board is closed; nobody can vote any more"));
    return rules.valid_entries(voter);
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "protocol/entry_verifier.h"

#include "evote/check.h"

namespace evote::protocol {

EntryVerifier::EntryVerifier(const Election& election, const Roll& roll, crypto::Random& random)
    : roll_(roll), verifier_(election.parameters(), random) {
    EVOTE_CHECK(roll.hash() == election.roll_hash() && "this is the roll of another election");
}

std::vector<CheckedEntry> EntryVerifier::verify(std::span<const ByteView> entries) {
    auto verdicts =
        verifier_.verify(entries, [this](const ballot::Header& header) { return look_up(header); });
    std::vector<CheckedEntry> out(verdicts.size());
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        out[i].verdict = verdicts[i].verdict;
        if (!verdicts[i].ballot)
            continue;
        const std::size_t voter = *roll_.find(verdicts[i].ballot->credential());
        out[i].ballot =
            VotersBallot(std::move(*verdicts[i].ballot), voter, roll_.entries()[voter].weight());
    }
    return out;
}

ballot::Verdict EntryVerifier::look_up(const ballot::Header& header) const {
    const auto voter = roll_.find(header.credential);
    if (!voter)
        return ballot::Verdict::not_on_roll;
    return roll_.entries()[*voter].district == header.district ? ballot::Verdict::valid
                                                               : ballot::Verdict::wrong_district;
}

} // namespace evote::protocol

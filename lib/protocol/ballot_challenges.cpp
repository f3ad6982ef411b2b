// SPDX-License-Identifier: Apache-2.0
#include "protocol/ballot_challenges.h"

#include "evote/base/check.h"
#include "evote/proof/challenge.h"

#include <algorithm>

namespace evote::protocol {

using G = group::Ristretto255;

void BallotChallenger::bits(std::span<const ByteView> statements, std::span<Scalar> y) {
    EVOTE_CHECK(statements.size() == y.size());
    statements_.resize(statements.size());
    crypto::tagged_hash_batch("ballot/statement", statements, statements_);
    std::ranges::transform(statements_, y.begin(), proof::scalar_from_digest<G>);
}

void BallotChallenger::ballots(std::span<const ByteView> seconds, std::span<Scalar> x) {
    EVOTE_CHECK(seconds.size() == statements_.size() && x.size() == seconds.size());
    transcripts_.resize(seconds.size());
    for (std::size_t k = 0; k < seconds.size(); ++k) {
        EVOTE_CHECK(seconds[k].size() == 64);
        std::ranges::copy(statements_[k], transcripts_[k].begin());
        std::ranges::copy(seconds[k], transcripts_[k].begin() + sizeof(Digest64));
    }
    views_.assign(transcripts_.begin(), transcripts_.end());
    hashes_.resize(seconds.size());
    crypto::tagged_hash_batch("ballot/challenge", views_, hashes_);
    std::ranges::transform(hashes_, x.begin(), proof::scalar_from_digest<G>);
}

} // namespace evote::protocol

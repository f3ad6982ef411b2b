// SPDX-License-Identifier: Apache-2.0
#include "ballot/challenges.h"

#include "evote/check.h"
#include "proof/challenge.h"

#include <algorithm>

namespace evote::ballot {

using G = group::Ristretto255;

void Challenger::bits(std::span<const ByteView> statements, std::span<Scalar> y) {
    EVOTE_CHECK(statements.size() == y.size());
    statements_.resize(statements.size());
    crypto::tagged_hash_batch("ballot/statement", statements, statements_);
    std::transform(statements_.begin(), statements_.end(), y.begin(), proof::scalar_from_digest<G>);
}

void Challenger::ballots(std::span<const ByteView> seconds, std::span<Scalar> x) {
    EVOTE_CHECK(seconds.size() == statements_.size() && x.size() == seconds.size());
    transcripts_.resize(seconds.size());
    for (std::size_t k = 0; k < seconds.size(); ++k) {
        EVOTE_CHECK(seconds[k].size() == 64);
        const auto begin = transcripts_[k].begin();
        std::copy(seconds[k].begin(), seconds[k].end(),
                  std::copy(statements_[k].begin(), statements_[k].end(), begin));
    }
    views_.assign(transcripts_.begin(), transcripts_.end());
    hashes_.resize(seconds.size());
    crypto::tagged_hash_batch("ballot/challenge", views_, hashes_);
    std::transform(hashes_.begin(), hashes_.end(), x.begin(), proof::scalar_from_digest<G>);
}

} // namespace evote::ballot

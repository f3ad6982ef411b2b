// SPDX-License-Identifier: Apache-2.0
#include "box/box_memory.h"

#include "crypto/sha2.h"

namespace evote::box {

namespace {

// Enough for a few contests and revotes; with more of them, buckets are fuller.
constexpr std::size_t alphas_a_voter = 2;

} // namespace

BoxMemory::BoxMemory(std::size_t voters, crypto::Random& random)
    : log_{0, board::empty_root()}, valid_(voters), alphas_(alphas_a_voter * voters) {
    random.fill(salt_);
}

std::uint64_t BoxMemory::alpha_key(ByteView alpha) const {
    const Digest32 hash = crypto::sha256({salt_, alpha});
    return *ByteCursor(hash).take_u64();
}

void BoxMemory::add(std::span<const BoxBallot> ballots, const board::TreeHead& log) {
    for (const auto& ballot : ballots) {
        if (ballot.voter != BoxBallot::nobody)
            ++valid_[ballot.voter];
        for (const std::uint64_t alpha : ballot.alphas)
            alphas_.insert(alpha);
        if (ballot.change)
            changes_.push_back(ballot.change);
    }
    log_ = log;
}

std::vector<BoxBallot> BoxMemory::all(std::size_t most_alphas) const {
    std::vector<BoxBallot> out;
    for (std::size_t voter = 0; voter < valid_.size(); ++voter)
        out.insert(out.end(), valid_[voter], {static_cast<std::uint32_t>(voter), {}});
    std::size_t count = 0;
    alphas_.visit([&](std::uint64_t alpha) {
        if (count++ % most_alphas == 0)
            out.push_back({BoxBallot::nobody, {}});
        out.back().alphas.push_back(alpha);
    });
    for (const auto& change : changes_)
        out.push_back({BoxBallot::nobody, {}, change});
    return out;
}

} // namespace evote::box

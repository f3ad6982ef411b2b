// SPDX-License-Identifier: Apache-2.0
#include "box/box_memory.h"

#include "evote/crypto/sha2.h"

#include <algorithm>

namespace evote::box {

BoxMemory::BoxMemory(std::size_t voters, crypto::Random& random)
    : log_{0, board::empty_root()}, valid_(voters) {
    random.fill(salt_);
}

std::uint64_t BoxMemory::alpha_key(ByteView alpha) const {
    const Digest32 hash = crypto::sha256({salt_, alpha});
    return *ByteCursor(hash).take_u64();
}

bool BoxMemory::has_alpha(std::uint64_t key) const {
    return std::ranges::binary_search(alphas_, key);
}

void BoxMemory::add(std::span<const BoxBallot> ballots, const board::TreeHead& log) {
    const auto old_size = static_cast<std::ptrdiff_t>(alphas_.size());
    for (const auto& ballot : ballots) {
        if (ballot.voter != BoxBallot::nobody)
            ++valid_[ballot.voter];
        alphas_.insert(alphas_.end(), ballot.alphas.begin(), ballot.alphas.end());
    }
    const auto middle = alphas_.begin() + old_size;
    std::sort(middle, alphas_.end());
    std::inplace_merge(alphas_.begin(), middle, alphas_.end());
    log_ = log;
}

std::vector<BoxBallot> BoxMemory::all(std::size_t most_alphas) const {
    std::vector<BoxBallot> out;
    for (std::size_t voter = 0; voter < valid_.size(); ++voter)
        out.insert(out.end(), valid_[voter], {static_cast<std::uint32_t>(voter), {}});
    for (std::size_t at = 0; at < alphas_.size(); at += most_alphas) {
        const auto some =
            std::span(alphas_).subspan(at, std::min(most_alphas, alphas_.size() - at));
        out.push_back({BoxBallot::nobody, {some.begin(), some.end()}});
    }
    return out;
}

} // namespace evote::box

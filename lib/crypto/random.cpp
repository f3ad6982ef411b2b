// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.h"

#include "crypto/sha2.h"
#include "evote/check.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace evote::crypto {

void SeededRandom::fill(MutableByteView out) {
    for (auto& byte : out) {
        if (used_ == buffer_.size()) {
            Bytes index;
            append_u64(index, block_++);
            buffer_ = tagged_hash("simulation", {seed_, index});
            used_ = 0;
        }
        byte = buffer_[used_++];
    }
}

void RandomAhead::fill(MutableByteView out) {
    EVOTE_CHECK(out.size() <= bytes_.size() - used_);
    const auto drawn = std::as_const(bytes_).expose().subspan(used_, out.size());
    std::copy(drawn.begin(), drawn.end(), out.begin());
    used_ += out.size();
}

HedgedNonces::HedgedNonces(Random& random, ByteView secret, ByteView statement) {
    auto& state = state_.expose();
    random.fill(MutableByteView(state).first(random_size)); // the position is 0
    Digest64 context = Sha512().add_u64(secret.size()).add(secret).add(statement).finish();
    std::copy(context.begin(), context.end(), state.begin() + random_size);
    wipe(context.data(), context.size());
}

void HedgedNonces::next_of_each(std::span<HedgedNonces> nonces, std::span<ByteArray<64>> out) {
    static_assert(std::is_same_v<ByteArray<64>, Digest64>);
    std::vector<ByteView> states;
    for (auto& one : nonces)
        states.emplace_back(one.state_.expose());
    tagged_hash_batch("nonce", states, out);
    for (auto& one : nonces) {
        auto& state = one.state_.expose();
        for (std::size_t i = state.size() - 1; ++state[i] == 0; --i)
            EVOTE_CHECK(i > state.size() - 8);
    }
}

} // namespace evote::crypto

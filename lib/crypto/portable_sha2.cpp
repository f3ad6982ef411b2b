// SPDX-License-Identifier: Apache-2.0
#include "crypto/portable_sha2.h"

#include "base/secret.h"
#include "crypto/sha2_constants.h"

#include <algorithm>

namespace evote::crypto {

namespace {

/// The rotation counts of the functions of sections 4.1.2 and 4.1.3; the last of the small ones is
/// a shift.
template <class Word>
struct Rotations {
    std::array<unsigned, 3> big0;
    std::array<unsigned, 3> big1;
    std::array<unsigned, 3> small0;
    std::array<unsigned, 3> small1;
};

template <class Word>
constexpr Rotations<Word> rotations{};
template <>
constexpr Rotations<std::uint32_t> rotations<std::uint32_t>{
    {2, 13, 22}, {6, 11, 25}, {7, 18, 3}, {17, 19, 10}};
template <>
constexpr Rotations<std::uint64_t> rotations<std::uint64_t>{
    {28, 34, 39}, {14, 18, 41}, {1, 8, 7}, {19, 61, 6}};

template <class Word>
constexpr std::size_t rounds = sizeof(Word) == 4 ? sha256_rounds : sha512_rounds;

/// The leading bits of a constant of SHA-512.
template <class Word>
constexpr Word leading(std::uint64_t constant) {
    return static_cast<Word>(constant >> (64 - 8 * sizeof(Word)));
}

template <class Word>
constexpr Word rotate_right(Word x, unsigned by) {
    return (x >> by) | (x << (8 * sizeof(Word) - by));
}

template <class Word>
constexpr Word big(const std::array<unsigned, 3>& by, Word x) {
    return rotate_right(x, by[0]) ^ rotate_right(x, by[1]) ^ rotate_right(x, by[2]);
}

template <class Word>
constexpr Word small(const std::array<unsigned, 3>& by, Word x) {
    return rotate_right(x, by[0]) ^ rotate_right(x, by[1]) ^ (x >> by[2]);
}

template <class Word>
Word load_big_endian(const std::uint8_t* bytes) {
    Word word = 0;
    for (std::size_t i = 0; i < sizeof(Word); ++i)
        word = word << 8 | bytes[i];
    return word;
}

template <class Word>
void store_big_endian(Word word, std::uint8_t* bytes) {
    for (std::size_t i = 0; i < sizeof(Word); ++i)
        bytes[i] = static_cast<std::uint8_t>(word >> (8 * (sizeof(Word) - 1 - i)));
}

} // namespace

template <std::size_t Size>
PortableSha2<Size>::~PortableSha2() {
    wipe(state_.data(), sizeof state_);
    wipe(block_.data(), sizeof block_);
}

template <std::size_t Size>
void PortableSha2<Size>::begin() {
    std::transform(std::begin(sha2_initial_state), std::end(sha2_initial_state), state_.begin(),
                   leading<Word>);
    size_ = 0;
}

template <std::size_t Size>
void PortableSha2<Size>::compress(const std::uint8_t* block) {
    constexpr auto& by = rotations<Word>;
    Word w[rounds<Word>];
    for (std::size_t t = 0; t < 16; ++t)
        w[t] = load_big_endian<Word>(block + t * sizeof(Word));
    for (std::size_t t = 16; t < rounds<Word>; ++t)
        w[t] = small(by.small1, w[t - 2]) + w[t - 7] + small(by.small0, w[t - 15]) + w[t - 16];
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t t = 0; t < rounds<Word>; ++t) {
        const Word t1 = h + big(by.big1, e) + ((e & f) ^ (~e & g)) +
                        leading<Word>(sha2_round_constants[t]) + w[t];
        const Word t2 = big(by.big0, a) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const Word next[8] = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state_.size(); ++i)
        state_[i] += next[i];
    wipe(w, sizeof w);
}

template <std::size_t Size>
PortableSha2<Size>& PortableSha2<Size>::add(ByteView bytes) {
    while (!bytes.empty()) {
        const std::size_t filled = size_ % block_size;
        const std::size_t part = std::min(block_size - filled, bytes.size());
        const std::uint8_t* block = bytes.data();
        if (part < block_size) {
            std::copy_n(bytes.data(), part, block_.data() + filled);
            block = block_.data();
        }
        size_ += part;
        if (size_ % block_size == 0)
            compress(block);
        bytes = bytes.subspan(part);
    }
    return *this;
}

template <std::size_t Size>
ByteArray<Size> PortableSha2<Size>::finish() {
    // Section 5.1: a one bit, zeros, and the number of bits in two words at the end of a block.
    ByteArray<2 * sizeof(Word)> bits{};
    store_big_endian(size_ << 3, bits.data() + bits.size() - sizeof size_);
    if constexpr (bits.size() > sizeof size_)
        bits[bits.size() - sizeof size_ - 1] = static_cast<std::uint8_t>(size_ >> 61);
    static constexpr ByteArray<block_size> padding{0x80};
    const std::size_t used = (size_ + 1 + bits.size()) % block_size;
    add(ByteView(padding).first(1 + (block_size - used) % block_size));
    add(bits);
    ByteArray<Size> out{};
    for (std::size_t i = 0; i < state_.size(); ++i)
        store_big_endian(state_[i], out.data() + i * sizeof(Word));
    wipe(block_.data(), sizeof block_);
    begin();
    return out;
}

template class PortableSha2<32>;
template class PortableSha2<64>;

} // namespace evote::crypto

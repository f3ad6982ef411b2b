// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha512_lanes.h"

#include "crypto/sha2_constants.h"

namespace evote::crypto {

bool cpu_has_sha512_lanes() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
#else
    return false;
#endif
}

} // namespace evote::crypto

#if defined(__x86_64__)

#include "base/secret.h"
#include "evote/check.h"

#include <immintrin.h>

#include <algorithm>
#include <cstring>

// Only functions marked with this use these instructions, and they call no shared inline functions:
// the linker could otherwise pick a copy that other processors cannot run.
#define EVOTE_AVX512 [[gnu::target("avx512f,avx512bw")]]
#define EVOTE_AVX512_INLINE [[gnu::target("avx512f,avx512bw"), gnu::always_inline]] inline
#if defined(__clang__)
#define EVOTE_UNROLL _Pragma("clang loop unroll(full)")
#else
#define EVOTE_UNROLL _Pragma("GCC unroll 16")
#endif

namespace evote::crypto {

namespace {

constexpr std::size_t block_size = 128;

/// One word of each lane. Vector operators are used where they exist: g++ 12 warns about its own
/// intrinsics.
using Words = std::uint64_t __attribute__((vector_size(64)));
using WordBytes = std::uint8_t __attribute__((vector_size(64)));

/// One block for each lane.
struct Blocks {
    const std::uint8_t* of[sha512_lanes];
};

EVOTE_AVX512_INLINE Words same(std::uint64_t word) {
    return Words{word, word, word, word, word, word, word, word};
}

EVOTE_AVX512_INLINE Words rotate(Words words, int count) {
    return (words >> count) | (words << (64 - count));
}

/// A bitwise function of three words by its truth table.
template <int Table>
EVOTE_AVX512_INLINE Words bitwise(Words a, Words b, Words c) {
    return reinterpret_cast<Words>(_mm512_ternarylogic_epi64(reinterpret_cast<__m512i>(a),
                                                             reinterpret_cast<__m512i>(b),
                                                             reinterpret_cast<__m512i>(c), Table));
}

constexpr int exclusive_or = 0x96;
constexpr int choice = 0xca;
constexpr int majority = 0xe8;

EVOTE_AVX512_INLINE Words load_row(const std::uint8_t* bytes) {
    return reinterpret_cast<Words>(_mm512_loadu_si512(bytes));
}

EVOTE_AVX512_INLINE Words from_big_endian(Words words) {
    const auto bytes = reinterpret_cast<WordBytes>(words);
    return reinterpret_cast<Words>(__builtin_shufflevector(
        bytes, bytes, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 23, 22, 21, 20, 19, 18,
        17, 16, 31, 30, 29, 28, 27, 26, 25, 24, 39, 38, 37, 36, 35, 34, 33, 32, 47, 46, 45, 44, 43,
        42, 41, 40, 55, 54, 53, 52, 51, 50, 49, 48, 63, 62, 61, 60, 59, 58, 57, 56));
}

/// Words `first` and first + 4 of all lanes, from those of lanes 0 to 3 and of lanes 4 to 7.
EVOTE_AVX512_INLINE void join(Words low, Words high, Words* words) {
    words[0] = from_big_endian(__builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11));
    words[4] = from_big_endian(__builtin_shufflevector(low, high, 4, 5, 6, 7, 12, 13, 14, 15));
}

EVOTE_AVX512_INLINE Words four_rows(Words a, Words b) {
    return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
}

EVOTE_AVX512_INLINE Words next_of_four_rows(Words a, Words b) {
    return __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
}

/// The eight words of 64 bytes of every lane: an 8 by 8 transpose.
EVOTE_AVX512_INLINE void load_words(const Blocks& blocks, std::size_t offset, Words* words) {
    Words even[4]; // words 0, 2, 4, 6 of two rows each
    Words odd[4];
    EVOTE_UNROLL
    for (std::size_t i = 0; i < 4; ++i) {
        const Words a = load_row(blocks.of[2 * i] + offset);
        const Words b = load_row(blocks.of[2 * i + 1] + offset);
        even[i] = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
        odd[i] = __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
    }
    join(four_rows(even[0], even[1]), four_rows(even[2], even[3]), words);
    join(four_rows(odd[0], odd[1]), four_rows(odd[2], odd[3]), words + 1);
    join(next_of_four_rows(even[0], even[1]), next_of_four_rows(even[2], even[3]), words + 2);
    join(next_of_four_rows(odd[0], odd[1]), next_of_four_rows(odd[2], odd[3]), words + 3);
}

/// The word that follows w[i] .. w[i + 15] (section 6.4.2, step 1), in a ring of sixteen.
EVOTE_AVX512_INLINE Words next_word(const Words (&w)[16], std::size_t i) {
    const Words x = w[(i + 1) % 16];
    const Words y = w[(i + 14) % 16];
    const Words s0 = bitwise<exclusive_or>(rotate(x, 1), rotate(x, 8), x >> 7);
    const Words s1 = bitwise<exclusive_or>(rotate(y, 19), rotate(y, 61), y >> 6);
    return w[i] + s0 + w[(i + 9) % 16] + s1;
}

/// Section 6.4.2, step 3. The names a to h move by one place from round to round.
EVOTE_AVX512_INLINE void round(Words (&v)[8], std::size_t i, Words word) {
    const Words a = v[(16 - i) % 8];
    const Words b = v[(17 - i) % 8];
    const Words c = v[(18 - i) % 8];
    const Words e = v[(20 - i) % 8];
    const Words f = v[(21 - i) % 8];
    const Words g = v[(22 - i) % 8];
    Words& d = v[(19 - i) % 8];
    Words& h = v[(23 - i) % 8];
    const Words t1 = h + bitwise<exclusive_or>(rotate(e, 14), rotate(e, 18), rotate(e, 41)) +
                     bitwise<choice>(e, f, g) + word;
    const Words t2 = bitwise<exclusive_or>(rotate(a, 28), rotate(a, 34), rotate(a, 39)) +
                     bitwise<majority>(a, b, c);
    d += t1;
    h = t1 + t2;
}

/// Section 6.4.2, for one block of every lane.
EVOTE_AVX512 void compress(Words (&state)[8], const Blocks& blocks) {
    Words w[16];
    load_words(blocks, 0, w);
    load_words(blocks, 64, w + 8);
    Words v[8];
    EVOTE_UNROLL
    for (std::size_t i = 0; i < 8; ++i)
        v[i] = state[i];
    EVOTE_UNROLL
    for (std::size_t i = 0; i < 16; ++i)
        round(v, i, same(sha2_round_constants[i]) + w[i]);
    for (std::size_t begin = 16; begin < sha512_rounds; begin += 16) {
        EVOTE_UNROLL
        for (std::size_t i = 0; i < 16; ++i) {
            w[i] = next_word(w, i);
            round(v, i, same(sha2_round_constants[begin + i]) + w[i]);
        }
    }
    EVOTE_UNROLL
    for (std::size_t i = 0; i < 8; ++i)
        state[i] += v[i];
    wipe(w, sizeof w);
}

/// What is hashed in one lane, without padding.
struct Text {
    ByteView prefix;
    ByteView message;

    std::size_t size() const { return prefix.size() + message.size(); }
};

/// Block number `index` of `count` of a padded text (section 5.1.2).
void assemble(const Text& text, std::size_t index, std::size_t count, std::uint8_t* out) {
    const std::size_t begin = index * block_size;
    std::memset(out, 0, block_size);
    std::size_t at = begin;
    const auto take = [&](ByteView part, std::size_t part_begin) {
        if (at < part_begin || at >= part_begin + part.size() || at == begin + block_size)
            return;
        const ByteView rest = part.subspan(at - part_begin);
        const std::size_t size = std::min(rest.size(), begin + block_size - at);
        std::memcpy(out + (at - begin), rest.data(), size);
        at += size;
    };
    take(text.prefix, 0);
    take(text.message, text.prefix.size());
    if (at == text.size() && at < begin + block_size)
        out[at - begin] = 0x80;
    if (index + 1 == count)
        for (std::size_t i = 0; i < 8; ++i)
            out[block_size - 1 - i] = static_cast<std::uint8_t>((8 * text.size()) >> (8 * i));
}

} // namespace

void sha512_eight(ByteView prefix, std::span<const ByteView, sha512_lanes> messages,
                  std::span<Digest64, sha512_lanes> out) {
    const Text first{prefix, messages.front()};
    const std::size_t count = (first.size() + 17 + block_size - 1) / block_size;
    std::uint8_t assembled[sha512_lanes][block_size];
    Words state[8];
    for (std::size_t i = 0; i < 8; ++i)
        state[i] = Words{} + sha2_initial_state[i];
    for (std::size_t index = 0; index < count; ++index) {
        const std::size_t begin = index * block_size;
        const bool whole = begin >= prefix.size() && begin + block_size <= first.size();
        Blocks blocks{};
        for (std::size_t lane = 0; lane < sha512_lanes; ++lane) {
            EVOTE_CHECK(messages[lane].size() == first.message.size());
            if (!whole)
                assemble({prefix, messages[lane]}, index, count, assembled[lane]);
            blocks.of[lane] =
                whole ? messages[lane].data() + (begin - prefix.size()) : assembled[lane];
        }
        compress(state, blocks);
    }
    for (std::size_t lane = 0; lane < sha512_lanes; ++lane)
        for (std::size_t i = 0; i < 8; ++i) {
            const std::uint64_t big_endian = __builtin_bswap64(state[i][lane]);
            std::memcpy(out[lane].data() + 8 * i, &big_endian, sizeof big_endian);
        }
    wipe(assembled, sizeof assembled);
    wipe(state, sizeof state);
}

} // namespace evote::crypto

#endif

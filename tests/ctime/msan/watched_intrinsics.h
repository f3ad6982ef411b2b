// SPDX-License-Identifier: Apache-2.0
// Included before every source file of the kernels. MemorySanitizer does not know these
// instructions: it joins the marks of their operands bit by bit, or reports every mark. Here one
// secret bit makes the whole lane of a product secret, and a secret bit anywhere the whole result
// of a permutation.
#pragma once

#include "group/backend/vector_target.h"

#include <immintrin.h>
#include <sanitizer/msan_interface.h>

// With everything inlined and tracked, a kernel would take minutes to compile.
#undef EVOTE_VECTOR_INLINE
#define EVOTE_VECTOR_INLINE [[gnu::noinline]] inline

namespace evote::ctime_test {

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)

inline bool watched_is_secret(const void* memory, unsigned long size) {
    return __msan_test_shadow(memory, size) != -1;
}

EVOTE_VECTOR_INLINE __m512i watched_lanes(__m512i result) {
    alignas(64) unsigned long long lanes[8];
    _mm512_store_si512(lanes, result);
    for (auto& lane : lanes)
        if (watched_is_secret(&lane, sizeof lane))
            __msan_poison(&lane, sizeof lane);
    return _mm512_load_si512(lanes);
}

EVOTE_VECTOR_INLINE __m512i watched_multiply_low(__m512i sum, __m512i a, __m512i b) {
    return watched_lanes(_mm512_madd52lo_epu64(sum, a, b));
}

EVOTE_VECTOR_INLINE __m512i watched_multiply_high(__m512i sum, __m512i a, __m512i b) {
    return watched_lanes(_mm512_madd52hi_epu64(sum, a, b));
}

EVOTE_VECTOR_INLINE __m512i watched_permute(__m512i a, __m512i index, __m512i b) {
    __m512i result = _mm512_permutex2var_epi64(a, index, b);
    if (watched_is_secret(&a, sizeof a) || watched_is_secret(&index, sizeof index) ||
        watched_is_secret(&b, sizeof b))
        __msan_poison(&result, sizeof result);
    return result;
}

/// Bit by bit by its truth table, in plain operations.
EVOTE_VECTOR_INLINE __m512i watched_ternary(__m512i a, __m512i b, __m512i c, int table) {
    __m512i result = _mm512_setzero_si512();
    for (int i = 0; i < 8; ++i)
        if ((table >> i & 1) != 0)
            result |= ((i & 4) != 0 ? a : ~a) & ((i & 2) != 0 ? b : ~b) & ((i & 1) != 0 ? c : ~c);
    return result;
}

#pragma clang attribute pop

} // namespace evote::ctime_test

#define _mm512_madd52lo_epu64 ::evote::ctime_test::watched_multiply_low
#define _mm512_madd52hi_epu64 ::evote::ctime_test::watched_multiply_high
#define _mm512_permutex2var_epi64 ::evote::ctime_test::watched_permute
#undef _mm512_ternarylogic_epi64
#define _mm512_ternarylogic_epi64 ::evote::ctime_test::watched_ternary

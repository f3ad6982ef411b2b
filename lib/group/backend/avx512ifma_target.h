// SPDX-License-Identifier: Apache-2.0
// What stands around all code that needs AVX-512 IFMA. Between the two macros stand no includes and
// no inline functions or templates of others: they could be emitted with these instructions and
// then be taken by the linker for a processor that has none.
#pragma once

#if defined(__clang__)
#define EVOTE_IFMA_PRAGMA(text) _Pragma(#text)
#define EVOTE_AVX512IFMA_BEGIN                                                                     \
    EVOTE_IFMA_PRAGMA(clang attribute push(                                                        \
        __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512vbmi,avx512ifma"))),       \
        apply_to = function))
#define EVOTE_AVX512IFMA_END _Pragma("clang attribute pop")
#define EVOTE_IFMA_UNROLL _Pragma("clang loop unroll(full)")
#else
#define EVOTE_AVX512IFMA_BEGIN                                                                     \
    _Pragma("GCC push_options")                                                                    \
        _Pragma("GCC target(\"avx512f,avx512vl,avx512dq,avx512bw,avx512vbmi,avx512ifma\")")
#define EVOTE_AVX512IFMA_END _Pragma("GCC pop_options")
#define EVOTE_IFMA_UNROLL _Pragma("GCC unroll 16")
#endif

/// For the small functions from which the kernels are made.
#define EVOTE_IFMA_INLINE [[gnu::always_inline]] inline

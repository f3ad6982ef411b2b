// SPDX-License-Identifier: Apache-2.0
// Encloses all code that needs vector instructions. Between BEGIN and END there are no includes and
// no shared inline functions or templates: they could be emitted with these instructions, and the
// linker could then pick that copy for a processor without them.
#pragma once

#define EVOTE_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define EVOTE_TARGET_BEGIN(features)                                                               \
    EVOTE_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define EVOTE_TARGET_END _Pragma("clang attribute pop")
#define EVOTE_UNROLL _Pragma("clang loop unroll(full)")
#else
#define EVOTE_TARGET_BEGIN(features) _Pragma("GCC push_options") EVOTE_PRAGMA(GCC target(features))
#define EVOTE_TARGET_END _Pragma("GCC pop_options")
#define EVOTE_UNROLL _Pragma("GCC unroll 16")
#endif

#define EVOTE_AVX2_BEGIN EVOTE_TARGET_BEGIN("avx2")
#define EVOTE_AVX512IFMA_BEGIN                                                                     \
    EVOTE_TARGET_BEGIN("avx512f,avx512vl,avx512dq,avx512bw,avx512vbmi,avx512ifma")

/// For the small functions that make up the kernels.
#define EVOTE_VECTOR_INLINE [[gnu::always_inline]] inline

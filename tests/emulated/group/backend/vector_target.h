// SPDX-License-Identifier: Apache-2.0
// Replaces the library's file of this name: emulated kernels (immintrin.h) need no target. Small
// functions are not inlined, because inlined and unrolled they would take minutes to compile.
#pragma once

#define EVOTE_AVX2_BEGIN
#define EVOTE_AVX512IFMA_BEGIN
#define EVOTE_TARGET_END
#define EVOTE_UNROLL
#define EVOTE_VECTOR_INLINE [[maybe_unused]] inline

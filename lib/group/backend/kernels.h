// SPDX-License-Identifier: Apache-2.0
// The batch operations of ristretto255 that a processor may have its own code for. One table of
// functions per backend, chosen once; each call does a whole batch.
//
// Scalars are 32 bytes, little-endian, below the group's order. A point may be any representative
// of its ristretto255 element with limbs below 2^52; so may the points that a kernel returns. No
// kernel allocates per point; scratch memory is per call or per thread.
#pragma once

#include "group/batch.h"
#include "group/edwards_point.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace evote::group::backend {

struct Kernels {
    /// "portable", "avx2", "avx512ifma".
    const char* name;

    /// RFC 9496 section 4.3.1 for n encodings of 32 bytes. valid[i] = 1 or 0; an invalid one leaves
    /// the identity. Z = 1 in what it gives. Variable time.
    void (*decode_vartime)(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                           std::uint8_t* valid);

    /// RFC 9496 section 4.3.2. Constant time.
    void (*encode)(const EdwardsPoint* points, std::size_t n, std::uint8_t* out);

    /// encode(2 * points[i]): needs no square root and one inversion for the whole batch. Constant
    /// time.
    void (*encode_doubles)(const EdwardsPoint* points, std::size_t n, std::uint8_t* out);

    /// Sum of scalars[i] * points[i]. Variable time.
    void (*msm_vartime)(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                        EdwardsPoint* out);

    /// The same with 128-bit weights. Variable time.
    void (*msm_weights_vartime)(const Weight* weights, const EdwardsPoint* points, std::size_t n,
                                EdwardsPoint* out);

    /// Size and alignment (at most 64) of a fixed-base table, and how to fill one for a public
    /// base.
    std::size_t fixed_base_table_size;
    void (*fixed_base_table)(const EdwardsPoint* base, void* table);

    /// sums[i] = sums[i] + scalars[i] * base of the table. Constant time: no address and no branch
    /// depends on a scalar.
    void (*fixed_base_add)(const void* table, const std::uint8_t* scalars, std::size_t n,
                           EdwardsPoint* sums);

    /// out[i] = scalars[i] * points[i]; `out` may be `points`. Constant time: no address and no
    /// branch depends on a scalar or a point.
    void (*variable_base)(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                          EdwardsPoint* out);
};

extern const Kernels portable_kernels;
#if defined(__x86_64__)
extern const Kernels avx2_kernels;
extern const Kernels avx512ifma_kernels;
#endif

/// All backends that this processor can run, the best first; the portable one is always there.
std::span<const Kernels* const> available_kernels();

/// The backend in use: the one that use_backend named, otherwise the best one that this processor
/// has, from the first call on.
const Kernels& kernels();

} // namespace evote::group::backend

// SPDX-License-Identifier: Apache-2.0
// The kernels of the AVX-512 IFMA backend; each is described in kernels.h.
#pragma once

#include "group/backend/kernels.h"

namespace evote::group::backend::ifma {

constexpr std::size_t encoded_size = 32; ///< bytes of an encoded point
constexpr std::size_t scalar_size = 32;

void decode_vartime(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                    std::uint8_t* valid);
void encode(const EdwardsPoint* points, std::size_t n, std::uint8_t* out);
void encode_doubles(const EdwardsPoint* points, std::size_t n, std::uint8_t* out);

void msm_vartime(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                 EdwardsPoint* out);
void msm_weights_vartime(const Weight* weights, const EdwardsPoint* points, std::size_t n,
                         EdwardsPoint* out);

/// 43 windows of 32 entries of 15 limbs.
constexpr std::size_t fixed_base_table_size = std::size_t{43} * 32 * 15 * 8;
void fixed_base_table(const EdwardsPoint* base, void* table);
void fixed_base_add(const void* table, const std::uint8_t* scalars, std::size_t n,
                    EdwardsPoint* sums);

void variable_base(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                   EdwardsPoint* out);

/// At least `size` bytes at a multiple of 64, for public data: the thread reuses them in its next
/// call, until which they are valid.
std::uint8_t* scratch(std::size_t size);

} // namespace evote::group::backend::ifma

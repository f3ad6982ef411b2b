// SPDX-License-Identifier: Apache-2.0
// The kernels in plain C++; struct Kernels says what each does. Those whose names end in _with are
// for backends that have their own code for the part that takes the time.
#pragma once

#include "group/backend/kernels.h"
#include "group/backend/recode.h"
#include "group/field25519.h"

namespace evote::group::backend::portable {

void decode_vartime(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                    std::uint8_t* valid);
void encode(const EdwardsPoint* points, std::size_t n, std::uint8_t* out);

/// How many square roots run side by side.
inline constexpr std::size_t roots_together = 4;
/// field25519::power_for_sqrt, which is most of the cost of decoding and encoding.
using PowerForSqrt =
    field25519::Several<roots_together>(const field25519::Several<roots_together>& elements);
void decode_vartime_with(PowerForSqrt& power, const std::uint8_t* encodings, std::size_t n,
                         EdwardsPoint* out, std::uint8_t* valid);
void encode_with(PowerForSqrt& power, const EdwardsPoint* points, std::size_t n, std::uint8_t* out);

void encode_doubles(const EdwardsPoint* points, std::size_t n, std::uint8_t* out);

void msm_vartime(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                 EdwardsPoint* out);
void msm_weights_vartime(const Weight* weights, const EdwardsPoint* points, std::size_t n,
                         EdwardsPoint* out);

/// Signed digits of five bits; a row of 16 multiples of 128 bytes each for every digit.
inline constexpr unsigned fixed_base_window = 5;
inline constexpr std::size_t fixed_base_rows = digit_count(fixed_base_window);
inline constexpr std::size_t fixed_base_multiples = std::size_t{1} << (fixed_base_window - 1);
inline constexpr std::size_t fixed_base_table_size = fixed_base_rows * fixed_base_multiples * 128;

void fixed_base_table(const EdwardsPoint* base, void* table);
void fixed_base_add(const void* table, const std::uint8_t* scalars, std::size_t n,
                    EdwardsPoint* sums);

void variable_base(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                   EdwardsPoint* out);

} // namespace evote::group::backend::portable

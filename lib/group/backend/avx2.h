// SPDX-License-Identifier: Apache-2.0
// The kernels of the AVX2 backend; each is described in kernels.h.
#pragma once

#include "group/backend/kernels.h"

namespace evote::group::backend::avx2 {

void decode_vartime(const std::uint8_t* encodings, std::size_t n, EdwardsPoint* out,
                    std::uint8_t* valid);
void encode(const EdwardsPoint* points, std::size_t n, std::uint8_t* out);

} // namespace evote::group::backend::avx2

// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote::group::backend {

/// Whether the processor and the operating system support AVX2.
bool cpu_has_avx2();

/// Whether they support AVX-512 F, VL, DQ, BW, VBMI and IFMA.
bool cpu_has_avx512ifma();

} // namespace evote::group::backend

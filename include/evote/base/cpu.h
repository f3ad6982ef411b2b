// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote {

/// AVX-512 F, VL, DQ, BW, VBMI and IFMA, by the processor and the operating system.
bool cpu_has_avx512ifma();

} // namespace evote

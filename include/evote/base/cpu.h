// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote {

/// Whether the processor and the operating system support AVX2.
bool cpu_has_avx2();

/// Whether they support AVX-512 F, VL, DQ, BW, VBMI and IFMA.
bool cpu_has_avx512ifma();

/// Whether hashing uses them too: this processor has them and they are not disabled.
bool uses_avx512ifma();

/// Makes uses_avx512ifma return false from now on: another backend is in use. Thread-safe.
void forgo_avx512ifma();

} // namespace evote

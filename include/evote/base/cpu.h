// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote {

/// AVX2, by the processor and the operating system.
bool cpu_has_avx2();

/// AVX-512 F, VL, DQ, BW, VBMI and IFMA, by the processor and the operating system.
bool cpu_has_avx512ifma();

/// Whether hashing uses them too: this processor has them and nobody has forgone them.
bool uses_avx512ifma();

/// Has uses_avx512ifma say no from now on: another backend is in use. Safe for many threads.
void forgo_avx512ifma();

} // namespace evote

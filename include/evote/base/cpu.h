// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote {

/// AVX2, by the processor and the operating system.
bool cpu_has_avx2();

/// AVX-512 F, VL, DQ, BW, VBMI and IFMA, by the processor and the operating system.
bool cpu_has_avx512ifma();

/// Whether the backend in use is the one for such processors: this one is, and the environment
/// variable EVOTE_BACKEND does not name another backend. Looked up once.
bool uses_avx512ifma();

} // namespace evote

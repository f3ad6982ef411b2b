// SPDX-License-Identifier: Apache-2.0
// The processor of the programs with emulated kernels. The group's kernels for AVX-512 are
// emulated; those for AVX2 are tested natively, and hashing is not emulated.
#include "evote/base/cpu.h"

namespace evote {

bool cpu_has_avx2() {
    return false;
}

bool cpu_has_avx512ifma() {
    return true;
}

bool uses_avx512ifma() {
    return false;
}

void forgo_avx512ifma() {}

} // namespace evote

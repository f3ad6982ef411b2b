// SPDX-License-Identifier: Apache-2.0
// The processor of the programs with emulated kernels. The group's kernels for AVX-512 are
// emulated; those for AVX2 are tested natively, and hashing is not emulated.
#include "group/backend/cpu.h"

namespace evote::group::backend {

bool cpu_has_avx2() {
    return false;
}

bool cpu_has_avx512ifma() {
    return true;
}

} // namespace evote::group::backend

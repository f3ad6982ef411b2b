// SPDX-License-Identifier: Apache-2.0
// The processor of the programs with emulated kernels. The group's kernels are emulated; hashing is
// not.
#include "evote/base/cpu.h"

namespace evote {

bool cpu_has_avx512ifma() {
    return true;
}

bool uses_avx512ifma() {
    return false;
}

} // namespace evote

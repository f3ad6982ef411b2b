// SPDX-License-Identifier: Apache-2.0
#include "os/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace evote::os {

bool forbid_core_dumps() {
    const rlimit none{0, 0};
    return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
}

} // namespace evote::os

// SPDX-License-Identifier: Apache-2.0
#include "evote/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace evote {

void check_failed(const char* condition, const char* file, int line) noexcept {
    static_cast<void>(
        std::fprintf(stderr, "evote: check failed at %s:%d: %s\n", file, line, condition));
    std::abort();
}

} // namespace evote

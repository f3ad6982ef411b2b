// SPDX-License-Identifier: Apache-2.0
#include "group/backend/kernels.h"

#include "evote/base/cpu.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace evote::backend {

namespace {

[[noreturn]] void refuse(const char* name, const char* why) {
    std::fprintf(stderr, "EVOTE_BACKEND=%s: %s\n", name, why);
    std::exit(2);
}

const Kernels& choose() {
    const char* wanted = std::getenv("EVOTE_BACKEND");
    if (wanted == nullptr || std::string_view(wanted) == "portable")
        return portable_kernels;
    refuse(wanted, "no such backend");
}

} // namespace

const Kernels& kernels() {
    static const Kernels& chosen = choose();
    return chosen;
}

} // namespace evote::backend

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

const Kernels& best() {
#if defined(__x86_64__)
    if (cpu_has_avx512ifma())
        return avx512ifma_kernels;
#endif
    return portable_kernels;
}

const Kernels& choose() {
    const char* wanted = std::getenv("EVOTE_BACKEND");
    if (wanted == nullptr)
        return best();
    if (std::string_view(wanted) == portable_kernels.name)
        return portable_kernels;
#if defined(__x86_64__)
    if (std::string_view(wanted) == avx512ifma_kernels.name) {
        if (!cpu_has_avx512ifma())
            refuse(wanted, "this processor lacks it");
        return avx512ifma_kernels;
    }
#endif
    refuse(wanted, "no such backend");
}

} // namespace

const Kernels& kernels() {
    static const Kernels& chosen = choose();
    return chosen;
}

} // namespace evote::backend

// SPDX-License-Identifier: Apache-2.0
#include "group/backend/kernels.h"

#include "evote/base/cpu.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace evote::group::backend {

namespace {

std::vector<const Kernels*> find_available() {
    std::vector<const Kernels*> found;
#if defined(__x86_64__)
    if (cpu_has_avx512ifma())
        found.push_back(&avx512ifma_kernels);
    if (cpu_has_avx2())
        found.push_back(&avx2_kernels);
#endif
    found.push_back(&portable_kernels);
    return found;
}

const Kernels& choose() {
    const char* wanted = std::getenv("EVOTE_BACKEND");
    if (wanted == nullptr)
        return *available_kernels().front();
    for (const Kernels* candidate : available_kernels())
        if (std::string_view(wanted) == candidate->name)
            return *candidate;
    static_cast<void>(
        std::fprintf(stderr, "EVOTE_BACKEND=%s: this processor has no such backend\n", wanted));
    std::exit(2);
}

} // namespace

std::span<const Kernels* const> available_kernels() {
    static const std::vector<const Kernels*> available = find_available();
    return available;
}

const Kernels& kernels() {
    static const Kernels& chosen = choose();
    return chosen;
}

} // namespace evote::group::backend

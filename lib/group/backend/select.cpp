// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"
#include "evote/check.h"
#include "group/backend.h"
#include "group/backend/cpu.h"
#include "group/backend/kernels.h"

#include <atomic>
#include <vector>

namespace evote::group {

namespace backend {

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

std::atomic<const Kernels*> in_use{nullptr};

/// The backend in use, which becomes this one if there was none.
const Kernels& use_first(const Kernels& wanted) {
    const Kernels* before = nullptr;
    return in_use.compare_exchange_strong(before, &wanted) ? wanted : *before;
}

} // namespace

std::span<const Kernels* const> available_kernels() {
    static const std::vector<const Kernels*> available = find_available();
    return available;
}

const Kernels& kernels() {
    const Kernels* const chosen = in_use.load(std::memory_order_acquire);
    return chosen != nullptr ? *chosen : use_first(*available_kernels().front());
}

} // namespace backend

std::vector<std::string_view> available_backends() {
    std::vector<std::string_view> names;
    for (const auto* available : backend::available_kernels())
        names.emplace_back(available->name);
    return names;
}

bool use_backend(std::string_view name) {
    for (const auto* wanted : backend::available_kernels()) {
        if (name != wanted->name)
            continue;
        EVOTE_CHECK(&backend::use_first(*wanted) == wanted);
        if (name != "avx512ifma")
            crypto::hash_without_vectors();
        return true;
    }
    return false;
}

} // namespace evote::group

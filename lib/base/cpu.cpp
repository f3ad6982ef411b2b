// SPDX-License-Identifier: Apache-2.0
#include "evote/base/cpu.h"

#include <atomic>

namespace evote {

namespace {

std::atomic<bool> forgone{false};

} // namespace

bool cpu_has_avx512ifma() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
           __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
           __builtin_cpu_supports("avx512vbmi") != 0 && __builtin_cpu_supports("avx512ifma") != 0;
#else
    return false;
#endif
}

bool cpu_has_avx2() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

bool uses_avx512ifma() {
    static const bool has = cpu_has_avx512ifma();
    return has && !forgone.load(std::memory_order_relaxed);
}

void forgo_avx512ifma() {
    forgone.store(true, std::memory_order_relaxed);
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "group/backend/avx512ifma.h"

#include <cstdlib>
#include <memory>
#include <new>

namespace evote::group::backend::ifma {

namespace {

struct Free {
    void operator()(std::uint8_t* memory) const { std::free(memory); }
};

} // namespace

std::uint8_t* scratch(std::size_t size) {
    constexpr std::size_t alignment = 64;
    thread_local std::unique_ptr<std::uint8_t, Free> memory;
    thread_local std::size_t capacity = 0;
    if (size > capacity) {
        memory.reset();
        capacity = (size + alignment - 1) / alignment * alignment;
        memory.reset(static_cast<std::uint8_t*>(std::aligned_alloc(alignment, capacity)));
        if (memory == nullptr)
            throw std::bad_alloc();
    }
    return memory.get();
}

} // namespace evote::group::backend::ifma

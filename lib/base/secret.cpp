// SPDX-License-Identifier: Apache-2.0
#include "base/secret.h"

#include "evote/check.h"

#include <cstdlib>
#include <cstring>

namespace evote {

namespace {

#if defined(__wasm__)
// Little of what a function computes with is in memory there, and a whole stack may have 64 KiB.
constexpr std::size_t stack_bytes = std::size_t{16} << 10;
#else
constexpr std::size_t stack_bytes = std::size_t{128} << 10;
#endif

SecretHeap heap{std::malloc, std::free};

} // namespace

void wipe(void* memory, std::size_t size) noexcept {
    std::memset(memory, 0, size);
    // The compiler must assume that somebody reads the zeros.
    __asm__ __volatile__("" : : "r"(memory) : "memory");
}

[[gnu::noinline]] void wipe_stack() noexcept {
    std::uint8_t below[stack_bytes];
    wipe(below, sizeof below);
}

void set_secret_heap(const SecretHeap& new_heap) {
    heap = new_heap;
}

void* secret_allocate(std::size_t size) {
    void* memory = heap.allocate(size == 0 ? 1 : size);
    EVOTE_CHECK(memory != nullptr);
    return memory;
}

void secret_free(void* memory, std::size_t size) noexcept {
    if (memory == nullptr)
        return;
    wipe(memory, size);
    heap.free(memory);
}

namespace detail {

void moved_secret_used() {
    check_failed("a Secret is used after it was moved from", __FILE__, __LINE__);
}

} // namespace detail

} // namespace evote

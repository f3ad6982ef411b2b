// SPDX-License-Identifier: Apache-2.0
#include "evote/base/secret.h"

#include "evote/base/check.h"

#include <openssl/crypto.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace evote {

namespace {

// Enough for the shares of a trustee in the largest election; more falls back to ordinary memory.
constexpr std::size_t secure_heap_bytes = std::size_t{1} << 20;
constexpr std::size_t secure_heap_smallest = 32;
constexpr std::size_t stack_bytes = std::size_t{128} << 10;

} // namespace

void wipe(void* memory, std::size_t size) noexcept {
    OPENSSL_cleanse(memory, size);
}

[[gnu::noinline]] void wipe_stack() noexcept {
    std::uint8_t below[stack_bytes];
    OPENSSL_cleanse(below, sizeof below);
}

void* secret_allocate(std::size_t size) {
    // Both fall back to the ordinary heap when the secure one is not set up or is full.
    void* memory = OPENSSL_secure_malloc(size);
    if (memory == nullptr)
        memory = OPENSSL_malloc(size == 0 ? 1 : size);
    EVOTE_CHECK(memory != nullptr);
    return memory;
}

void secret_free(void* memory, std::size_t size) noexcept {
    if (memory == nullptr)
        return;
    OPENSSL_cleanse(memory, size);
    OPENSSL_secure_free(memory); // frees ordinary memory too
}

bool protect_secrets() {
    const rlimit none{0, 0};
    const bool no_dump = setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
    // 1: set up and locked; 2: set up, but not locked or not guarded.
    const bool locked = CRYPTO_secure_malloc_initialized() == 1 ||
                        CRYPTO_secure_malloc_init(secure_heap_bytes, secure_heap_smallest) == 1;
    return no_dump && locked;
}

} // namespace evote

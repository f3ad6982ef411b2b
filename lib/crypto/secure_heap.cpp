// SPDX-License-Identifier: Apache-2.0
#include "crypto/secure_heap.h"

#include "base/secret.h"

#include <openssl/crypto.h>

namespace evote::crypto {

namespace {

// Enough for a trustee's shares in the largest election; beyond it, ordinary memory is used.
constexpr std::size_t heap_bytes = std::size_t{1} << 20;
constexpr std::size_t smallest = 32;

// Falls back to the ordinary heap when the secure one is not set up or is full.
void* allocate(std::size_t size) {
    void* memory = OPENSSL_secure_malloc(size);
    return memory != nullptr ? memory : OPENSSL_malloc(size);
}

// Frees ordinary memory too.
void free_memory(void* memory) {
    OPENSSL_secure_free(memory);
}

} // namespace

bool use_secure_heap() {
    // 1: set up and locked; 2: set up, but not locked or not guarded.
    const bool locked = CRYPTO_secure_malloc_initialized() == 1 ||
                        CRYPTO_secure_malloc_init(heap_bytes, smallest) == 1;
    set_secret_heap({allocate, free_memory});
    return locked;
}

} // namespace evote::crypto

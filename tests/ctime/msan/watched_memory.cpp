// SPDX-License-Identifier: Apache-2.0
// Uninitialised memory means a secret, and nothing else: MemorySanitizer's own purpose is switched
// off, so that libraries it does not track (OpenSSL, fmt) do no harm.
#include <sanitizer/allocator_interface.h>
#include <sanitizer/msan_interface.h>

#include <cstddef>

extern "C" const char* __msan_default_options() {
    // What the sanitizer itself finds, such as memcmp of secrets, ends the program.
    return "poison_in_malloc=0:poison_in_free=0:halt_on_error=1:exitcode=1";
}

namespace {

void begin_as_public(const volatile void* memory, std::size_t size) {
    __msan_unpoison(memory, size);
}

void forget(const volatile void*) {}

// A reused block of memory may have held a secret.
[[maybe_unused]] const int installed =
    __sanitizer_install_malloc_and_free_hooks(begin_as_public, forget);

} // namespace

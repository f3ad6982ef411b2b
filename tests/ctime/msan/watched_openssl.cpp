// SPDX-License-Identifier: Apache-2.0
// MemorySanitizer does not see what OpenSSL computes. The linker puts these in front of the
// functions that the rooms call: what comes from a secret is secret again.
#include <openssl/evp.h>
#include <sanitizer/msan_interface.h>

#include <cstddef>
#include <set>

extern "C" {
int __real_EVP_DigestInit_ex2(EVP_MD_CTX* context, const EVP_MD* algorithm,
                              const OSSL_PARAM* parameters);
int __real_EVP_DigestUpdate(EVP_MD_CTX* context, const void* data, std::size_t size);
int __real_EVP_DigestFinal_ex(EVP_MD_CTX* context, unsigned char* out, unsigned int* size);
}

namespace {

bool is_secret(const void* memory, std::size_t size) {
    return size != 0 && __msan_test_shadow(memory, size) != -1;
}

/// The running hashes that have absorbed a secret. Never destroyed: hashes of threads outlive it.
std::set<const EVP_MD_CTX*>& secret_hashes() {
    static auto* hashes = new std::set<const EVP_MD_CTX*>;
    return *hashes;
}

} // namespace

extern "C" {

int __wrap_EVP_DigestInit_ex2(EVP_MD_CTX* context, const EVP_MD* algorithm,
                              const OSSL_PARAM* parameters) {
    secret_hashes().erase(context);
    return __real_EVP_DigestInit_ex2(context, algorithm, parameters);
}

int __wrap_EVP_DigestUpdate(EVP_MD_CTX* context, const void* data, std::size_t size) {
    if (is_secret(data, size))
        secret_hashes().insert(context);
    return __real_EVP_DigestUpdate(context, data, size);
}

int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX* context, unsigned char* out, unsigned int* size) {
    const int result = __real_EVP_DigestFinal_ex(context, out, size);
    const auto digest_size = static_cast<std::size_t>(EVP_MD_CTX_get_size(context));
    if (secret_hashes().contains(context))
        __msan_poison(out, digest_size);
    else
        __msan_unpoison(out, digest_size);
    return result;
}
}

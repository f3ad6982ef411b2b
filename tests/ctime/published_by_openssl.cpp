// SPDX-License-Identifier: Apache-2.0
// What OpenSSL derives from secrets for publication: public keys, signatures, ciphertexts with
// their tags, and the code that authenticates the header of a file. The linker puts these in front
// of OpenSSL's functions, into which valgrind follows the secrets.
#include "ctime/secrecy.h"
#include "support/rooms.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

using evote::ctime_test::declassify;

extern "C" {

int __real_EVP_PKEY_get_raw_public_key(const EVP_PKEY* key, unsigned char* out, std::size_t* size);
int __real_EVP_DigestSign(EVP_MD_CTX* context, unsigned char* out, std::size_t* size,
                          const unsigned char* message, std::size_t message_size);
int __real_EVP_EncryptUpdate(EVP_CIPHER_CTX* context, unsigned char* out, int* size,
                             const unsigned char* in, int in_size);
int __real_EVP_CIPHER_CTX_ctrl(EVP_CIPHER_CTX* context, int type, int size, void* memory);
unsigned char* __real_HMAC(const EVP_MD* algorithm, const void* key, int key_size,
                           const unsigned char* data, std::size_t data_size, unsigned char* out,
                           unsigned int* size);

int __wrap_EVP_PKEY_get_raw_public_key(const EVP_PKEY* key, unsigned char* out, std::size_t* size) {
    const int result = __real_EVP_PKEY_get_raw_public_key(key, out, size);
    declassify(out, *size);
    return result;
}

int __wrap_EVP_DigestSign(EVP_MD_CTX* context, unsigned char* out, std::size_t* size,
                          const unsigned char* message, std::size_t message_size) {
    const int result = __real_EVP_DigestSign(context, out, size, message, message_size);
    declassify(out, *size);
    return result;
}

int __wrap_EVP_EncryptUpdate(EVP_CIPHER_CTX* context, unsigned char* out, int* size,
                             const unsigned char* in, int in_size) {
    const int result = __real_EVP_EncryptUpdate(context, out, size, in, in_size);
    declassify(out, static_cast<std::size_t>(*size));
    return result;
}

int __wrap_EVP_CIPHER_CTX_ctrl(EVP_CIPHER_CTX* context, int type, int size, void* memory) {
    const int result = __real_EVP_CIPHER_CTX_ctrl(context, type, size, memory);
    if (type == EVP_CTRL_AEAD_GET_TAG)
        declassify(memory, static_cast<std::size_t>(size));
    return result;
}

unsigned char* __wrap_HMAC(const EVP_MD* algorithm, const void* key, int key_size,
                           const unsigned char* data, std::size_t data_size, unsigned char* out,
                           unsigned int* size) {
    unsigned char* const result = __real_HMAC(algorithm, key, key_size, data, data_size, out, size);
    declassify(out, static_cast<std::size_t>(EVP_MD_get_size(algorithm)));
    return result;
}
}

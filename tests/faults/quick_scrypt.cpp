// SPDX-License-Identifier: Apache-2.0
// A library to be preloaded by tests of other things than passphrases: scrypt does next to no work,
// so that a command under a passphrase takes milliseconds instead of a second. Files say the usual
// work and can be read with this library only.
#include <dlfcn.h>
#include <openssl/params.h>

#include <cstdint>
#include <cstring>

extern "C" OSSL_PARAM OSSL_PARAM_construct_uint64(const char* key, std::uint64_t* value) {
    using Function = OSSL_PARAM (*)(const char*, std::uint64_t*);
    static const auto next =
        reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "OSSL_PARAM_construct_uint64"));
    if (std::strcmp(key, "n") == 0) // OSSL_KDF_PARAM_SCRYPT_N
        *value = 16;
    return next(key, value);
}

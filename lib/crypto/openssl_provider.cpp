// SPDX-License-Identifier: Apache-2.0
// Hash and random by OpenSSL.
#include "crypto/random.h"
#include "crypto/sha2.impl.h"
#include "evote/check.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

namespace evote::crypto {

namespace {

EVP_MD* fetch(const char* name) {
    EVP_MD* const fetched = EVP_MD_fetch(nullptr, name, nullptr);
    EVOTE_CHECK(fetched != nullptr);
    return fetched;
}

template <std::size_t Size>
const EVP_MD* algorithm() {
    // Fetched once: a fetch for every hash costs more than a short hash. Where there was no memory
    // and the failed check has thrown, the next call tries again.
    static EVP_MD* const fetched = fetch(Size == 32 ? "SHA2-256" : "SHA2-512");
    return fetched;
}

class OpensslRandom final : public Random {
  public:
    void fill(MutableByteView out) override {
        while (!out.empty()) {
            const std::size_t part = std::min<std::size_t>(out.size(), 1U << 20);
            EVOTE_CHECK(RAND_priv_bytes(out.data(), static_cast<int>(part)) == 1);
            out = out.subspan(part);
        }
    }
};

} // namespace

template <std::size_t Size>
struct Sha2<Size>::Context {
    Context() : running(EVP_MD_CTX_new()) {
        EVOTE_CHECK(running != nullptr);
        try_to_begin();
    }

    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    ~Context() { EVP_MD_CTX_free(running); }

    // OpenSSL needs memory to begin, and crashes if it could not and is asked to go on.
    void try_to_begin() { begun = EVP_DigestInit_ex2(running, algorithm<Size>(), nullptr) == 1; }

    void must_have_begun() {
        if (!begun)
            try_to_begin();
        EVOTE_CHECK(begun);
    }

    void add(ByteView bytes) {
        must_have_begun();
        EVOTE_CHECK(EVP_DigestUpdate(running, bytes.data(), bytes.size()) == 1);
    }

    ByteArray<Size> finish() {
        must_have_begun();
        ByteArray<Size> out{};
        EVOTE_CHECK(EVP_DigestFinal_ex(running, out.data(), nullptr) == 1);
        // At once: beginning wipes what was hashed, which may be secret.
        try_to_begin();
        return out;
    }

    EVP_MD_CTX* running;
    bool begun = false;
};

template class Sha2<32>;
template class Sha2<64>;

Random& system_random() {
    static OpensslRandom random;
    return random;
}

} // namespace evote::crypto

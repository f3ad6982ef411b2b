// SPDX-License-Identifier: Apache-2.0
#include "crypto/portable_sha2.h"
#include "crypto/sha2.h"
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

CONSTANT_TIME(compare, "comparison of secret bytes") {
    ByteArray<32> a{};
    ByteArray<32> b{};
    b[7] = 1;
    mark_secret(a);
    mark_secret(b);
    bool same = equal(a, b);
    declassify(same);
    EVOTE_CHECK(!same);
}

CONSTANT_TIME(nonces, "hedged nonces") {
    SecretRandom random("nonces");
    ByteArray<32> secret{};
    random.fill(secret);
    HedgedNonces nonces(random, secret, bytes_of("statement"));
    ByteArray<64> nonce{};
    for (int i = 0; i < 3; ++i)
        nonces.next(nonce);
}

CONSTANT_TIME(nonces_together, "hedged nonces of many, and hashes of many secrets") {
    constexpr std::size_t count = 17; // two times eight side by side, and one
    SecretRandom random("many");
    std::vector<HedgedNonces> nonces;
    for (std::size_t i = 0; i < count; ++i)
        nonces.emplace_back(random, ByteArray<32>{}, bytes_of("statement"));
    std::vector<ByteArray<64>> out(count);
    HedgedNonces::next_of_each(nonces, out);
    EVOTE_CHECK(is_secret(out.data(), sizeof(out[0]) * count));
    HedgedNonces::next_of_each(nonces, out);
    EVOTE_CHECK(is_secret(out.data(), sizeof(out[0]) * count));
    std::vector<Bytes> messages(count, Bytes(300)); // three blocks
    std::vector<ByteView> views;
    for (Bytes& message : messages) {
        random.fill(message);
        views.emplace_back(message);
    }
    tagged_hash_batch("many", views, out);
    EVOTE_CHECK(is_secret(out.data(), sizeof(out[0]) * count));
}

CONSTANT_TIME(hashes, "SHA-256 and SHA-512 of a secret") {
    Bytes secret(300, 7);
    mark_secret(secret.data(), secret.size());
    sha256(secret);
    tagged_hash("nonce", {secret});
}

CONSTANT_TIME(portable_hashes, "SHA-256 and SHA-512 in plain C++ of a secret") {
    Bytes secret(300, 7);
    mark_secret(secret.data(), secret.size());
    const Digest32 short_hash = PortableSha2<32>().add(secret).finish();
    const Digest64 long_hash = PortableSha2<64>().add(secret).finish();
    EVOTE_CHECK(is_secret(short_hash.data(), sizeof short_hash));
    EVOTE_CHECK(is_secret(long_hash.data(), sizeof long_hash));
}

// SPDX-License-Identifier: Apache-2.0
#include "ctime/secrecy.h"

#include "evote/base/check.h"
#include "evote/base/sha2.h"

using namespace evote;
using namespace evote::ctime_test;

CONSTANT_TIME(compare, "comparison of secret bytes") {
    ByteArray<32> a{};
    ByteArray<32> b{};
    b[7] = 1;
    mark_secret(a);
    mark_secret(b);
    bool same = equal_constant_time(a, b);
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

CONSTANT_TIME(hashes, "SHA-256 and SHA-512 of a secret") {
    Bytes secret(300, 7);
    mark_secret(secret.data(), secret.size());
    sha256(secret);
    tagged_hash("nonce", {secret});
}

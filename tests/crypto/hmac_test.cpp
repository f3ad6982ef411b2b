// SPDX-License-Identifier: Apache-2.0
// HMAC-SHA256 against the cases of RFC 4231 whose keys have at most 32 bytes; shorter ones are
// filled up with zeros, as HMAC itself does.
#include "base/text.h"
#include "crypto/hmac.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

MacKey key_of(ByteView bytes) {
    MacKey key;
    std::ranges::copy(bytes, key.expose().begin());
    return key;
}

} // namespace

TEST_CASE("HMAC-SHA256 gives the known answers") {
    CHECK(hex_encode(hmac_sha256(key_of(Bytes(20, 0x0b)), {bytes_of("Hi There")})) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex_encode(hmac_sha256(key_of(bytes_of("Jefe")),
                                 {bytes_of("what do ya want "), bytes_of("for nothing?")})) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex_encode(hmac_sha256(key_of(Bytes(20, 0xaa)), {Bytes(50, 0xdd)})) ==
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
}

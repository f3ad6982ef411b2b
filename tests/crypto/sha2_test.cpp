// SPDX-License-Identifier: Apache-2.0
// SHA-2 by the provider of this build and in plain C++: known answers of NIST's for both, and each
// against the other.
#include "base/text.h"
#include "crypto/portable_sha2.h"
#include "crypto/random.h"
#include "crypto/sha2.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace evote;

namespace {

template <std::size_t Size>
void check_both(std::string_view text, std::string_view expected) {
    INFO(text.substr(0, 100));
    CHECK(hex_encode(Sha2<Size>().add_text(text).finish()) == expected);
    CHECK(hex_encode(PortableSha2<Size>().add(bytes_of(text)).finish()) == expected);
}

Bytes random_bytes(Random& random, std::size_t size) {
    Bytes bytes(size);
    random.fill(bytes);
    return bytes;
}

template <std::size_t Size>
void check_lengths() {
    SeededRandom random(bytes_of("lengths"));
    Sha2<Size> provided;
    PortableSha2<Size> portable;
    for (std::size_t size = 0; size <= 300; ++size) {
        const Bytes text = random_bytes(random, size);
        INFO(size);
        REQUIRE(provided.add(text).finish() == portable.add(text).finish());
    }
}

template <std::size_t Size>
void check_parts() {
    SeededRandom random(bytes_of("parts"));
    Sha2<Size> whole;
    Sha2<Size> provided;
    PortableSha2<Size> portable;
    for (int round = 0; round < 200; ++round) {
        const Bytes text = random_bytes(random, 1000U + random_bytes(random, 1)[0]);
        for (ByteView rest = text; !rest.empty();) {
            const std::size_t size = std::min<std::size_t>(rest.size(), random_bytes(random, 1)[0]);
            provided.add(rest.first(size));
            portable.add(rest.first(size));
            rest = rest.subspan(size);
        }
        const auto expected = whole.add(text).finish();
        REQUIRE(provided.finish() == expected);
        REQUIRE(portable.finish() == expected);
    }
}

} // namespace

TEST_CASE("known answers of SHA 256") {
    check_both<32>("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_both<32>("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_both<32>("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                   "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_both<32>(std::string(1'000'000, 'a'),
                   "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("known answers of SHA 512") {
    check_both<64>("", "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                       "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
    check_both<64>("abc", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    check_both<64>("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                   "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                   "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
                   "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
    check_both<64>(std::string(1'000'000, 'a'),
                   "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                   "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
}

TEST_CASE("SHA 2 in plain C++ agrees on every length") {
    check_lengths<32>();
    check_lengths<64>();
}

TEST_CASE("SHA 2 in plain C++ agrees whatever parts a text comes in") {
    check_parts<32>();
    check_parts<64>();
}

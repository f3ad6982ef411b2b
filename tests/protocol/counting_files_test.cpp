// SPDX-License-Identifier: Apache-2.0
// The files of the count: what is wrong in them is refused at its place.
#include "protocol/decryption.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

using Json = nlohmann::json;

const Manifest& manifest() {
    return rules_election().election.manifest();
}

/// The refusal of this file with a different value at a place; empty if it is accepted.
template <class File>
std::string refusal(const Json& file, const std::string& place, const Json& value) {
    auto changed = Json::parse(text_bytes(file));
    changed[Json::json_pointer(place)] = value;
    const auto read = File::parse(bytes_of(changed.dump()), manifest());
    return read ? std::string() : read.error().english();
}

// Not canonical, and the encoding of a negative number.
const std::vector<std::string> no_elements{std::string(64, 'f'), "01" + std::string(62, '0')};

} // namespace

TEST_CASE("attack 32 an encrypted tally is read strictly") {
    const auto with = [](const std::string& place, const Json& value) {
        return refusal<EncryptedTally>(rules_vectors()["tally.json"], place, value);
    };
    CHECK(with("/format", "evote-tally-1").empty());
    CHECK(with("/format", "evote-tally-2") == "format: \"evote-tally-1\" is expected here");
    CHECK(with("/election", "00") == "election: 32 bytes in lower-case hex are expected here");
    CHECK(with("/log/root", 1) == "log.root: a text is expected here");
    CHECK(with("/log/more", 1) == "log.more: this key is unknown");
    CHECK(with("/more", 1) == "more: this key is unknown");
    CHECK(with("/weight", 1099511627777) ==
          "weight: an integer from 0 to 1099511627776 is expected here");
    CHECK(with("/contests/0/betas", Json::array()) ==
          "contests[0].betas: 3 values are expected here, not 0");
    for (const auto& bad : no_elements) {
        CHECK(with("/contests/0/alpha", bad) ==
              "contests[0].alpha: this is not an element of the group");
        CHECK(with("/contests/1/betas/2", bad) ==
              "contests[1].betas[2]: this is not an element of the group");
    }
}

TEST_CASE("attack 32 a decryption is read strictly") {
    const auto with = [](const std::string& place, const Json& value) {
        return refusal<DecryptionShare>(rules_vectors()["decryptions"][0]["decryption.json"], place,
                                        value);
    };
    CHECK(with("/format", "evote-decryption-1").empty());
    CHECK(with("/trustee", 0) == "trustee: an integer from 1 to 65535 is expected here");
    CHECK(with("/contests/0/proof/more", 1) == "contests[0].proof.more: this key is unknown");
    CHECK(with("/contests/0/proof/commitments", Json::array()) ==
          "contests[0].proof.commitments: 2 values are expected here, not 0");
    for (const auto& bad : no_elements) {
        CHECK(with("/contests/0/shares/1", bad) ==
              "contests[0].shares[1]: this is not an element of the group");
        CHECK(with("/contests/1/proof/commitments/0", bad) ==
              "contests[1].proof.commitments[0]: this is not an element of the group");
    }
    // The order itself is the smallest number that is too large.
    CHECK(with("/contests/0/proof/response",
               "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010") ==
          "contests[0].proof.response: this number is not below the order of the group");
}

TEST_CASE("attack 32 a result is read strictly") {
    const auto with = [](const std::string& place, const Json& value) {
        return refusal<Tally>(rules_vectors()["result.json"], place, value);
    };
    CHECK(with("/format", "evote-result-1").empty());
    CHECK(with("/tally", "") == "tally: 32 bytes in lower-case hex are expected here");
    CHECK(with("/trustees/0", 4) == "trustees[0]: an integer from 1 to 3 is expected here");
    CHECK(with("/trustees", Json::array({1})) == "trustees: 2 values are expected here, not 1");
    CHECK(with("/contests/0/totals/nobody", 1) == "contests[0].totals.nobody: this key is unknown");
}

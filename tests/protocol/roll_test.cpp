// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "protocol/roll.h"
#include "protocol/sample_manifest.h"
#include "support/rooms.h"
#include "support/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;

namespace {

const std::string header = "credential,district,weight\n";

Manifest sample() {
    return *parse_manifest(sample_manifest());
}

// A credential of 32 bytes of this value.
std::string hex_of(std::uint8_t value) {
    return hex_encode(Bytes(32, value));
}

std::string refusal_of_roll(const std::string& text) {
    const auto roll = Roll::parse(bytes_of(text), sample());
    if (roll)
        return "";
    CHECK(roll.error().code == ErrorCode::malformed);
    return roll.error().english();
}

std::string refusal_of_rows(const std::string& rows) {
    return refusal_of_roll(header + rows);
}

} // namespace

TEST_CASE("a roll is read and searched and written again") {
    const Manifest manifest = sample();
    const std::string text = header + hex_of(1) + ",north,1\n" + hex_of(2) + ",south,4294967296\n" +
                             hex_of(200) + ",north,25\n";
    const auto roll = Roll::parse(bytes_of(text), manifest);
    REQUIRE(roll);
    REQUIRE(roll->entries().size() == 3);
    CHECK(roll->hash() == sha256(bytes_of(text)));
    CHECK(roll->total_weight() == 4294967296 + 26);
    CHECK(roll->entries()[1].weight() == 4294967296);
    CHECK(roll->entries()[1].district == 1);
    CHECK(roll->entries()[2].weight() == 25);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(roll->find(roll->entries()[i].credential) == i);
    for (const int absent : {0, 3, 199, 201, 255}) {
        ByteArray<32> credential{};
        credential.fill(static_cast<std::uint8_t>(absent));
        CHECK_FALSE(roll->find(credential));
    }
    Bytes written;
    append_roll_header(written);
    for (const RollEntry& entry : roll->entries())
        append_roll_row(written, entry, manifest);
    CHECK(text_of(written) == text);
}

TEST_CASE("the rolls of known elections are read") {
    auto names = known_elections;
    names.emplace_back("native/batches.json");
    std::size_t voters = 0;
    for (const auto& name : names) {
        const auto vectors = test_vectors(name);
        const std::string text = vectors.at("roll.csv");
        const auto manifest =
            Manifest::parse(bytes_of(vectors.at("manifest.json").get<std::string>()));
        REQUIRE(manifest);
        const auto roll = Roll::parse(bytes_of(text), *manifest);
        REQUIRE(roll);
        CHECK(roll->entries().size() + 1 ==
              static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
        voters += roll->entries().size();
    }
    CHECK(voters == 29);
}

TEST_CASE("a roll may come in pieces cut anywhere") {
    const Manifest manifest = sample();
    const std::string text = header + hex_of(1) + ",north,1\n" + hex_of(2) + ",south,7\n";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        RollReader reader(manifest);
        for (std::size_t start = 0; start < text.size(); start += size)
            REQUIRE(reader.add(bytes_of(std::string_view(text).substr(start, size))));
        const auto roll = std::move(reader).finish();
        REQUIRE(roll);
        CHECK(roll->total_weight() == 8);
        CHECK(roll->hash() == sha256(bytes_of(text)));
    }
    const std::string wrong = header + hex_of(1) + ",north,1\n" + hex_of(2) + ",west,7\n";
    for (std::size_t size = 1; size <= wrong.size(); ++size) {
        RollReader reader(manifest);
        Outcome outcome;
        for (std::size_t start = 0; start < wrong.size() && outcome; start += size)
            outcome = reader.add(bytes_of(std::string_view(wrong).substr(start, size)));
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().english() == "line 3: the manifest has no district \"west\"");
    }
}

TEST_CASE("a roll is refused at the line that is wrong") {
    const std::string first = "line 1: the first line must be: credential,district,weight";
    CHECK(refusal_of_roll("") == first);
    CHECK(refusal_of_roll("credential,district,weight\r\n") == first);
    CHECK(refusal_of_roll("credential;district;weight\n") == first);
    CHECK(refusal_of_roll("credential,district,weight") == "line 1: the last line has no line end");
    CHECK(refusal_of_roll(header).empty());
    CHECK(refusal_of_rows(hex_of(1) + ",north,1") == "line 2: the last line has no line end");
    const std::string three =
        "line 2: three values are expected here: credential, district, weight";
    CHECK(refusal_of_rows("\n") == three);
    CHECK(refusal_of_rows(hex_of(1) + ",north\n") == three);
    CHECK(refusal_of_rows(hex_of(1) + ",north,1\n" + hex_of(2) + ",west,1\n") ==
          "line 3: the manifest has no district \"west\"");
    const std::string hex = "line 2: a credential of 64 lower-case hex digits is expected here";
    CHECK(refusal_of_rows(hex_of(0xab).substr(2) + ",north,1\n") == hex);
    CHECK(refusal_of_rows("AB" + hex_of(0xab).substr(2) + ",north,1\n") == hex);
    CHECK(refusal_of_rows("\"" + hex_of(0xab).substr(2) + "\",north,1\n") == hex);
    CHECK(refusal_of_rows(std::string(1000000, '0')) == "line 2: this line is too long for a roll");
}

TEST_CASE("attack 21 weights are 1 to 2 to the 32 and their sum is bounded") {
    const auto with = [](const std::string& weight) {
        return refusal_of_rows(hex_of(1) + ",north," + weight + "\n");
    };
    CHECK(with("1").empty());
    CHECK(with("4294967296").empty());
    const std::string refused = "line 2: a weight from 1 to 4294967296 is expected here, in plain "
                                "digits and followed by a line feed";
    for (const auto* weight :
         {"0", "4294967297", "-1", "+1", "01", "1.0", "1e3", "", " 1", "1 ", "1\r", "1,1", "0x1",
          "\xD9\xA1", "18446744073709551615", "18446744073709551616"})
        CHECK(with(weight) == refused);
    std::string rows;
    for (int i = 1; i <= 256; ++i)
        rows += hex_encode(ByteArray<32>{static_cast<std::uint8_t>(i / 256),
                                         static_cast<std::uint8_t>(i)}) +
                ",north,4294967296\n";
    CHECK(refusal_of_rows(rows).empty());
    CHECK(refusal_of_rows(rows + hex_of(0xff) + ",north,1\n") ==
          "line 258: the weights add up to more than 1099511627776");
}

TEST_CASE("attack 26 a roll is sorted without duplicates and without the identity") {
    CHECK(refusal_of_rows(hex_of(2) + ",north,1\n" + hex_of(1) + ",north,1\n") ==
          "line 3: credentials must be in increasing order");
    CHECK(refusal_of_rows(hex_of(2) + ",north,1\n" + hex_of(2) + ",south,1\n") ==
          "line 3: this credential occurs twice");
    CHECK(refusal_of_rows(hex_of(0) + ",north,1\n") ==
          "line 2: this credential is the identity, which anyone can use");
}

// SPDX-License-Identifier: Apache-2.0
#include "protocol/opening.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

using Scalar = Ristretto255::Scalar;

// The opening that an audit of this ballot of the vectors would have given.
Opening opening_of(const Election& election, const nlohmann::json& ballot) {
    const Manifest& manifest = election.manifest();
    Opening opening;
    opening.header = unhex(ballot["ballot"]);
    opening.header.resize(header_size);
    const auto district = *manifest.find_district(ballot["district"].get<std::string>());
    std::size_t nonce = 0;
    for (const auto contest : manifest.districts()[district].contests) {
        const Contest& definition = manifest.contests()[contest];
        SecretVector<std::uint8_t> selection(definition.options.size());
        for (const auto& option : ballot["selections"][definition.id])
            selection.expose()[*definition.find_option(option.get<std::string>())] = 1;
        const auto bits = must(manifest.contest_bits(contest, selection));
        opening.bits.insert(opening.bits.end(), bits.expose().begin(), bits.expose().end());
        opening.randomness.push_back(Scalar::decode(unhex(ballot["nonces"][nonce])).value());
        nonce += 2 + bits.size();
    }
    return opening;
}

struct Opened {
    nlohmann::json vector = native_vectors("districts-rules-weights");
    NativeElection native{vector};
    const Election& election = native.election;
    Opening opening = opening_of(election, vector["ballots"][1]);
    Digest32 tracker = *hex_decode_array<32>(vector["ballots"][1]["tracker"].get<std::string>());
};

} // namespace

TEST_CASE("an opening gives the ballot that was prepared") {
    const Opened opened;
    for (const auto& ballot : opened.vector["ballots"]) {
        const auto opening = opening_of(opened.election, ballot);
        const auto file = write_opening(opened.election, opening);
        const auto again = must(parse_opening(file, opened.election));
        const Bytes bytes = must(recompute(opened.election.parameters(), again));
        CHECK(hex_encode(tracker_of(bytes)) == ballot["tracker"].get<std::string>());
        CHECK(equal(bytes, ByteView(unhex(ballot["ballot"])).first(bytes.size())));
    }
}

TEST_CASE("an opening says what was chosen") {
    const Opened opened;
    const auto choices = opened_choices(opened.election, opened.opening);
    REQUIRE(choices.size() == 2);
    CHECK(choices[0].contest == 0);
    CHECK(choices[0].options == std::vector<std::size_t>{1});
    CHECK(choices[1].contest == 1);
    CHECK(choices[1].options == std::vector<std::size_t>{0, 2, 4});
}

TEST_CASE("attack 29 an opening with another choice has another tracker") {
    const Opened opened;
    for (std::size_t i = 0; i < opened.opening.bits.size(); ++i) {
        Opening changed = opened.opening;
        changed.bits[i] ^= 1;
        CHECK(tracker_of(must(recompute(opened.election.parameters(), changed))) != opened.tracker);
    }
    Opening changed = opened.opening;
    changed.randomness[0] = changed.randomness[0] + Scalar::from_u64(1);
    CHECK(tracker_of(must(recompute(opened.election.parameters(), changed))) != opened.tracker);
}

TEST_CASE(
    "attack 29 an opening of a ballot that the board must refuse is not taken for a good one") {
    const Opened opened;
    CHECK(could_be_cast(opened.election.parameters(), opened.opening));
    // The options alone decide what is shown, so slack bits count as much as they do.
    for (std::size_t i = 0; i < opened.opening.bits.size(); ++i) {
        Opening changed = opened.opening;
        changed.bits[i] ^= 1;
        CHECK(!could_be_cast(opened.election.parameters(), changed));
    }
    for (std::size_t i = 0; i < opened.opening.randomness.size(); ++i) {
        Opening changed = opened.opening;
        changed.randomness[i] = Scalar();
        CHECK(!could_be_cast(opened.election.parameters(), changed));
    }
}

TEST_CASE("openings are read strictly") {
    const Opened opened;
    const std::string file = to_string(write_opening(opened.election, opened.opening));
    const auto refused = [&](const std::string& from, const std::string& to) {
        std::string changed = file;
        const auto at = changed.find(from);
        REQUIRE(at != std::string::npos);
        changed.replace(at, from.size(), to);
        const auto read = parse_opening(bytes_of(changed), opened.election);
        return read ? std::nullopt : std::optional(read.error().code);
    };
    CHECK(refused("evote-opening-1", "evote-opening-2") == ErrorCode::malformed);
    CHECK(refused("\"header\":\"01", "\"header\":\"02") == ErrorCode::malformed);
    CHECK(refused("\"header\":\"0101", "\"header\":\"0102") == ErrorCode::malformed);
    CHECK(refused("\"header\":\"0101", "\"header\":\"0101ff") == ErrorCode::malformed);
    CHECK(refused("\"id\":\"council\"", "\"id\":\"board\"") == ErrorCode::malformed);
    CHECK(refused("\"bits\":[0,1", "\"bits\":[0,2") == ErrorCode::malformed);
    CHECK(refused("\"bits\":[0,1", "\"bits\":[1") == ErrorCode::malformed);
    CHECK(refused("}]}", "}],\"more\":1}") == ErrorCode::malformed);
    // A header of another election.
    CHECK(refused("\"header\":\"01012e", "\"header\":\"01012f") == ErrorCode::other_election);
    // District 3 of three.
    const auto at = file.find("\"header\":\"") + 10 + 68;
    CHECK(file.substr(at, 4) == "0000");
    CHECK(refused(file.substr(at - 68, 72), file.substr(at - 68, 68) + "0003") ==
          ErrorCode::malformed);
}

TEST_CASE("an opening is refused for its first fault") {
    const Opened opened;
    std::string file = to_string(write_opening(opened.election, opened.opening));
    const auto at = file.find("\"header\":\"") + 10;
    file[at] = 'G';
    const auto read = parse_opening(bytes_of(file), opened.election);
    REQUIRE_FALSE(read);
    CHECK(read.error().english() == "header: 76 bytes in lower-case hex are expected here");
}

TEST_CASE("an opening that fits no ballot is refused") {
    const Opened opened;
    Opening changed = opened.opening;
    changed.bits.pop_back();
    CHECK(recompute(opened.election.parameters(), changed).error().code == ErrorCode::malformed);
    changed = opened.opening;
    changed.bits[0] = 2;
    CHECK(recompute(opened.election.parameters(), changed).error().code == ErrorCode::malformed);
    changed = opened.opening;
    changed.randomness.pop_back();
    CHECK(recompute(opened.election.parameters(), changed).error().code == ErrorCode::malformed);
    changed = opened.opening;
    changed.header.push_back(0);
    CHECK(recompute(opened.election.parameters(), changed).error().code == ErrorCode::malformed);
}

TEST_CASE("attack 29 not a bit of an opening is unbound") {
    const Opened opened;
    const Bytes file = write_opening(opened.election, opened.opening);
    const auto content = nlohmann::json::parse(text_of(file));
    std::size_t same = 0;
    std::vector<std::size_t> unbound;
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
        Bytes changed = file;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const auto opening = parse_opening(changed, opened.election);
        const auto is_good = [&] {
            const auto bytes = recompute(opened.election.parameters(), *opening);
            return bytes && tracker_of(*bytes) == opened.tracker;
        };
        const bool is_same = nlohmann::json::parse(text_of(changed), nullptr, false) == content;
        same += is_same ? 1U : 0U;
        if ((opening && is_good()) != is_same)
            unbound.push_back(bit / 8);
    }
    CHECK(unbound == std::vector<std::size_t>{});
    CHECK(same == 0); // the line feed at the end has one bit less or more than no other white space
}

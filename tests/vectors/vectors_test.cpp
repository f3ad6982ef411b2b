// SPDX-License-Identifier: Apache-2.0
// What the vector generator makes: the stored files byte for byte, and from other seeds elections
// and ballots that are what they claim to be. The tests of the rooms check the stored files like
// all others.
#include "os/file.h"
#include "support/rooms.h"
#include "support/vector_election.h"
#include "vectors/made_vectors.h"

#include <catch2/catch.hpp>

#include <map>

using namespace evote;
using Json = nlohmann::json;

namespace {

std::string stored(const std::string& name) {
    const auto file = must(read_file(EVOTE_SOURCE_DIR "/test-vectors/made/" + name + ".json"));
    return std::string(text_of(file));
}

using Totals = std::map<std::string, std::map<std::string, std::uint64_t>>;

// The totals of the plain selections of the ballots.
Totals counted_by_hand(const Json& vector, const NativeElection& native) {
    Totals totals;
    for (const auto& contest : native.election.manifest().contests())
        for (const auto& option : contest.options)
            totals[contest.id][option.id] = 0;
    std::map<std::string, Json> last;
    for (const auto& ballot : vector["ballots"])
        last[ballot["code"]] = ballot;
    for (const auto& [code, ballot] : last) {
        const Bytes bytes = unhex(ballot["ballot"]);
        ByteArray<32> credential{};
        std::copy_n(bytes.begin() + place_in_header(Field::credential), 32, credential.begin());
        const auto weight = native.roll.entries()[native.roll.find(credential).value()].weight();
        for (const auto& [contest, options] : ballot["selections"].items())
            for (const auto& option : options)
                totals[contest][option] += weight;
    }
    return totals;
}

Totals stated(const Json& vector) {
    Totals totals;
    const Json result = Json::parse(vector["result.json"].get<std::string>());
    for (const auto& contest : result["contests"])
        totals[contest["id"]] = contest["totals"].get<std::map<std::string, std::uint64_t>>();
    return totals;
}

} // namespace

TEST_CASE("made vectors are made again byte for byte from their seeds") {
    for (const auto* const seed : {"4", "7", "8", "10"})
        CHECK(file_text(made_election(seed)) == stored(std::string("election-") + seed));
    CHECK(file_text(made_invalid_ballots("2")) == stored("invalid-ballots-2"));
}

TEST_CASE("elections of any seed have the result that their voters chose") {
    for (int seed = 100; seed < 120; ++seed) {
        INFO(seed);
        const Json vector = Json::parse(made_election(std::to_string(seed)).dump());
        CHECK(stated(vector) == counted_by_hand(vector, NativeElection(vector)));
    }
}

TEST_CASE("invalid ballots of any seed are refused with their reasons") {
    for (int seed = 100; seed < 120; ++seed) {
        const Json vector = Json::parse(made_invalid_ballots(std::to_string(seed)).dump());
        const NativeElection native(vector);
        std::vector<Bytes> ballots{unhex(vector["valid"])};
        for (const auto& invalid : vector["invalid"])
            ballots.push_back(unhex(invalid["ballot"]));
        EntryVerifier verifier(native.election, native.roll, system_random());
        const std::vector<ByteView> views(ballots.begin(), ballots.end());
        const auto checked = verifier.verify(views);
        CHECK(checked[0].verdict == Verdict::valid);
        for (std::size_t i = 0; i < vector["invalid"].size(); ++i) {
            INFO("seed " << seed << ": " << vector["invalid"][i]["name"].get<std::string>());
            CHECK(verdict_text(checked[i + 1].verdict) == vector["invalid"][i]["reason"]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "record/privacy.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

TEST_CASE("attack 36 few and unanimous ballots are warned about") {
    const Manifest manifest = parsed_manifest(small_manifest(1, 1));
    const auto turnout = [](std::uint64_t ballots) {
        return std::vector{DistrictTurnout{ballots, 2 * ballots}};
    };
    CHECK(small_contests(manifest, turnout(0)).empty());
    CHECK(small_contests(manifest, turnout(1)).size() == 1);
    CHECK(small_contests(manifest, turnout(fewest_ballots - 1)).size() == 1);
    CHECK(small_contests(manifest, turnout(fewest_ballots)).empty());

    const auto warned = [&](std::vector<std::uint64_t> totals) {
        Tally tally;
        tally.totals = {std::move(totals)};
        return unanimous_contests(manifest, turnout(50), tally).size();
    };
    CHECK(warned({100, 0}) == 1);
    CHECK(warned({0, 0}) == 1);
    CHECK(warned({99, 1}) == 0);
    CHECK(warned({50, 50}) == 0);
}

namespace {

// Voters of the only district, with these weights.
Roll roll_of(const Manifest& manifest, const std::vector<std::uint64_t>& weights) {
    Bytes file;
    append_roll_header(file);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        RollEntry entry{{}, static_cast<std::uint32_t>(weights[i] - 1), 0};
        entry.credential[0] = static_cast<std::uint8_t>((i + 1) >> 8);
        entry.credential[1] = static_cast<std::uint8_t>(i + 1);
        append_roll_row(file, entry, manifest);
    }
    return must(Roll::parse(file, manifest));
}

std::vector<std::string> english(const std::vector<Message>& messages) {
    std::vector<std::string> out;
    for (const auto& message : messages)
        out.push_back(message.english());
    return out;
}

} // namespace

TEST_CASE("finding 9 weights that make totals readable are warned about when the roll is made") {
    const Manifest manifest = parsed_manifest(small_manifest(1, 1));
    const auto warnings = [&](const std::vector<std::uint64_t>& weights) {
        return english(telling_weights(manifest, roll_of(manifest, weights)));
    };
    CHECK(warnings({}).empty());
    CHECK(warnings(std::vector<std::uint64_t>(100, 7)).empty());
    // Every vote can be read off the totals; the last voter outweighs all others.
    const auto powers = warnings({1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048});
    REQUIRE(powers.size() == 12);
    CHECK(powers[0] == "in contest c one voter has the weight 2048, and all others together only "
                       "2047: the totals will show how this person votes");
    CHECK(powers[1] == "in contest c few voters (1) have the weight 1: the totals can show how "
                       "they vote");
    CHECK(powers.back() ==
          "in contest c there are 2 more voters with a weight that few others have");
    // One of 1000 among fifteen of 1.
    std::vector<std::uint64_t> one_heavy(15, 1);
    one_heavy.push_back(1000);
    CHECK(warnings(one_heavy).size() == 2);
    // Enough of each weight: nobody stands out.
    std::vector<std::uint64_t> shared(fewest_ballots, 1);
    shared.insert(shared.end(), fewest_ballots, 100);
    CHECK(warnings(shared).empty());
    shared.pop_back();
    CHECK(warnings(shared) ==
          std::vector<std::string>{"in contest c few voters (9) have the weight 100: the totals "
                                   "can show how they vote"});
}

TEST_CASE("attack 46 telling weights of counted ballots are warned about before decryption") {
    const Manifest manifest = parsed_manifest(small_manifest(1, 1));
    std::vector<DistrictTurnout> counted(1);
    for (int i = 0; i < 15; ++i)
        counted[0].add(1);
    CHECK(telling_weights(manifest, counted).empty());
    counted[0].add(1000);
    CHECK(english(telling_weights(manifest, counted)) ==
          std::vector<std::string>{
              "in contest c one counted ballot has the weight 1000, and all others together only "
              "15: the totals will show how this person voted",
              "in contest c few counted ballots (1) have the weight 1000: the totals can show how "
              "these people voted"});
    // Ten weights are named, the others counted, and memory has a bound.
    const std::uint64_t different = WeightCounts::most_different + 100;
    for (std::uint64_t i = 0; i < different; ++i)
        counted[0].add(5000 + i);
    CHECK(counted[0].weights.counts().size() == WeightCounts::most_different);
    CHECK(counted[0].weights.others() == 102);
    CHECK(counted[0].weights.largest() == 5000 + different - 1);
    const auto many = english(telling_weights(manifest, counted));
    REQUIRE(many.size() == 11);
    CHECK(many.back() == "in contest c there are 4187 more counted ballots with a weight that few "
                         "others have");
}

// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "crypto/sha2.h"
#include "protocol/sample_manifest.h"
#include "support/rooms.h"
#include "support/vectors.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

// 0 or 1 for each option, from the ids of the chosen ones.
SecretVector<std::uint8_t> choose(const Contest& contest, const std::vector<std::string>& ids) {
    SecretVector<std::uint8_t> selection(contest.options.size());
    for (const std::string& id : ids)
        selection.expose()[contest.find_option(id).value()] = 1;
    return selection;
}

std::string refusal_of_choice(const Manifest& manifest, const std::string& contest_id,
                              const std::vector<std::string>& ids) {
    const std::size_t contest = manifest.find_contest(contest_id).value();
    const auto bits = manifest.contest_bits(contest, choose(manifest.contests()[contest], ids));
    if (!bits)
        CHECK(bits.error().code == ErrorCode::bad_choice);
    return bits ? "" : bits.error().english();
}

} // namespace

TEST_CASE("a manifest is read as written") {
    const Bytes bytes = json_bytes(sample_manifest());
    const auto manifest = Manifest::parse(bytes);
    REQUIRE(refusal_of(manifest).empty());
    CHECK(manifest->hash() == sha256(bytes));
    CHECK(manifest->id() == "sample");
    CHECK(manifest->title().in("ky") == "Үлгү");
    CHECK(manifest->title().in("ru") == "Үлгү");
    CHECK(manifest->trustees().count == 3);
    CHECK(manifest->trustees().threshold == 2);
    CHECK(manifest->revote() == Revote::last);
    CHECK(manifest->opens()->text == "2026-10-04T08:00:00+06:00");
    CHECK(manifest->closes()->unix_seconds - manifest->opens()->unix_seconds == 12 * 3600);
    REQUIRE(manifest->districts().size() == 2);
    CHECK(manifest->districts()[0].contests == std::vector<std::size_t>{0, 1});
    CHECK(manifest->find_district("south") == 1U);
    CHECK_FALSE(manifest->find_district("west"));
    CHECK(manifest->find_contest("list") == 1U);
    CHECK_FALSE(manifest->find_contest("north"));
    REQUIRE(manifest->contests().size() == 2);
    CHECK(manifest->contests()[1].options[2].id == "p2");
    CHECK(manifest->contests()[1].rules[1].coefficients == std::vector<std::int64_t>{2, -1, -1});
}

TEST_CASE("a title falls back to a variety of the language and then to the first") {
    const LocalText text{{{"en", "one"}, {"ky-Latn", "bir"}, {"ky", "бир"}, {"ru-KG", "один"}}};
    CHECK(text.in("ky") == "бир");
    CHECK(text.in("ru") == "один");
    CHECK(text.in("de") == "one");
}

TEST_CASE("a language is found however its tag is written") {
    JsonWriter json = sample_manifest();
    json["title"] = {{"en", "one"}, {"KY", "бир"}, {"Ru-KG", "один"}};
    const auto manifest = parse_manifest(json);
    REQUIRE(manifest);
    CHECK(manifest->title().in("ky") == "бир");
    CHECK(manifest->title().in("ru") == "один");
}

TEST_CASE("rules become equations over options and slack bits") {
    const auto manifest = parse_manifest(sample_manifest());
    REQUIRE(manifest);
    const ContestShape& mayor = manifest->shape(0);
    CHECK(mayor.options == 2);
    CHECK(mayor.bits == 2);
    REQUIRE(mayor.rules.size() == 1);
    CHECK(mayor.rules[0].coefficients == std::vector<std::int64_t>{1, 1});
    CHECK(mayor.rules[0].max == 1);
    const ContestShape& list = manifest->shape(1);
    CHECK(list.options == 3);
    CHECK(list.bits == 7);
    REQUIRE(list.rules.size() == 2);
    CHECK(list.rules[0].coefficients == std::vector<std::int64_t>{1, 1, 1, 2, 1, 0, 0});
    CHECK(list.rules[0].max == 3);
    CHECK(list.rules[1].coefficients == std::vector<std::int64_t>{2, -1, -1, 0, 0, 1, 1});
    CHECK(list.rules[1].max == 2);
    CHECK(manifest->keys_needed() == 7);
}

TEST_CASE("every selection either breaks a rule or satisfies all equations") {
    const auto manifest = parse_manifest(sample_manifest());
    REQUIRE(manifest);
    for (std::size_t contest = 0; contest < manifest->contests().size(); ++contest) {
        const Contest& definition = manifest->contests()[contest];
        const ContestShape& shape = manifest->shape(contest);
        for (unsigned choice = 0; choice < 1U << shape.options; ++choice) {
            SecretVector<std::uint8_t> selection(shape.options);
            bool allowed = true;
            for (std::size_t i = 0; i < shape.options; ++i)
                selection.expose()[i] = static_cast<std::uint8_t>(choice >> i & 1U);
            for (const Rule& rule : definition.rules) {
                std::int64_t sum = 0;
                for (std::size_t i = 0; i < shape.options; ++i)
                    sum += rule.coefficients[i] * selection.expose()[i];
                allowed = allowed && sum >= rule.min && sum <= rule.max;
            }
            const auto bits = manifest->contest_bits(contest, selection);
            REQUIRE(bits.has_value() == allowed);
            if (!bits)
                continue;
            REQUIRE(bits->size() == shape.bits);
            for (const LinearRule& rule : shape.rules) {
                std::int64_t sum = 0;
                for (std::size_t i = 0; i < shape.bits; ++i)
                    sum += rule.coefficients[i] * bits->expose()[i];
                REQUIRE(sum == rule.max);
            }
        }
    }
}

TEST_CASE("the message for a selection that breaks a rule says which") {
    const auto manifest = parse_manifest(sample_manifest());
    REQUIRE(manifest);
    CHECK(refusal_of_choice(*manifest, "mayor", {"a"}).empty());
    CHECK(refusal_of_choice(*manifest, "mayor", {"a", "b"}) ==
          "mayor: this contest needs exactly 1 chosen");
    CHECK(refusal_of_choice(*manifest, "list", {"p1"}) ==
          "list: this choice breaks rule 2 of the contest: its value must be from 0 to 2");
    JsonWriter json = sample_manifest();
    json["contests"][1]["min"] = 1;
    const auto stricter = parse_manifest(json);
    REQUIRE(stricter);
    CHECK(refusal_of_choice(*stricter, "list", {}) ==
          "list: this contest needs from 1 to 3 chosen");
}

TEST_CASE("the manifests of all known elections lead to their keys and ballot sizes") {
    auto names = known_elections;
    names.emplace_back("native/batches.json");
    std::size_t ballots = 0;
    for (const auto& name : names) {
        const auto vectors = test_vectors(name);
        const auto manifest =
            Manifest::parse(bytes_of(vectors.at("manifest.json").get<std::string>()));
        REQUIRE(refusal_of(manifest).empty());
        const auto keys = nlohmann::json::parse(vectors.at("keys.json").get<std::string>());
        CHECK(manifest->keys_needed() == keys.at("keys").size());
        if (!vectors.contains("ballots"))
            continue;
        for (const auto& item : vectors.at("ballots")) {
            const auto district = manifest->find_district(item.at("district").get<std::string>());
            REQUIRE(district);
            CHECK(2 * manifest->ballot_size(*district) ==
                  item.at("ballot").get<std::string>().size());
            for (const auto& [contest, ids] : item.at("selections").items())
                CHECK(refusal_of_choice(*manifest, contest, ids).empty());
            ++ballots;
        }
    }
    CHECK(ballots == 26);
}

TEST_CASE("attack 23 a different manifest text is a different election") {
    const JsonWriter json = sample_manifest();
    const auto compact = parse_manifest(json);
    const auto indented = Manifest::parse(bytes_of(json.dump(2)));
    JsonWriter renamed_json = json;
    renamed_json["contests"][0]["title"]["en"] = "Mayor of the city";
    const auto renamed = parse_manifest(renamed_json);
    REQUIRE(compact);
    REQUIRE(indented);
    REQUIRE(renamed);
    CHECK(compact->hash() != indented->hash());
    CHECK(compact->hash() != renamed->hash());
}

// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "protocol/choosable.h"
#include "protocol/setup_faults.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <random>

using namespace evote;

namespace {

// A manifest of one district and one contest with options a, b and c.
std::string three_options(const std::string& bounds, const std::string& more = {}) {
    return fmt::format(
        R"({{"format":"evote-manifest-1","id":"x","title":{{"en":"X"}},"group":"ristretto255",)"
        R"("trustees":{{"count":1,"threshold":1}},"revote":"last"{},)"
        R"("districts":[{{"id":"d","title":{{"en":"D"}},"contests":["c"]}}],)"
        R"("contests":[{{"id":"c","title":{{"en":"C"}},{},"options":[)"
        R"({{"id":"a","title":{{"en":"A"}}}},{{"id":"b","title":{{"en":"B"}}}},)"
        R"({{"id":"c","title":{{"en":"C"}}}}]}}]}})",
        more, bounds);
}

std::vector<std::string> faults_of(const std::string& manifest) {
    std::vector<std::string> out;
    for (const auto& fault : setup_faults(parsed_manifest(manifest)).faults) {
        CHECK(fault.code == ErrorCode::unworkable);
        out.push_back(english_place(fault.place) + ": " + fault.message.english());
    }
    return out;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("finding 11 rules that no choice keeps together are named") {
    CHECK(faults_of(three_options(R"("min":1,"max":2)")).empty());
    CHECK(
        faults_of(three_options(
            R"("min":2,"max":3,"rules":[{"coefficients":{"a":1,"b":1,"c":1},"min":0,"max":1}])")) ==
        Texts{"contests[0].rules[0]: contest c: no choice keeps both rule 1 and rule 2"});
    // No sum of twos is odd.
    CHECK(faults_of(three_options(
              R"("min":0,"max":3,"rules":[{"coefficients":{"a":2,"b":2},"min":1,"max":1}])")) ==
          Texts{"contests[0].rules[0]: contest c: no choice keeps rule 2"});
    // Two of the three rules can be kept, all three cannot.
    CHECK(faults_of(three_options(
              R"("min":1,"max":1,"rules":[{"coefficients":{"a":1,"b":-1},"min":0,"max":0},)"
              R"({"coefficients":{"c":1},"min":0,"max":0}])")) ==
          Texts{"contests[0].rules: contest c: no choice keeps all of its rules"});
}

TEST_CASE("finding 11 an option that nobody can choose is named") {
    CHECK(faults_of(three_options(
              R"("min":1,"max":1,"rules":[{"coefficients":{"a":1,"b":-1},"min":-1,"max":0}])")) ==
          Texts{"contests[0].options[0]: contest c: nobody can choose option a: no choice with it "
                "keeps the rules"});
    CHECK(faults_of(three_options(R"("min":0,"max":0)")).size() == 3);
}

TEST_CASE("attack 48 voting must not close before it opens") {
    const auto with = [](const std::string& opens, const std::string& closes) {
        return faults_of(three_options(
            R"("min":1,"max":1)", fmt::format(R"(,"opens":"{}","closes":"{}")", opens, closes)));
    };
    CHECK(with("2026-01-01T08:00:00Z", "2026-01-01T20:00:00Z").empty());
    CHECK(with("2026-01-01T20:00:00Z", "2026-01-01T08:00:00Z") ==
          Texts{"closes: voting closes at 2026-01-01T08:00:00Z, which is not after it opens at "
                "2026-01-01T20:00:00Z"});
    CHECK(with("2026-01-01T08:00:00Z", "2026-01-01T08:00:00Z").size() == 1);
    // The same moment in two zones.
    CHECK(with("2026-01-01T08:00:00+06:00", "2026-01-01T02:00:00Z").size() == 1);
}

TEST_CASE("attack 48 what nobody can vote in or tell apart is named") {
    const std::string good = three_options(R"("min":1,"max":1)");
    CHECK(faults_of(changed(good, R"({"id":"b","title":{"en":"B"}})",
                            R"({"id":"b","title":{"en":" A "}})")) ==
          Texts{"contests[0].options[1].title: contest c: options a and b have the same title: A"});
    // A reader of Kyrgyz sees what there is in another language.
    CHECK(faults_of(changed(good, R"({"id":"b","title":{"en":"B"}})",
                            R"({"id":"b","title":{"en":"B","ky":"A"}})")) ==
          Texts{"contests[0].options[1].title: contest c: options a and b have the same title: A"});
    CHECK(faults_of(changed(good, R"("title":{"en":"B"})", R"("title":{"en":"<Candidate 1>"})")) ==
          Texts{"contests[0].options[1].title.en: this text of the template is still to be "
                "replaced: <Candidate 1>"});
    const std::string second =
        R"({"id":"d","title":{"en":"C"},"min":1,"max":1,"options":[{"id":"x","title":{"en":"X"}}]})";
    const std::string two = changed(good, R"("contests":[{)", R"("contests":[)" + second + ",{");
    CHECK(faults_of(two) ==
          Texts{"contests[0]: contest d is in no district: nobody can vote in it"});
    CHECK(faults_of(changed(two, R"("contests":["c"])", R"("contests":["c","d"])")) ==
          Texts{"contests[0].title: district d: contests c and d have the same title: C"});
    const std::string districts =
        changed(good, R"("districts":[)",
                R"("districts":[{"id":"e","title":{"en":"D"},"contests":["c"]},)");
    CHECK(faults_of(districts) ==
          Texts{"districts[1].title: districts e and d have the same title: D"});
}

TEST_CASE("finding 11 what can be chosen is decided exactly") {
    std::mt19937 random(11);
    const auto from = [&](int low, int high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    for (int round = 0; round < 2000; ++round) {
        const auto options = static_cast<std::size_t>(from(1, 7));
        std::vector<ballot::Rule> rules(static_cast<std::size_t>(from(1, 4)));
        for (auto& rule : rules) {
            for (std::size_t i = 0; i < options; ++i)
                rule.coefficients.push_back(from(-3, 3));
            rule.min = from(-4, 4);
            rule.max = rule.min + from(0, 3);
        }
        Choosable expected{false, std::vector<bool>(options, false)};
        for (unsigned choice = 0; choice < 1U << options; ++choice) {
            const bool kept = std::ranges::all_of(rules, [&](const ballot::Rule& rule) {
                std::int64_t sum = 0;
                for (std::size_t i = 0; i < options; ++i)
                    sum += (choice >> i & 1U) == 1 ? rule.coefficients[i] : 0;
                return sum >= rule.min && sum <= rule.max;
            });
            expected.any = expected.any || kept;
            for (std::size_t i = 0; kept && i < options; ++i)
                expected.options[i] = expected.options[i] || (choice >> i & 1U) == 1;
        }
        std::uint64_t steps = 1 << 20;
        const auto found = choosable(options, rules, steps);
        INFO("round " << round);
        REQUIRE(found.has_value());
        CHECK(found->any == expected.any);
        CHECK(found->options == expected.options);
    }
}

TEST_CASE("finding 11 large contests are decided or said to be undecided") {
    // Parties of ten candidates each, at most two of one party, and only with the party.
    constexpr std::size_t parties = 40;
    constexpr std::size_t size = 11;
    std::vector<ballot::Rule> rules;
    ballot::Rule one_party{std::vector<std::int64_t>(parties * size, 0), 1, 1};
    for (std::size_t party = 0; party < parties; ++party) {
        one_party.coefficients[party * size] = 1;
        ballot::Rule together{std::vector<std::int64_t>(parties * size, 0), -2, 0};
        for (std::size_t i = 0; i < size; ++i)
            together.coefficients[party * size + i] = i == 0 ? -2 : 1;
        rules.push_back(together);
    }
    rules.push_back(one_party);
    std::uint64_t steps = 1 << 22;
    const auto lists = choosable(parties * size, rules, steps);
    REQUIRE(lists.has_value());
    CHECK(lists->options == std::vector<bool>(parties * size, true));
    // Equal odd numbers of eighty different odd weights: not with 1,000 steps.
    ballot::Rule hard{{}, 40'001, 40'001};
    ballot::Rule even{std::vector<std::int64_t>(80, 1), 20, 20};
    for (std::int64_t i = 0; i < 80; ++i)
        hard.coefficients.push_back(4001 + 2 * ((i * i * 37) % 977));
    steps = 1000;
    CHECK_FALSE(choosable(80, std::vector{hard, even}, steps).has_value());
}

TEST_CASE("finding 11 rows of the roll that are no elements and districts without voters") {
    const Manifest manifest = parsed_manifest(small_manifest(1, 1));
    const auto roll = [&](const std::string& rows) {
        return must(Roll::parse(bytes_of("credential,district,weight\n" + rows), manifest));
    };
    const auto good =
        hex_encode(Ristretto255::mul_generator(Ristretto255::Scalar::from_u64(7)).encode());
    CHECK(roll_faults(manifest, roll(good + ",d,1\n")).faults.empty());
    CHECK(roll_faults(manifest, roll(good + ",d,1\n")).warnings.empty());
    const auto found =
        roll_faults(manifest, roll(good + ",d,1\n" + std::string(64, 'f') + ",d,1\n"));
    REQUIRE(found.faults.size() == 1);
    CHECK(english_place(found.faults[0].place) == "line 3");
    const auto nobody = roll_faults(manifest, roll(""));
    REQUIRE(nobody.warnings.size() == 1);
    CHECK(nobody.warnings[0].english() == "WARNING: the roll is empty; nobody can vote");
    const Manifest two =
        parsed_manifest(changed(small_manifest(1, 1), R"("districts":[)",
                                R"("districts":[{"id":"e","title":{"en":"E"},"contests":["c"]},)"));
    const auto empty = roll_faults(
        two, must(Roll::parse(bytes_of("credential,district,weight\n" + good + ",d,1\n"), two)));
    REQUIRE(empty.warnings.size() == 1);
    CHECK(empty.warnings[0].english() == "WARNING: district e has no voters");
}

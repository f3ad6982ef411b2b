// SPDX-License-Identifier: Apache-2.0
#include "app/scripted_person.h"
#include "app/setup.h"
#include "app/setup_rules.h"
#include "app/setup_templates.h"
#include "os/file.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace evote;

namespace {

std::string words(const Contest& contest, std::vector<std::int64_t> coefficients, std::int64_t min,
                  std::int64_t max) {
    return rule_in_words(contest, {std::move(coefficients), min, max}, "en").english();
}

// Somebody replaces the texts of a template.
void edit(const std::filesystem::path& folder) {
    std::string text = to_string(must(read_file(folder / "manifest.json")));
    std::erase_if(text, [](char c) { return c == '<' || c == '>'; });
    must(write_file(folder / "manifest.json", bytes_of(text), Existing::replace));
}

Contest three_options() {
    Contest contest;
    contest.id = "c";
    for (const auto* name : {"A", "B", "C"})
        contest.options.push_back({name, {{{"en", name}}}});
    return contest;
}

} // namespace

TEST_CASE("every template is a manifest that check explains in three languages") {
    REQUIRE(manifest_templates().size() == 4);
    for (const auto& known : manifest_templates()) {
        const TemporaryFolder folder;
        CapturedConsole captured;
        const auto record = folder.path() / "council.2026";
        REQUIRE(setup_new({record, std::string(known.name), {}}, captured.console));
        CHECK(captured.take_out().find("evote-setup check") != std::string::npos);
        edit(record);
        for (const auto language : {Language::kyrgyz, Language::russian, Language::english}) {
            captured.console.set_language(language);
            REQUIRE(setup_check(record, captured.console));
            const std::string out = captured.take_out();
            CHECK(out.find("council.2026") != std::string::npos);
            CHECK((out.find("Баарына каршы") != std::string::npos) ==
                  (language == Language::kyrgyz && known.name != "referendum"));
        }
    }
}

TEST_CASE("check tells programs the sizes") {
    const TemporaryFolder folder;
    CapturedConsole captured;
    REQUIRE(setup_new({folder.path(), "referendum", "r1"}, captured.console));
    edit(folder.path());
    captured.take_out();
    captured.console.set_facts(Facts::json);
    REQUIRE(setup_check(folder.path(), captured.console));
    const std::string out = captured.take_out();
    CHECK(out.starts_with("{\"id\":\"r1\",\"manifest\":\""));
    // 76 + 32 * (2 * (1 + 2) + 1 + 1 + 2 + 1 + 2 + 2): two options, no slack.
    CHECK(out.find("\"keys\":2,\"districts\":[{\"id\":\"everybody\",\"ballot_bytes\":556}]") !=
          std::string::npos);
}

TEST_CASE("new refuses what it cannot make and overwrites nothing") {
    const TemporaryFolder folder;
    CapturedConsole captured;
    CHECK(setup_new({folder.path(), "unknown", "x"}, captured.console).error().english() ==
          "there is no template unknown; the templates are local-council, parliament-district, "
          "referendum, list-with-preference");
    for (const auto* id : {"a b", "a/b", "\"", "талас", R"(x","opens":"2026-01-01T00:00:00Z)"}) {
        const auto outcome = setup_new({folder.path(), "referendum", id}, captured.console);
        CHECK(outcome.error().code == ErrorCode::usage);
        CHECK(outcome.error().english().find(fmt::format("'{}'", id)) != std::string::npos);
    }
    CHECK_FALSE(file_exists(folder.path() / "manifest.json"));
    REQUIRE(setup_new({folder.path(), "referendum", "x"}, captured.console));
    const auto before = must(read_file(folder.path() / "manifest.json"));
    CHECK(setup_new({folder.path(), "local-council", "y"}, captured.console).error().code ==
          ErrorCode::file_exists);
    CHECK(must(read_file(folder.path() / "manifest.json")) == before);
}

TEST_CASE("check names what is wrong in a manifest") {
    const TemporaryFolder folder;
    CapturedConsole captured;
    CHECK(setup_check(folder.path(), captured.console).error().code == ErrorCode::step_missing);
    const auto path = folder.path() / "manifest.json";
    REQUIRE(setup_new({folder.path(), "referendum", "x"}, captured.console));
    std::string text = to_string(*read_file(path));
    text.replace(text.find("\"threshold\": 2"), 14, "\"threshold\": 1");
    REQUIRE(write_file(path, bytes_of(text), Existing::replace));
    const auto outcome = setup_check(folder.path(), captured.console);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::malformed);
    CHECK(outcome.error().file == path.string());
    CHECK(english_place(outcome.error().place).find("trustees") != std::string::npos);
}

TEST_CASE("rules in words") {
    const Contest contest = three_options();
    CHECK(words(contest, {1, 1, 1}, 1, 1) == "exactly 1 of: A, B, C");
    CHECK(words(contest, {1, 1, 1}, 0, 2) == "at most 2 of: A, B, C");
    CHECK(words(contest, {1, 1, 1}, 2, 3) == "at least 2 of: A, B, C");
    CHECK(words(contest, {1, 1, 1}, 1, 2) == "from 1 to 2 of: A, B, C");
    CHECK(words(contest, {1, 1, 1}, 0, 3) == "any number of: A, B, C");
    CHECK(words(contest, {1, 1, 0}, 0, 1) == "at most 1 of: A, B");
    CHECK(words(contest, {-1, 1, 1}, -1, 0) ==
          "at most 1 of these, and only together with A: B, C");
    CHECK(words(contest, {-2, 1, 1}, -2, 0) == "only together with A: B, C");
    CHECK(words(contest, {1, -1, 0}, 0, 1) == "only together with A: B");
    CHECK(words(contest, {1, 1, 2}, 0, 2) == "either C alone, or at most 2 of: A, B");
    CHECK(words(contest, {1, 1, 2}, 1, 2) == "either C alone, or from 1 to 2 of: A, B");
}

TEST_CASE("rules without words of their own are described as sums") {
    const Contest contest = three_options();
    CHECK(words(contest, {1, 1, 3}, 1, 2) ==
          "counting 1 for each chosen option, this sum is from 1 to 2: A + B + 3 x C");
    CHECK(words(contest, {-1, 1, 1}, 0, 0) ==
          "counting 1 for each chosen option, this sum is from 0 to 0: -A + B + C");
    CHECK(words(contest, {2, -3, 0}, -1, 2) ==
          "counting 1 for each chosen option, this sum is from -1 to 2: 2 x A - 3 x B");
}

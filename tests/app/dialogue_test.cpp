// SPDX-License-Identifier: Apache-2.0
// Voting at the terminal.
#include "app/voting.h"
#include "protocol/opening.h"
#include "support/rooms.h"

#include <deque>

using namespace evote;

namespace {

constexpr std::string_view both_contests = "mayor: asan\nlist: party, p1\n";

// A voter of the north at the terminal, with the code at hand.
struct AtTerminal {
    Voting voting;
    CastOptions options = voting.options("a", "");

    AtTerminal() { options.choices.clear(); }

    ScriptedPerson& person() { return voting.captured.person; }

    Outcome prepare(std::deque<std::string> answers) {
        person().answers = std::move(answers);
        person().shown.clear();
        person().questions.clear();
        return cast_prepare(options, voting.path("state"), system_random(), voting.console());
    }

    std::vector<std::vector<std::size_t>> choices() {
        const auto opening_file = voting.path("opening");
        must(cast_audit({voting.path("state"), opening_file}, voting.console()));
        const auto record = must(OpenRecord::open(voting.record));
        const auto opening = must(parse_opening(must(read_file(opening_file)), record.election));
        std::filesystem::remove(opening_file);
        std::vector<std::vector<std::size_t>> out;
        for (const auto& contest : opened_choices(record.election, opening))
            out.push_back(contest.options);
        return out;
    }
};

} // namespace

TEST_CASE("finding 18 the terminal asks until the rules are kept and says what is wrong") {
    AtTerminal voter;
    REQUIRE(voter.prepare({"1, 2", "khan", "9", "0", "2,,1", "1,1", "2", "2", "1,2", "yes"}));
    const std::string shown = voter.person().shown;
    CHECK(contains(shown,
                   "Contest mayor: Mayor\n    1  Asan\n    2  Usen\nexactly 1 of: Asan, Usen\n"));
    CHECK(contains(shown, "mayor: this choice breaks a rule: exactly 1 of: Asan, Usen\n"));
    CHECK(contains(shown, "\"khan\" is not a number\n"));
    CHECK(contains(shown, "there is no option 9; the options are 1 to 2\n"));
    CHECK(contains(shown, "there is no option 0; the options are 1 to 2\n"));
    CHECK(contains(shown, "\"\" is not a number\n"));
    CHECK(contains(shown, "option 1 is named twice\n"));
    CHECK(contains(shown, "list: this choice breaks a rule: only together with Party: First\n"));
    CHECK(voter.choices() == std::vector<std::vector<std::size_t>>{{1}, {0, 1}});
    CHECK(voter.prepare({"1, 2"}).error().code == ErrorCode::nobody_to_ask);
    CHECK_FALSE(file_exists(voter.voting.path("state")));
}

TEST_CASE("finding 18 a voter sees all choices before the ballot is made and can go back") {
    AtTerminal voter;
    REQUIRE(voter.prepare({"1", "", "well", "b", "b", "2", "назад", "артка", "1", "2,1", "да"}));
    const std::string shown = voter.person().shown;
    CHECK(contains(shown, "Your choices:\nContest mayor: Mayor\n    1  Asan\n"
                          "Contest list: List\n    nothing is chosen\n"));
    CHECK(contains(shown, "Your choices:\nContest mayor: Mayor\n    1  Asan\n"
                          "Contest list: List\n    1  Party\n    2  First\n"));
    CHECK(contains(voter.person().questions, "separated by commas:\n"));
    CHECK(contains(voter.person().questions, "or b to go back:\n"));
    CHECK(voter.choices() == std::vector<std::vector<std::size_t>>{{0}, {0, 1}});
    CHECK(voter.prepare({"1", "", "нет"}).error().code == ErrorCode::declined);
    CHECK_FALSE(file_exists(voter.voting.path("state")));
    // There is nothing before the first contest.
    REQUIRE(voter.prepare({"b", "1", "", "yes"}));
    CHECK(contains(voter.person().shown, "\"b\" is not a number"));
}

TEST_CASE("finding 18 choices are on the screen only and are cleared away before the tracker") {
    AtTerminal voter;
    REQUIRE(voter.prepare({"1", "", "yes"}));
    CHECK(voter.person().cleared == 1);
    const std::string printed =
        voter.voting.captured.take_talk() + voter.voting.captured.take_out();
    CHECK(contains(printed, "Tracker: "));
    CHECK_FALSE(contains(printed, "Asan"));
    std::filesystem::remove(voter.voting.path("state"));
    CHECK_FALSE(voter.prepare({"1", "", "no"}));
    CHECK(voter.person().cleared == 2);
    // Nobody is asked, nothing is cleared.
    REQUIRE(voter.voting.vote("a", both_contests, "ballot"));
    CHECK(voter.person().cleared == 2);
}

TEST_CASE("finding 17 a voter without a code file types the code") {
    AtTerminal voter;
    const auto code = to_string(must(read_file(voter.options.code_files.front())));
    voter.options.code_files.clear();
    REQUIRE(voter.prepare({"mistyped", code, "1", "", "yes"}));
    CHECK(contains(voter.person().questions, "The code of the voter:\n"));
    CHECK(voter.person().cleared == 1);
}

TEST_CASE("attack 52 finding 14 private files are kept out of the record") {
    Voting voting;
    const auto inside = voting.record.path() / "private";
    auto options = voting.options("a", both_contests);
    CHECK(cast_prepare(options, inside, system_random(), voting.console()).error().code ==
          ErrorCode::in_record);
    CHECK_FALSE(file_exists(inside));
    auto code_inside = options;
    code_inside.code_files.front() = inside;
    auto choices_inside = options;
    choices_inside.choices = inside;
    for (const auto& [wrong, file] :
         {std::pair(code_inside, options.code_files.front()), {choices_inside, options.choices}}) {
        must(write_file(inside, must(read_file(file)), Existing::replace));
        CHECK(cast_vote(wrong, voting.path("ballot"), system_random(), voting.console())
                  .error()
                  .code == ErrorCode::in_record);
    }
    CHECK_FALSE(file_exists(voting.path("ballot")));
}

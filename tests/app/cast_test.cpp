// SPDX-License-Identifier: Apache-2.0
#include "app/voting.h"
#include "protocol/opening.h"
#include "support/file_size_limit.h"
#include "support/rooms.h"

#include <sys/stat.h>

#include <thread>

using namespace evote;

namespace {

constexpr std::string_view north = "mayor: asan\nlist: party, p1\n";

// What `vote` says about wrong choices.
std::string refusal(Voting& voting, std::string_view choices) {
    const auto outcome = voting.vote("a", choices, "ballot");
    REQUIRE_FALSE(outcome);
    CHECK_FALSE(file_exists(voting.path("ballot")));
    return english_place(outcome.error().place) + ": " + outcome.error().message.english();
}

Outcome prepare(Voting& voting, const std::string& voter, std::string_view choices) {
    return cast_prepare(voting.options(voter, choices), voting.path("state"), system_random(),
                        voting.console());
}

Outcome cast(Voting& voting, const std::string& ballot) {
    return cast_cast({voting.path("state"), voting.path(ballot)}, system_random(),
                     voting.console());
}

Outcome audit(Voting& voting, const std::string& opening) {
    return cast_audit({voting.path("state"), voting.path(opening)}, voting.console());
}

} // namespace

TEST_CASE("a prepared ballot keeps its tracker when it is cast") {
    Voting voting;
    voting.console().set_facts(Facts::json);
    REQUIRE(prepare(voting, "a", north));
    const std::string tracker = voting.facts()["tracker"];

    struct stat state {};

    REQUIRE(::stat(voting.path("state").c_str(), &state) == 0);
    CHECK((state.st_mode & 0777U) == 0600);
    REQUIRE(cast(voting, "ballot"));
    CHECK(voting.facts()["tracker"] == tracker);
    REQUIRE(voting.append({"ballot"}));
    CHECK(voting.facts()["appended"][0]["tracker"] == tracker);
}

TEST_CASE("a prepared ballot keeps its tracker when it is audited") {
    Voting voting;
    voting.console().set_facts(Facts::json);
    REQUIRE(prepare(voting, "a", north));
    const std::string tracker = voting.facts()["tracker"];
    REQUIRE(audit(voting, "opening"));
    CHECK(voting.facts()["tracker"] == tracker);
    const auto record = must(OpenRecord::open(voting.record));
    const auto opening =
        must(parse_opening(must(read_file(voting.path("opening"))), record.election));
    CHECK(hex_encode(tracker_of(must(recompute(record.election.parameters(), opening)))) ==
          tracker);
    const auto choices = opened_choices(record.election, opening);
    REQUIRE(choices.size() == 2);
    CHECK(choices[0].options == std::vector<std::size_t>{0});
    CHECK(choices[1].options == std::vector<std::size_t>{0, 1});
}

TEST_CASE("attack 29 a prepared ballot is cast or audited and never both") {
    Voting voting;
    REQUIRE(prepare(voting, "a", north));
    REQUIRE(audit(voting, "opening"));
    CHECK_FALSE(file_exists(voting.path("state")));
    CHECK(cast(voting, "ballot").error().code == ErrorCode::file_missing);
    CHECK_FALSE(file_exists(voting.path("ballot")));

    REQUIRE(prepare(voting, "a", north));
    REQUIRE(cast(voting, "ballot"));
    CHECK_FALSE(file_exists(voting.path("state")));
    CHECK(audit(voting, "opening-2").error().code == ErrorCode::file_missing);
    CHECK_FALSE(file_exists(voting.path("opening-2")));
}

TEST_CASE("attack 29 a full disk decides nothing and loses nothing") {
    Voting voting;
    REQUIRE(prepare(voting, "a", north));
    const auto before = must(read_file(voting.path("state")));
    {
        const FileSizeLimit limit(200);
        CHECK(cast(voting, "ballot").error().code == ErrorCode::system);
        CHECK(audit(voting, "opening").error().code == ErrorCode::system);
    }
    CHECK_FALSE(file_exists(voting.path("ballot")));
    CHECK_FALSE(file_exists(voting.path("opening")));
    CHECK(must(read_file(voting.path("state"))) == before);
    REQUIRE(cast(voting, "ballot"));
    CHECK(voting.append({"ballot"}));
}

TEST_CASE("attack 29 an interrupted cast continues with the same ballot and allows no audit") {
    Voting voting;
    voting.console().set_facts(Facts::json);
    REQUIRE(prepare(voting, "a", north));
    const std::string tracker = voting.facts()["tracker"];
    // The ballot cannot be written there, but the decision was made.
    CHECK_FALSE(cast(voting, "no folder/ballot"));
    const auto decided = must(read_file(voting.path("state")));
    CHECK(audit(voting, "opening").error().message.english() ==
          "this prepared ballot was cast; it can no longer be audited");
    CHECK_FALSE(file_exists(voting.path("opening")));
    REQUIRE(cast(voting, "ballot"));
    CHECK(voting.facts()["tracker"] == tracker);
    CHECK_FALSE(file_exists(voting.path("state")));
    const auto ballot = must(read_file(voting.path("ballot")));

    // Stopped after the ballot was written and before the state was removed.
    voting.write("state", text_of(decided));
    REQUIRE(cast(voting, "ballot"));
    CHECK_FALSE(file_exists(voting.path("state")));
    CHECK(must(read_file(voting.path("ballot"))) == ballot);
    voting.write("state", text_of(decided));
    voting.write("in the way", "something");
    CHECK(cast(voting, "in the way").error().code == ErrorCode::file_exists);
    CHECK(file_exists(voting.path("state")));
    CHECK(voting.append({"ballot"}));
}

TEST_CASE("attack 29 an interrupted audit continues with the same opening and allows no ballot") {
    Voting voting;
    voting.console().set_facts(Facts::json);
    REQUIRE(prepare(voting, "a", north));
    const std::string tracker = voting.facts()["tracker"];
    CHECK_FALSE(audit(voting, "no folder/opening"));
    CHECK(cast(voting, "ballot").error().message.english() ==
          "this prepared ballot was opened for an audit; it cannot be cast. Prepare another one");
    CHECK_FALSE(file_exists(voting.path("ballot")));
    REQUIRE(audit(voting, "opening"));
    CHECK(voting.facts()["tracker"] == tracker);
    CHECK_FALSE(file_exists(voting.path("state")));
    const auto record = must(OpenRecord::open(voting.record));
    CHECK(parse_opening(must(read_file(voting.path("opening"))), record.election));
}

TEST_CASE("attack 29 a cast and an audit at the same time do not both succeed") {
    Voting voting;
    for (int round = 0; round < 8; ++round) {
        REQUIRE(prepare(voting, "a", north));
        CapturedConsole other;
        bool audited = false;
        std::thread thread([&] {
            audited = cast_audit({voting.path("state"), voting.path("opening")}, other.console)
                          .has_value();
        });
        const bool was_cast = cast(voting, "ballot").has_value();
        thread.join();
        CHECK(audited != was_cast);
        CHECK(file_exists(voting.path("opening")) == audited);
        CHECK(file_exists(voting.path("ballot")) == was_cast);
        std::filesystem::remove(voting.path("opening"));
        std::filesystem::remove(voting.path("ballot"));
    }
}

TEST_CASE("a decided ballot has no secrets in its file") {
    Voting voting;
    REQUIRE(prepare(voting, "a", north));
    const auto prepared = must(read_file(voting.path("state")));
    CHECK_FALSE(cast(voting, "no folder/ballot"));
    const auto decided = to_string(must(read_file(voting.path("state"))));
    const auto secrets = ByteView(prepared).last(3 * 32 + 10);
    for (std::size_t at = 0; at + 32 <= secrets.size(); at += 16)
        CHECK(decided.find(text_of(secrets.subspan(at, 16))) == std::string::npos);
    must(cast(voting, "ballot"));
    CHECK(decided.ends_with(to_string(must(read_file(voting.path("ballot"))))));
}

TEST_CASE("an existing file does not destroy a prepared ballot") {
    Voting voting;
    REQUIRE(prepare(voting, "a", north));
    voting.write("ballot", "");
    CHECK(cast(voting, "ballot").error().code == ErrorCode::file_exists);
    CHECK(audit(voting, "ballot").error().code == ErrorCode::file_exists);
    CHECK(cast(voting, "ballot-2"));
    REQUIRE(prepare(voting, "a", north));
    const auto before = must(read_file(voting.path("state")));
    CHECK(prepare(voting, "a", north).error().code == ErrorCode::file_exists);
    CHECK(must(read_file(voting.path("state"))) == before);
}

TEST_CASE("attack 52 finding 14 a prepared ballot in the record is neither cast nor audited") {
    Voting voting;
    REQUIRE(prepare(voting, "a", north));
    const auto inside = voting.record.path() / "state";
    std::filesystem::rename(voting.path("state"), inside);
    std::filesystem::create_symlink(inside, voting.path("link"));
    const auto before = must(read_file(inside));
    for (const auto& state : {inside, voting.path("link")}) {
        CHECK(cast_cast({state, voting.path("ballot")}, system_random(), voting.console())
                  .error()
                  .code == ErrorCode::in_record);
        CHECK(cast_audit({state, voting.path("opening")}, voting.console()).error().code ==
              ErrorCode::in_record);
    }
    CHECK(must(read_file(inside)) == before);
    std::filesystem::rename(inside, voting.path("state"));
    CHECK(cast(voting, "ballot"));
}

TEST_CASE("attack 52 finding 14 a prepared ballot that others can read is named") {
    Voting voting;
    for (const auto* made : {"ballot", "ballot-2"}) {
        REQUIRE(prepare(voting, "a", north));
        const bool open = std::string_view(made) == "ballot";
        if (open)
            std::filesystem::permissions(voting.path("state"), std::filesystem::perms(0640));
        voting.captured.take_talk();
        REQUIRE(cast(voting, made));
        CHECK(contains(voting.captured.take_talk(),
                       "others on this machine can open " + voting.path("state").string()) == open);
    }
}

TEST_CASE("attack 45 a decided ballot is of the announced election or is not written") {
    Voting voting;
    voting.console().set_facts(Facts::json);
    const auto right = announced(hex_encode(must(read_election(voting.record)).fingerprint));
    const auto wrong = announced(std::string(64, '1'));
    const auto finish = [&](const Anchor& anchor, bool cast) {
        const FinishOptions options{voting.path("state"), voting.path("made"), anchor};
        return cast ? cast_cast(options, system_random(), voting.console())
                    : cast_audit(options, voting.console());
    };
    for (const bool was_cast : {true, false}) {
        REQUIRE(prepare(voting, "a", north));
        CHECK_FALSE((was_cast ? cast(voting, "no folder/made") : audit(voting, "no folder/made")));
        const auto decided = must(read_file(voting.path("state")));
        CHECK(finish(wrong, was_cast).error().code == ErrorCode::wrong_fingerprint);
        CHECK(finish(right, !was_cast).error().code == ErrorCode::already_used);
        CHECK_FALSE(file_exists(voting.path("made")));
        CHECK(must(read_file(voting.path("state"))) == decided);
        voting.captured.take_out();
        voting.captured.take_talk();
        REQUIRE(finish({}, was_cast));
        CHECK(voting.facts()["fingerprint_checked"] == false);
        CHECK(contains(voting.captured.take_talk(), "The fingerprint was NOT CHECKED"));
        voting.write("state", text_of(decided));
        REQUIRE(finish(right, was_cast));
        CHECK(voting.facts()["fingerprint_checked"] == true);
        CHECK(voting.captured.take_talk().empty());
        std::filesystem::remove(voting.path("made"));
        // Its file was cut off in the header.
        voting.write("state", text_of(ByteView(decided).first(60)));
        CHECK(finish({}, was_cast).error().code == ErrorCode::malformed);
        std::filesystem::remove(voting.path("state"));
    }
}

TEST_CASE("a damaged prepared ballot is reported as such") {
    Voting voting;
    REQUIRE(prepare(voting, "a", north));
    const auto whole = must(read_file(voting.path("state")));
    const auto status = [&](const Bytes& bytes) {
        voting.write("state", text_of(bytes));
        const auto outcome = cast(voting, "ballot");
        return outcome ? std::nullopt : std::optional(outcome.error().code);
    };
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{16}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
        Bytes cut = whole;
        cut.resize(size);
        CHECK(status(cut) != std::nullopt);
    }
    Bytes longer = whole;
    longer.push_back(0);
    CHECK(status(longer) == ErrorCode::malformed);
    Bytes changed = whole;
    changed.back() = 2;
    CHECK(status(changed) == ErrorCode::malformed);
    CHECK(status(to_bytes(bytes_of("mayor: asan\n"))) == ErrorCode::malformed);
    CHECK(status(whole) == std::nullopt);
}

TEST_CASE("a prepared ballot belongs to one election") {
    Voting voting;
    REQUIRE(prepare(voting, "a", north));
    std::filesystem::rename(voting.record.path(), voting.path("moved"));
    CHECK_FALSE(cast(voting, "ballot"));
    Voting other;
    std::filesystem::copy(other.record.path(), voting.record.path(),
                          std::filesystem::copy_options::recursive);
    CHECK(cast(voting, "ballot").error().message.english() ==
          "the ballot was prepared for another election");
    CHECK(file_exists(voting.path("state")));
}

TEST_CASE("a code that is mistyped or another election's is refused") {
    Voting voting;
    const auto original = to_string(must(read_file(voting.path("code-a"))));
    const auto with_code = [&](const std::string& code) {
        voting.write("code-a", code);
        const auto outcome = voting.vote("a", north, "ballot");
        return outcome ? std::nullopt : std::optional(outcome.error().code);
    };
    std::string mistyped = original;
    mistyped[3] = mistyped[3] == '7' ? '8' : '7';
    CHECK(with_code(mistyped) == ErrorCode::bad_code);
    CHECK(with_code(original.substr(0, 30)) == ErrorCode::bad_code);
    CHECK(with_code("") == ErrorCode::bad_code);
    std::string relaxed = original + "\n";
    relaxed[4] = ' ';
    CHECK(with_code(relaxed) == std::nullopt);

    Voting other;
    voting.write("code-a", to_string(must(read_file(other.path("code-a")))));
    const auto outcome = voting.vote("a", north, "ballot-2");
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message.english() == "this code is not on the roll of election voting");
}

TEST_CASE("wrong choices are explained in words") {
    Voting voting;
    CHECK(refusal(voting, "mayor asan\nlist:\n") ==
          "line 1: a line has the form contest: option, option");
    CHECK(refusal(voting, "mayor: asan\n\nkhan: x\n") ==
          "line 3: the voter's district north has no contest with the name written here");
    CHECK(refusal(voting, "mayor: asan, khan\nlist:\n") ==
          "line 1: choice 2 is not an option of contest mayor");
    CHECK(refusal(voting, "mayor: asan\nlist: party,\n") ==
          "line 2: choice 2 is not an option of contest list");
    CHECK(refusal(voting, "mayor: asan\nlist: party, party\n") ==
          "line 2: choice 2 names an option of contest list a second time");
    CHECK(refusal(voting, "mayor: asan\nmayor: usen\nlist:\n") ==
          "line 2: contest mayor is named twice");
    CHECK(refusal(voting, "mayor: asan\n").find("nothing is said about contest list") !=
          std::string::npos);
    CHECK(refusal(voting, "").find("nothing is said about contest mayor") != std::string::npos);
    // Rules.
    CHECK(refusal(voting, "mayor:\nlist:\n").starts_with("mayor: "));
    CHECK(refusal(voting, "mayor: asan, usen\nlist:\n").starts_with("mayor: "));
    CHECK(refusal(voting, "mayor: asan\nlist: p1\n").starts_with("list: "));
    // A contest of another district.
    CHECK(english_place(voting.vote("c", "mayor: asan\nlist:\n", "ballot").error().place) ==
          "line 2");
    // Any order, and nothing where nothing may be chosen.
    CHECK(voting.vote("a", "list :\r\n mayor : usen \r\n", "ballot"));
}

TEST_CASE("finding 18 a broken rule in a file is explained in words") {
    Voting voting;
    CHECK(refusal(voting, "mayor: asan\nlist: p1\n") ==
          "list: this choice breaks a rule: only together with Party: First");
    CHECK(refusal(voting, "mayor:\nlist:\n") ==
          "mayor: this choice breaks a rule: exactly 1 of: Asan, Usen");
}

TEST_CASE("attack 51 finding 17 choices may have a byte order mark and no other encoding") {
    Voting voting;
    CHECK(refusal(voting, "mayor: \xC0\xF1\xE0\xED\nlist:\n") ==
          "line 1: this text is in Windows-1251; save the file as UTF-8");
    CHECK(voting.vote("a", "\xEF\xBB\xBFmayor: asan\r\nlist:\r\n", "ballot"));
}

TEST_CASE("the counter is what the board says") {
    Voting voting;
    for (int i = 0; i < 3; ++i) {
        const std::string ballot = "ballot-" + std::to_string(i);
        REQUIRE(voting.vote("a", north, ballot));
        REQUIRE(voting.vote("c", "mayor: usen\n", ballot + "c"));
        REQUIRE(voting.append({ballot, ballot + "c"}));
    }
    auto options = voting.options("a", north);
    options.counter = 7;
    REQUIRE(cast_vote(options, voting.path("early"), system_random(), voting.console()));
    CHECK(voting.append({"early"}).error().code == ErrorCode::ballots_refused);
    // Where the board is not available, the voter states it.
    options.counter = 3;
    std::filesystem::rename(voting.record.log(), voting.path("log"));
    CHECK_FALSE(voting.vote("a", north, "none"));
    REQUIRE(cast_vote(options, voting.path("right"), system_random(), voting.console()));
    std::filesystem::rename(voting.path("log"), voting.record.log());
    CHECK(voting.append({"right"}));
}

TEST_CASE("a second vote and a late one are refused before voting") {
    Voting once({"last", "none"});
    REQUIRE(once.vote("a", north, "ballot"));
    REQUIRE(once.append({"ballot"}));
    CHECK(once.vote("a", north, "second").error().message.english() ==
          "this voter has voted already, and may vote only once");
    REQUIRE(once.close());
    CHECK(once.vote("b", north, "late").error().message.english() ==
          "the board is closed; nobody can vote any more");
}

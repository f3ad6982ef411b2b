// SPDX-License-Identifier: Apache-2.0
// The board's commands and what the board's key remembers.
#include "app/voting.h"
#include "base/time_text.h"
#include "box/box.h"
#include "support/rooms.h"

using namespace evote;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view usen_south = "mayor: usen\n";

std::pair<std::string, std::string> closing_in(std::int64_t seconds) {
    return {"\"last\"", "\"last\", \"closes\": \"" + utc_text(system_clock() + seconds) + "\""};
}

Outcome resume(Voting& voting, Consent consent = Consent::given) {
    return board_resume({voting.record.path(), voting.path("board.key"), {}, consent},
                        voting.console());
}

} // namespace

TEST_CASE("finding 15 closing shows what ends and asks") {
    Voting voting(closing_in(-3600));
    const BoardCloseOptions options{voting.record.path(), voting.path("board.key")};
    const auto hours = must(OpenRecord::open(voting.record)).manifest().closes()->text;
    CHECK(voting.close(options).error().code == ErrorCode::nobody_to_ask);
    voting.captured.take_out();
    voting.captured.person.answers = {"no"};
    CHECK(voting.close(options).error().code == ErrorCode::declined);
    CHECK(voting.captured.take_out() == "Election voting: Voting\nThe box closes at " + hours +
                                            "\ndistrict north: 0 of 2 voters\n"
                                            "district south: 0 of 2 voters\n"
                                            "The board has 0 entries\n");
    CHECK(voting.captured.person.questions.find("nobody can undo it") != std::string::npos);
    CHECK(voting.log().size() == 0);
    voting.captured.person.answers = {"yes"};
    CHECK(voting.close(options));
    CHECK(file_exists(voting.record.closed()));
}

TEST_CASE("finding 15 closing counts the voters with a valid ballot") {
    Voting voting;
    REQUIRE(voting.vote("a", "mayor: asan\nlist:\n", "1"));
    REQUIRE(voting.vote("c", usen_south, "2"));
    REQUIRE(voting.append({"1", "2"}));
    REQUIRE(voting.vote("c", usen_south, "3"));
    REQUIRE(voting.append({"3"}));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    REQUIRE(voting.close());
    const auto facts = voting.facts();
    CHECK(facts["districts"] == nlohmann::json::parse(R"([{"id":"north","voters":2,"voted":1},
                                                          {"id":"south","voters":2,"voted":1}])"));
    CHECK(facts["closes"].is_null());
    CHECK(facts["size"] == 4);
    CHECK(facts["root"] == hex_encode(voting.log().checkpoint().root()));
}

TEST_CASE("finding 15 a board is closed before its time only if that is said") {
    Voting voting(closing_in(3600));
    CHECK(voting.close().error().code == ErrorCode::not_over_yet);
    CHECK(voting.log().size() == 0);
    REQUIRE(voting.close(
        {voting.record.path(), voting.path("board.key"), {}, Consent::given, BeforeCloses::allow}));
    CHECK(voting.log().size() == 1);
    // What is decided is finished without either.
    fs::remove(voting.record.closed());
    CHECK(voting.close({voting.record.path(), voting.path("board.key")}));
    CHECK(file_exists(voting.record.closed()));
}

TEST_CASE("finding 16 a file that cannot be read is refused by name and the others are taken") {
    Voting voting;
    REQUIRE(voting.vote("c", usen_south, "1"));
    REQUIRE(voting.vote("d", usen_south, "3"));
    must(make_folders(voting.path("folder/inner")));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    CHECK(voting.append({"1", "missing", "3"}).error().code == ErrorCode::ballots_refused);
    auto facts = voting.facts();
    CHECK(facts["appended"].size() == 2);
    REQUIRE(facts["refused"].size() == 1);
    CHECK(facts["refused"][0]["file"] == voting.path("missing").string());
    CHECK(facts["refused"][0]["reason"] == "unreadable");
    CHECK(voting.log().size() == 2);
    voting.console().set_facts(Facts::text);
    CHECK_FALSE(voting.append({"missing", "1"}));
    const std::string out = voting.captured.take_out();
    CHECK(out.find(voting.path("missing").string() + ": refused: it cannot be read: ") == 0);
    CHECK(out.find("/1: already on the board as entry 0, tracker ") != std::string::npos);
}

TEST_CASE("finding 16 a second ballot of one voter in one batch is refused with a remedy") {
    Voting voting;
    REQUIRE(voting.vote("c", usen_south, "1"));
    REQUIRE(voting.vote("c", "mayor: asan\n", "2"));
    voting.captured.take_out();
    CHECK(voting.append({"1", "2"}).error().code == ErrorCode::ballots_refused);
    CHECK(voting.captured.take_out().find("the voter makes it again") != std::string::npos);
    REQUIRE(voting.vote("c", "mayor: asan\n", "3"));
    CHECK(voting.append({"3"}));
}

TEST_CASE("finding 4 files of the record that are swapped for one append spoil nothing") {
    Voting voting;
    const Voting other;
    REQUIRE(voting.vote("c", usen_south, "1"));
    const auto roll = must(read_file(voting.record.roll()));
    const auto election = must(read_file(voting.record.election()));
    const auto put = [&](const Bytes& new_roll, const Bytes& new_election) {
        must(write_file(voting.record.roll(), new_roll, Existing::replace));
        must(write_file(voting.record.election(), new_election, Existing::replace));
    };
    auto file = must(ElectionFile::parse(election));
    const auto other_roll = must(read_file(other.record.roll()));
    put(other_roll,
        ElectionFile::of(file.manifest, file.keys, sha256(other_roll), file.board).write());
    CHECK(voting.append({"1"}).error().code == ErrorCode::not_sealed);
    // Even if trustees had sealed that one too.
    const auto seal = voting.record.note("seal", 1);
    const auto right_seal = must(read_file(seal));
    fs::remove(seal);
    voting.election->put_seals();
    CHECK(voting.append({"1"}).error().code == ErrorCode::wrong_election);
    CHECK(voting.close().error().code == ErrorCode::wrong_election);
    CHECK(resume(voting).error().code == ErrorCode::wrong_election);
    CHECK(voting.log().size() == 0);
    put(roll, election);
    must(write_file(seal, right_seal, Existing::replace));
    CHECK(voting.append({"1"}));
}

TEST_CASE("finding 7 a board from a backup is refused until the newer one is back") {
    Voting voting;
    const fs::path backup = voting.path("backup");
    const auto copy = [](const fs::path& from, const fs::path& to) {
        fs::remove_all(to);
        fs::copy(from, to, fs::copy_options::recursive);
    };
    REQUIRE(voting.vote("c", usen_south, "1"));
    REQUIRE(voting.vote("d", usen_south, "2"));
    copy(voting.record.log(), backup);
    REQUIRE(voting.append({"1"}));
    copy(voting.record.log(), voting.path("newer"));
    copy(backup, voting.record.log());
    const auto refused = voting.append({"2"});
    CHECK(refused.error().code == ErrorCode::rolled_back);
    CHECK(status_of(refused.error().code) == Status::invalid);
    CHECK(voting.close().error().code == ErrorCode::rolled_back);
    CHECK(voting.log().size() == 0);
    copy(voting.path("newer"), voting.record.log());
    CHECK(voting.append({"2"}));
    CHECK(voting.log().size() == 2);
}

TEST_CASE("finding 15 after a loss the board goes on when that is wanted") {
    Voting voting;
    REQUIRE(voting.vote("c", usen_south, "1"));
    REQUIRE(voting.append({"1"}));
    CHECK(resume(voting).error().code == ErrorCode::refused);
    fs::remove(voting.path("board.key.memory"));
    REQUIRE(voting.vote("d", usen_south, "2"));
    CHECK(voting.append({"2"}).error().code == ErrorCode::memory_missing);
    CHECK(voting.close().error().code == ErrorCode::memory_missing);
    voting.captured.take_out();
    CHECK(resume(voting, Consent::ask).error().code == ErrorCode::nobody_to_ask);
    voting.captured.person.answers = {"no", "yes"};
    voting.captured.take_out();
    CHECK(resume(voting, Consent::ask).error().code == ErrorCode::declined);
    const std::string out = voting.captured.take_out();
    CHECK(out.find("What the board's key has signed is not known any more\n"
                   "Here the board has 1 entries, root ") == 0);
    CHECK(out.find("every ballot that was acknowledged as entry 1 or later is lost") !=
          std::string::npos);
    CHECK(voting.append({"2"}).error().code == ErrorCode::memory_missing);
    const auto note = voting.record.log() / "resumed-1.note";
    CHECK_FALSE(file_exists(note));
    REQUIRE(resume(voting, Consent::ask));
    CHECK(file_exists(note));
    CHECK(voting.append({"2"}));
}

TEST_CASE("finding 7 going on from an older board says what was signed") {
    Voting voting;
    REQUIRE(voting.vote("c", usen_south, "1"));
    const auto log = voting.record.log();
    fs::copy(log, voting.path("backup"), fs::copy_options::recursive);
    REQUIRE(voting.append({"1"}));
    const auto root = hex_encode(voting.log().checkpoint().root());
    fs::remove_all(log);
    fs::copy(voting.path("backup"), log, fs::copy_options::recursive);
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    REQUIRE(resume(voting));
    const auto facts = voting.facts();
    CHECK(facts["remembered"] == nlohmann::json({{"size", 1}, {"root", root}, {"closed", false}}));
    CHECK(facts["size"] == 0);
    CHECK(facts["note"] == (log / "resumed-1.note").string());
    CHECK(voting.append({"1"}));
}

// SPDX-License-Identifier: Apache-2.0
// Openings and receipts say whose ballot they are about, and refuse what the box would refuse.
#include "app/verify.h"
#include "app/voting.h"
#include "ballot/opening.h"
#include "os/file.h"
#include "protocol/opening.h"
#include "support/rooms.h"

using namespace evote;
namespace fs = std::filesystem;

namespace {

// Voter c has voted twice; both receipts are kept.
struct VotedTwice : Voting {
    std::vector<std::string> trackers;

    VotedTwice() {
        console().set_facts(Facts::json);
        for (const auto* name : {"1", "2"}) {
            must(vote("c", "mayor: usen\n", name));
            trackers.push_back(facts()["tracker"]);
            must(board_append({record.path(), {path(name)}, path("board.key"), path("receipts")},
                              system_random(), console()));
            captured.take_out();
        }
        captured.take_talk();
    }

    Outcome check(std::size_t number, const std::string& code = {}) {
        CheckReceiptOptions options{record.path(),
                                    path("receipts/" + trackers[number] + ".receipt")};
        if (!code.empty())
            options.code_file = path(code);
        return board_check_receipt(options, console());
    }

    // Prepares a ballot and opens it; the file is "opening".
    std::string opened(const std::string& voter, std::uint64_t counter) {
        auto request = options(voter, "mayor: asan\n");
        request.counter = counter;
        must(cast_prepare(request, path("state"), system_random(), console()));
        captured.take_out();
        must(cast_audit({path("state"), path("opening")}, console()));
        const std::string tracker = facts()["tracker"];
        captured.take_talk();
        return tracker;
    }

    Status verify(const std::string& tracker, const std::string& code = {}) {
        VerifyOpeningOptions options{record.path(), path("opening"), tracker};
        if (!code.empty())
            options.code_file = path(code);
        return verify_opening(options, console());
    }
};

} // namespace

TEST_CASE("finding 10 a receipt says whose ballot it is and whether it counts") {
    VotedTwice voting;
    REQUIRE(voting.check(0));
    CHECK(voting.facts()["voter_checked"] == false);
    CHECK(contains(voting.captured.take_talk(), "Whose ballot this is was NOT CHECKED"));

    REQUIRE(voting.check(0, "code-c"));
    auto facts = voting.facts();
    CHECK(facts["voter_checked"] == true);
    CHECK(facts["counts"] == false);
    CHECK(contains(voting.captured.take_talk(),
                   "The board has the ballot, but a later one of this voter counts"));
    REQUIRE(voting.check(1, "code-c"));
    CHECK(voting.facts()["counts"] == true);
    CHECK(contains(voting.captured.take_talk(), "it is the one of this voter that counts"));
}

TEST_CASE("attack 47 a receipt of somebody else's ballot is refused") {
    VotedTwice voting;
    const auto outcome = voting.check(1, "code-d");
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::other_voter);
}

TEST_CASE("attack 51 finding 17 receipts and openings take code files as they are made") {
    VotedTwice voting;
    const auto tracker = voting.opened("c", 2);
    const std::string code(trim(text_of(must(read_file(voting.path("code-c"))))));
    voting.write("marked", "\xEF\xBB\xBF" + code + "\r\n");
    CHECK(voting.check(1, "marked"));
    voting.captured.take_out();
    CHECK(voting.verify(tracker, "marked") == Status::done);
    voting.write("look-alike", "\u0410" + code.substr(1));
    CHECK(voting.check(1, "look-alike").error().code == ErrorCode::bad_code);
    CHECK(voting.verify(tracker, "look-alike") != Status::done);
    CHECK(contains(voting.captured.take_talk(), "there are Cyrillic letters in this code"));
    fs::permissions(voting.path("marked"), fs::perms(0644));
    CHECK(voting.check(1, "marked"));
    CHECK(contains(voting.captured.take_talk(), "others on this machine can open"));
}

TEST_CASE("finding 10 a receipt without tiles leaves open whether a later ballot counts") {
    VotedTwice voting;
    fs::remove_all(voting.record.log() / "tile");
    CHECK(voting.check(1));
    CHECK(voting.check(1, "code-c").error().code == ErrorCode::not_checked);
}

TEST_CASE("attack 47 an opening of a ballot for somebody else is refused") {
    VotedTwice voting;
    const auto tracker = voting.opened("d", 0);
    CHECK(voting.verify(tracker) == Status::done);
    CHECK(contains(voting.captured.take_talk(), "Whose ballot this is was NOT CHECKED"));
    CHECK(voting.verify(tracker, "code-d") == Status::done);
    CHECK(contains(voting.captured.take_talk(),
                   "It is the ballot of the voter whose code was given"));
    CHECK(voting.verify(tracker, "code-c") == Status::invalid);
    CHECK(contains(voting.captured.take_talk(), "the device made it for somebody else"));
}

TEST_CASE("finding 10 an opening with a counter that the voter cannot have reached is refused") {
    VotedTwice voting;
    const auto tracker = voting.opened("c", 999);
    CHECK(voting.verify(tracker) == Status::invalid);
    CHECK(contains(voting.captured.take_talk(),
                   "its counter is 999, and the board has 2 valid ballots of this voter"));
}

TEST_CASE("finding 10 an opening with an earlier counter is remarked on") {
    VotedTwice voting;
    const auto tracker = voting.opened("c", 1);
    CHECK(voting.verify(tracker) == Status::done);
    CHECK(contains(voting.captured.take_talk(), "unless one of them was cast after this one"));
}

TEST_CASE("finding 10 an opening whose credential or district the box would refuse") {
    VotedTwice voting;
    const auto tracker = voting.opened("c", 2);
    const auto election = must(OpenRecord::open(voting.record)).election;
    const auto opening = must(parse_opening(must(read_file(voting.path("opening"))), election));
    const auto with = [&](Header header) {
        Opening other = opening;
        other.header = write_header(election.fingerprint(), header);
        must(write_file(voting.path("opening"), write_opening(election, other), Existing::replace));
        const auto made = must(recompute(election.parameters(), other));
        return voting.verify(hex_encode(tracker_of(made)));
    };
    Header header = read_header(opening.header).value();
    CHECK(with(header) == Status::done);
    CHECK(hex_encode(tracker_of(must(recompute(election.parameters(), opening)))) == tracker);
    header.credential[0] ^= 1;
    CHECK(with(header) == Status::invalid);
    CHECK(contains(voting.captured.take_talk(), "credential not on the roll"));
}

TEST_CASE("attack 39 an opening without the board is not fully checked") {
    VotedTwice voting;
    const auto tracker = voting.opened("c", 2);
    CHECK(voting.verify(tracker) == Status::done);
    fs::remove_all(voting.record.log() / "tile");
    CHECK(voting.verify(tracker) == Status::incomplete);
    CHECK(contains(voting.captured.take_talk(), "NOT CHECKED: whether this ballot was cast"));
    fs::remove(voting.record.checkpoint());
    CHECK(voting.verify(tracker) == Status::incomplete);
}

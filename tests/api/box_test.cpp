// SPDX-License-Identifier: Apache-2.0
#include "api/api_election.h"

using namespace evote;
using namespace evote::test;

TEST_CASE("what voters cast is accepted and gets receipts") {
    const ApiElection election;
    const auto record = election.record();
    auto box = election.open_box();
    const auto first = election.ballot(record, 0, "a");
    const auto second = election.ballot(record, 1, "b");
    auto damaged = election.ballot(record, 2, "b").bytes;
    damaged.back() ^= 1;
    const std::vector<Bytes> batch{first.bytes, damaged, second.bytes, first.bytes};
    const auto said = must(box.submit(batch));
    REQUIRE(said.size() == 4);
    CHECK(said[0].kind == Submission::Kind::accepted);
    CHECK(said[0].tracker == first.tracker);
    CHECK(said[1].kind == Submission::Kind::refused);
    CHECK(said[1].reason == "credential proof");
    CHECK_FALSE(said[1].message.empty());
    CHECK(said[2].kind == Submission::Kind::accepted);
    CHECK(said[2].index == 1);
    CHECK(said[3].kind == Submission::Kind::already);
    CHECK(box.size() == 2);
    CHECK(box.turnout()[0].district == "d");
    CHECK(box.turnout()[0].voters == 4);
    CHECK(box.turnout()[0].voted == 2);

    const auto receipt = must(box.receipt(1));
    const auto checked = must(check_receipt(record, receipt, second.tracker));
    CHECK(checked.index == 1);
    CHECK(checked.log_size == 2);
    CHECK(check_receipt(record, receipt, first.tracker).error().code == ErrorCode::other_ballot);
    CHECK(check_receipt(record, "receipt", first.tracker).error().code == ErrorCode::malformed);
}

TEST_CASE("a closed box takes nothing and cannot be opened again") {
    const ApiElection election;
    const auto record = election.record();
    {
        auto box = election.open_box();
        must(box.close());
        const std::vector<Bytes> late{election.ballot(record, 0, "a").bytes};
        CHECK(box.submit(late).error().code == ErrorCode::closed);
    }
    CHECK(BallotBox::open(election.record(), election.key_file()).error().code ==
          ErrorCode::closed);
}

TEST_CASE("two boxes cannot have one board and a key cannot be in the record") {
    const ApiElection election;
    const auto box = election.open_box();
    CHECK(BallotBox::open(election.record(), election.key_file()).error().code ==
          ErrorCode::locked);
    CHECK(BallotBox::open(election.record(), election.folder() + "/key").error().code ==
          ErrorCode::in_record);
}

TEST_CASE("the clock of a box comes from outside") {
    const ApiElection election;
    auto box = must(BallotBox::open(election.record(), election.key_file(),
                                    {.threads = 2, .clock = [] { return std::int64_t{7}; }}));
    const std::vector<Bytes> none;
    CHECK(must(box.submit(none)).empty());
    CHECK(box.save_index());
    CHECK(box.record().id() == "small");
}

// SPDX-License-Identifier: Apache-2.0
#include "api/api_election.h"
#include "evote/board.h"

using namespace evote;
using namespace evote::test;

TEST_CASE("a receipt is checked with the key of the log alone") {
    const ApiElection election;
    const auto record = election.record();
    auto box = election.open_box();
    const std::vector<Bytes> ballots{election.ballot(record, 0, "a").bytes,
                                     election.ballot(record, 1, "a").bytes};
    must(box.submit(ballots));
    const auto receipt = must(box.receipt(0));
    const auto key = election.board_key();
    const auto included = must(check_inclusion(receipt, ballots[0], key));
    CHECK(included.index == 0);
    CHECK(included.log_size == 2);
    CHECK(check_inclusion(receipt, ballots[1], key).error().code == ErrorCode::bad_receipt);
    CHECK(check_inclusion(receipt, ballots[0], "key").error().code == ErrorCode::malformed);
    CHECK(check_inclusion("", ballots[0], key).error().code == ErrorCode::malformed);
}

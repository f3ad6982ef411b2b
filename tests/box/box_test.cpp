// SPDX-License-Identifier: Apache-2.0
#include "ballot/parts.h"
#include "box/test_box.h"
#include "evote/check.h"
#include "record/receipts.h"

#include <stdexcept>

using namespace evote;
using namespace evote::test;

namespace {

/// While it lives, a failed check is an exception.
class ThrowingChecks {
  public:
    ThrowingChecks()
        : before_(set_check_handler(
              [](const CheckFailure& failure) { throw std::logic_error(failure.condition); })) {}

    ThrowingChecks(const ThrowingChecks&) = delete;
    ThrowingChecks& operator=(const ThrowingChecks&) = delete;

    ~ThrowingChecks() { set_check_handler(before_); }

  private:
    CheckHandler before_;
};

std::string with_times(const std::string& times) {
    auto manifest = tiny_manifest(1, 1);
    const std::string before = R"("revote":"last",)";
    return manifest.insert(manifest.find(before) + before.size(), times);
}

} // namespace

TEST_CASE("a batch that is committed is in the log") {
    TestBox test;
    auto box = test.open();
    CHECK(box.checkpoint().size() == 0);
    const auto first = test.ballot(0);
    const auto second = test.ballot(1);
    auto damaged = test.ballot(2);
    damaged.back() ^= 1;
    auto batch = must(box.judge({first, damaged, second}));
    CHECK(kinds(batch.answers()) == Kinds{accepted, refused, accepted});
    CHECK(batch.accepted() == 2);
    CHECK(test.log().size() == 0);
    const auto committed = must(std::move(batch).commit());
    CHECK(kinds(committed.answers) == Kinds{accepted, refused, accepted});
    CHECK(committed.answers[0].index == 0);
    CHECK(committed.answers[2].index == 1);
    CHECK(committed.answers[0].tracker ==
          *entry_tracker(layouts_of(test.election.manifest()), first));
    REQUIRE(committed.answers[1].refusal.has_value());
    CHECK(committed.answers[1].refusal->reason == "credential proof");
    CHECK(committed.checkpoint.tree() == box.checkpoint().tree());
    CHECK(test.log().checkpoint().tree() == committed.checkpoint.tree());
    CHECK(test.entries() == std::vector<Bytes>{first, second});
    const auto next = must(take(box, {test.ballot(0, 1), test.ballot(3)}));
    CHECK(next.answers[0].index == 2);
    CHECK(next.answers[1].index == 3);
    CHECK(next.checkpoint.size() == 4);
}

TEST_CASE("a batch that is dropped leaves the box as it was") {
    TestBox test;
    auto box = test.open();
    const auto ballot = test.ballot(0);
    for (int time = 0; time < 2; ++time) {
        const auto batch = must(box.judge({ballot, test.ballot(1)}));
        CHECK(kinds(batch.answers()) == Kinds{accepted, accepted});
        CHECK(batch.answers()[0].index == 0);
    }
    CHECK(box.checkpoint().size() == 0);
    CHECK(test.log().size() == 0);
    // Neither counter nor alphas are remembered.
    const auto committed = must(take(box, {ballot}));
    CHECK(kinds(committed.answers) == Kinds{accepted});
    CHECK(must(box.judge({ballot})).answers()[0].kind == already);
    // Nor is what came after a commit.
    { const auto dropped = must(box.judge({test.ballot(0, 1)})); }
    CHECK(kinds(must(take(box, {test.ballot(0, 1)})).answers) == Kinds{accepted});
    CHECK(box.save_index());
    CHECK(test.entries().size() == 2);
}

TEST_CASE("ballots are judged as if those before them in the batch were in the log") {
    TestBox test;
    auto box = test.open();
    const auto first = test.ballot(0);
    const auto second = test.ballot(0, 1);
    const auto batch =
        must(box.judge({second, first, second, second, first, test.ballot(0, 1, 1)}));
    CHECK(kinds(batch.answers()) == Kinds{refused, accepted, accepted, already, already, refused});
    CHECK(batch.answers()[0].refusal->reason == "stale");
    CHECK(batch.answers()[2].index == 1);
    CHECK(batch.answers()[3].index == 1);
    CHECK(batch.answers()[4].index == 0);
    CHECK(batch.answers()[5].refusal->reason == "stale");
}

TEST_CASE("a ballot that is on the board is answered with its place") {
    TestBox test;
    const auto ballot = test.ballot(1);
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0), ballot}));
    }
    auto box = test.open();
    const auto again = must(take(box, {ballot, ballot}));
    CHECK(kinds(again.answers) == Kinds{already, already});
    CHECK(again.answers[0].index == 1);
    CHECK(again.answers[0].tracker == *entry_tracker(layouts_of(test.election.manifest()), ballot));
    CHECK(again.checkpoint.size() == 2);
}

TEST_CASE("a receipt is of the present checkpoint") {
    TestBox test;
    auto box = test.open();
    const auto ballot = test.ballot(0);
    REQUIRE(take(box, {ballot}));
    const auto first = must(box.receipt(0));
    CHECK(first.extra == ballot);
    REQUIRE(take(box, {test.ballot(1)}));
    const auto second = must(box.receipt(0));
    CHECK(second.checkpoint == box.checkpoint().note());
    CHECK(first.checkpoint != second.checkpoint);
    const auto& key = test.election.record().board.key;
    auto log = test.log();
    for (const auto& receipt : {first, second, must(box.receipt(1))}) {
        const auto opened =
            must(OpenReceipt::open(receipt.encode(), test.election.manifest(), key));
        CHECK(opened.tracker ==
              *entry_tracker(layouts_of(test.election.manifest()), receipt.extra));
        CHECK(must_be_on_board(log, opened));
    }
    CHECK(must(receipt_of(box.record(), log,
                          *entry_tracker(layouts_of(test.election.manifest()), ballot)))
              .index == 0);
    CHECK(receipt_of(box.record(), log, Digest32{}).error().code == ErrorCode::not_on_board);
    const ThrowingChecks throwing;
    CHECK_THROWS_AS(box.receipt(2), std::logic_error);
}

TEST_CASE("two batches cannot be open at once") {
    TestBox test;
    auto box = test.open();
    const ThrowingChecks throwing;
    {
        const auto batch = must(box.judge({test.ballot(0)}));
        CHECK_THROWS_AS(box.judge({test.ballot(1)}), std::logic_error);
        CHECK_THROWS_AS(box.close(), std::logic_error);
        CHECK(kinds(batch.answers()) == Kinds{accepted});
    }
    auto batch = must(box.judge({test.ballot(0)}));
    auto moved = std::move(batch);
    CHECK_THROWS_AS(box.judge({test.ballot(1)}), std::logic_error);
    CHECK(std::move(moved).commit());
    CHECK_THROWS_AS(std::move(moved).commit(), std::logic_error);
    CHECK(std::move(batch).answers().empty());
    CHECK(take(box, {test.ballot(1)}));
    CHECK(test.entries().size() == 2);
}

TEST_CASE("a box that is moved goes on with its batch") {
    TestBox test;
    auto box = test.open();
    auto batch = must(box.judge({test.ballot(0)}));
    auto moved = std::move(box);
    CHECK(std::move(batch).commit());
    CHECK(moved.checkpoint().size() == 1);
}

TEST_CASE("the box takes ballots only in the election's time by the clock that it was given") {
    TestBox test(with_times(R"("opens":"2030-01-01T08:00:00Z","closes":"2030-01-01T20:00:00Z",)"));
    const std::int64_t opens = 1'893'484'800;
    const std::int64_t closes = opens + std::int64_t{12} * 3600;
    test.now = opens - 1;
    auto box = test.open();
    CHECK(box.judge({test.ballot(0)}).error().message.english() ==
          "the box opens at 2030-01-01T08:00:00Z; the clock of this machine shows "
          "2030-01-01T07:59:59Z");
    test.now = opens;
    CHECK(take(box, {test.ballot(0)}));
    test.now = closes - 1;
    auto batch = must(box.judge({test.ballot(1)}));
    test.now = closes;
    // It came in time.
    CHECK(std::move(batch).commit());
    CHECK(box.judge({test.ballot(2)}).error().message.english() ==
          "the box closed at 2030-01-01T20:00:00Z; the clock of this machine shows "
          "2030-01-01T20:00:00Z");
    CHECK(box.close());
    CHECK(test.log().size() == 3);
}

TEST_CASE("the clock of the system is not of long ago") {
    CHECK(system_clock() > 1'750'000'000);
}

TEST_CASE("a closed box takes nothing and opens no more") {
    TestBox test;
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
        REQUIRE(box.close());
        CHECK(box.checkpoint().size() == 2);
        CHECK(box.judge({test.ballot(1)}).error().message.english() == "the board is closed");
        CHECK(box.close().error().message.english() == "the board is closed already");
        CHECK(must(box.receipt(0)).extra == test.entries().front());
        CHECK(box.save_index());
    }
    CHECK(test.try_open().error().message.english() == "the board is closed");
    CHECK(close_board(test.record(), test.key()).error().message.english() ==
          "the board is closed already");
    // A run that was interrupted before the mark goes on.
    std::filesystem::remove(test.election.folder().closed());
    CHECK(test.try_open().error().message.english() == "the board is closed");
    CHECK(must(close_board(test.record(), test.key())).size() == 2);
    CHECK(file_exists(test.election.folder().closed()));
}

TEST_CASE("the box has the board to itself and needs its key") {
    TestBox test;
    {
        const auto box = test.open();
        CHECK(test.try_open().error().code == ErrorCode::locked);
        CHECK(close_board(test.record(), test.key()).error().code == ErrorCode::locked);
    }
    const auto other = [&] {
        return BoardKey{
            NoteSigner(test.signer().verifier().name(), SigningKey::generate(system_random())),
            test.key_file()};
    };
    CHECK(close_board(test.record(), other()).error().message.english() ==
          "this is not the key of this election's board");
    CHECK(Box::open(test.record(), other(), system_random()).error().message.english() ==
          "this is not the key of this election's board");
    CHECK(test.open().checkpoint().size() == 0);
}

TEST_CASE("the turnout is that of the voters with a valid ballot") {
    TestBox test;
    auto box = test.open();
    CHECK(box.turnout() == std::vector<Turnout>{{4, 0}});
    REQUIRE(take(box, {test.ballot(0), test.ballot(2), test.ballot(2, 1)}));
    CHECK(box.turnout() == std::vector<Turnout>{{4, 2}});
    { const auto dropped = must(box.judge({test.ballot(1)})); }
    CHECK(box.turnout() == std::vector<Turnout>{{4, 2}});
}

TEST_CASE("finding 16 a second ballot of one voter in a batch is refused with what to do") {
    TestBox test;
    auto box = test.open();
    const auto batch = must(box.judge({test.ballot(0), test.ballot(0, 0, 1), test.ballot(1, 7)}));
    CHECK(kinds(batch.answers()) == Kinds{accepted, refused, refused});
    CHECK(batch.answers()[1].refusal->reason == "stale");
    CHECK(batch.answers()[1].refusal->words.english() ==
          "stale: another ballot of this voter came before it in the same batch. If this one is to "
          "count, the voter makes it again, now that the other one is on the board");
    CHECK(batch.answers()[2].refusal->words.english() ==
          "stale: its counter is not this voter's next one");
}

TEST_CASE("finding 15 nothing ends before its time unless that is meant") {
    TestBox test(with_times(R"("closes":"2030-01-01T20:00:00Z",)"));
    const auto& manifest = test.election.manifest();
    CHECK(must_be_over_at(manifest, 1'893'484'800).error().code == ErrorCode::not_over_yet);
    CHECK(must_be_over_at(manifest, 1'893'528'000 - 1).error().message.english() ==
          "voting lasts until 2030-01-01T20:00:00Z, and the clock of this machine shows "
          "2030-01-01T19:59:59Z; this can be done earlier only with --before-closes");
    CHECK(must_be_over_at(manifest, 1'893'528'000));
    CHECK(must_be_over_at(TestBox().election.manifest(), 0));
}

TEST_CASE("many threads say what one says") {
    TestBox test(tiny_manifest(1, 1), 300);
    std::vector<Bytes> ballots;
    for (std::size_t voter = 0; voter < 300; ++voter) {
        ballots.push_back(test.ballot(voter));
        if (voter % 50 == 7)
            ballots.back()[100] ^= 1;
    }
    const auto judge = [&](unsigned threads) {
        auto box = test.open(threads);
        // Twice, for verifiers and threads are kept.
        std::vector<std::string> out;
        for (const int count : {300, 130, 1, 0}) {
            const auto batch = must(box.judge({ballots.begin(), ballots.begin() + count}));
            for (const auto& answer : batch.answers())
                out.emplace_back(answer.refusal ? answer.refusal->reason
                                                : std::string_view("accepted"));
        }
        return out;
    };
    const auto one = judge(1);
    CHECK(one.size() == 431);
    CHECK(std::ranges::count(one, "accepted") == 294 + 127 + 1);
    CHECK(judge(3) == one);
    CHECK(judge(5) == one);
}

TEST_CASE("a box that opens verifies only what its index does not cover") {
    TestBox test;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> progress;
    const auto open = [&] {
        progress.clear();
        return must(test.try_open(1, [&](std::uint64_t done, std::uint64_t total) {
            progress.emplace_back(done, total);
        }));
    };
    using Progress = decltype(progress);
    {
        auto box = open();
        CHECK(progress.empty());
        REQUIRE(take(box, {test.ballot(0)}));
        REQUIRE(box.save_index());
        REQUIRE(box.save_index());
        REQUIRE(take(box, {test.ballot(1), test.ballot(0, 1)}));
    }
    {
        auto box = open();
        CHECK(progress == Progress{{3, 3}});
        CHECK(must(box.judge({test.ballot(0, 1)})).answers()[0].refusal->reason == "stale");
        REQUIRE(box.save_index());
    }
    {
        auto box = open();
        CHECK(progress.empty());
        CHECK(must(box.judge({test.ballot(0, 2)})).accepted() == 1);
        // Taken away while the box is open: an error once, then the file is made anew.
        std::filesystem::remove(test.index());
        REQUIRE(take(box, {test.ballot(2)}));
        CHECK(box.save_index().error().code == ErrorCode::file_missing);
        CHECK(box.save_index());
    }
    const auto box = open();
    CHECK(progress.empty());
    CHECK(box.checkpoint().size() == 4);
}

TEST_CASE("a box tells whose a credential is and what its next ballot must have") {
    TestBox test;
    auto box = test.open();
    const auto credential = test.election.credential(1).encoding;
    CHECK(box.standing(credential).verdict == Verdict::valid);
    CHECK(box.standing(credential).counter == 0);
    REQUIRE(take(box, {test.ballot(1), test.ballot(1, 1)}));
    CHECK(box.standing(credential).counter == 2);
    const auto nobody = box.standing(ByteArray<32>{});
    CHECK(nobody.verdict == Verdict::not_on_roll);
    CHECK(nobody.voter == VoterStanding::nobody);
    CHECK(nobody.counter == 0);
}

TEST_CASE("a receipt of bytes at hand is the same and never one of other bytes") {
    TestBox test;
    auto box = test.open();
    const auto ballot = test.ballot(0);
    REQUIRE(take(box, {ballot, test.ballot(1)}));
    CHECK(must(box.receipt(0, ballot)) == must(box.receipt(0)));
    CHECK(box.receipt(1, ballot).error().code == ErrorCode::damaged);
}

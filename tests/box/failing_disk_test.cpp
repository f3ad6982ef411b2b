// SPDX-License-Identifier: Apache-2.0
// What is on the disk decides, whatever failed.
#include "box/test_box.h"

using namespace evote;
using namespace evote::test;

namespace {

void copy_log(const std::filesystem::path& from, const std::filesystem::path& to) {
    for (const auto& item : std::filesystem::directory_iterator(to))
        std::filesystem::remove_all(item.path());
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

} // namespace

TEST_CASE("attack 37 a box whose disk fails at any operation goes on once it works again") {
    TestBox test;
    const auto before = test.ballot(0);
    const std::vector<Bytes> ballots{test.ballot(0, 1), test.ballot(1)};
    const auto after = test.ballot(0, 2);
    const auto log = test.election.folder().log();
    const TemporaryFolder kept;
    std::filesystem::copy(log, kept.path(), std::filesystem::copy_options::recursive);
    bool some_were_there = false;
    bool finished = false;
    for (std::size_t operations = 0; !finished; ++operations) {
        INFO("after " << operations << " operations");
        copy_log(kept.path(), log);
        auto box = test.open();
        REQUIRE(take(box, {before}));
        test.storage.fail_after(operations);
        const auto committed = take(box, ballots);
        finished = committed.has_value();
        if (!committed) {
            CHECK(committed.error().code == ErrorCode::system);
            CHECK(box.checkpoint().size() == 1);
            // Nothing is done while the disk fails.
            CHECK(box.judge({after}).error().code == ErrorCode::system);
            CHECK(box.close().error().code == ErrorCode::system);
        }
        test.storage.fail_after(SIZE_MAX);
        const auto again = must(take(box, ballots));
        const bool there = again.answers[0].kind == already;
        some_were_there |= there && !committed;
        CHECK(kinds(again.answers) ==
              (there ? Kinds{already, already} : Kinds{accepted, accepted}));
        CHECK(again.answers[0].index == 1);
        CHECK(again.answers[1].index == 2);
        CHECK(kinds(must(take(box, {after})).answers) == Kinds{accepted});
        CHECK(test.entries() == std::vector<Bytes>{before, ballots[0], ballots[1], after});
        CHECK(audit_log(test.log()).faults.empty());
        CHECK(box.save_index());
    }
    CHECK(some_were_there);
}

TEST_CASE("what was judged before a failure is forgotten if it is not in the log") {
    TestBox test;
    auto box = test.open();
    test.storage.fail_after(0);
    REQUIRE_FALSE(take(box, {test.ballot(0)}));
    test.storage.fail_after(SIZE_MAX);
    CHECK(kinds(must(take(box, {test.ballot(0, 0, 1)})).answers) == Kinds{accepted});
    CHECK(test.log().size() == 1);
}

TEST_CASE("attack 37 a closing that fails at any operation can be repeated") {
    TestBox test;
    const auto ballot = test.ballot(0);
    const auto log = test.election.folder().log();
    const TemporaryFolder kept;
    std::filesystem::copy(log, kept.path(), std::filesystem::copy_options::recursive);
    bool finished = false;
    for (std::size_t operations = 0; !finished; ++operations) {
        INFO("after " << operations << " operations");
        copy_log(kept.path(), log);
        auto box = test.open();
        REQUIRE(take(box, {ballot}));
        test.storage.fail_after(operations);
        finished = box.close().has_value();
        test.storage.fail_after(SIZE_MAX);
        if (!finished)
            REQUIRE(box.close());
        CHECK(box.judge({test.ballot(1)}).error().message.english() == "the board is closed");
        CHECK(test.entries() ==
              std::vector<Bytes>{ballot, closing_entry(test.record().election.fingerprint())});
        CHECK(must(read_file(test.election.folder().closed())) ==
              must(read_file(test.election.folder().checkpoint())));
    }
}

TEST_CASE("a box whose board was set back behind it refuses to go on") {
    TestBox test;
    auto box = test.open();
    const auto log = test.election.folder().log();
    const TemporaryFolder kept;
    std::filesystem::copy(log, kept.path(), std::filesystem::copy_options::recursive);
    REQUIRE(take(box, {test.ballot(0)}));
    test.storage.fail_after(0);
    REQUIRE_FALSE(take(box, {test.ballot(1)}));
    test.storage.fail_after(SIZE_MAX);
    copy_log(kept.path(), log);
    for (int time = 0; time < 2; ++time) {
        const auto batch = box.judge({test.ballot(1)});
        CHECK(batch.error().code == ErrorCode::board_contradicts);
        CHECK(batch.error().message.english() ==
              "the board does not go on from what this box has seen of it");
    }
    CHECK(test.log().size() == 0);
}

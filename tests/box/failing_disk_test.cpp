// SPDX-License-Identifier: Apache-2.0
// What is on the disk decides, whatever failed.
#include "box/test_box.h"

using namespace evote;
using namespace evote::test;

namespace {

// The log and what the key remembers, as they are.
struct Before {
    explicit Before(TestBox& test)
        : log(test.election.folder().log()),
          memory_file(test.key().memory()),
          memory(must(read_file(memory_file))) {}

    void put_back() const {
        log.put_back();
        must(write_file(memory_file, memory, Existing::replace));
    }

    FolderCopy log;
    std::filesystem::path memory_file;
    Bytes memory;
};

} // namespace

TEST_CASE("attack 37 a box whose disk fails at any operation goes on once it works again") {
    TestBox test;
    const auto before = test.ballot(0);
    const std::vector<Bytes> ballots{test.ballot(0, 1), test.ballot(1)};
    const auto after = test.ballot(0, 2);
    const Before kept(test);
    bool some_were_there = false;
    bool finished = false;
    for (std::size_t operations = 0; !finished; ++operations) {
        INFO("after " << operations << " operations");
        kept.put_back();
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
    const Before kept(test);
    bool finished = false;
    for (std::size_t operations = 0; !finished; ++operations) {
        INFO("after " << operations << " operations");
        kept.put_back();
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

TEST_CASE("finding 7 a box whose board was set back behind it refuses to go on") {
    TestBox test;
    auto box = test.open();
    const FolderCopy kept(test.election.folder().log());
    REQUIRE(take(box, {test.ballot(0)}));
    test.storage.fail_after(0);
    REQUIRE_FALSE(take(box, {test.ballot(1)}));
    test.storage.fail_after(SIZE_MAX);
    kept.put_back();
    for (int time = 0; time < 2; ++time)
        CHECK(box.judge({test.ballot(1)}).error().code == ErrorCode::rolled_back);
    CHECK(test.log().size() == 0);
}

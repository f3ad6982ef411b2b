// SPDX-License-Identifier: Apache-2.0
// Either of two machines fails or loses power at any moment: what was acknowledged is on the other.
#include "box/machine_pair.h"

#include <functional>
#include <random>

using namespace evote;
using namespace evote::test;
namespace fs = std::filesystem;

namespace {

// Lets the disk of one machine fail from each operation on, while two batches are sent, and takes
// over with what the second machine has then.
void fail_everywhere(const std::function<RecordingStorage&(MachinePair&)>& disk) {
    bool finished = false;
    for (std::size_t operations = 0; !finished; ++operations) {
        INFO("after " << operations << " operations");
        MachinePair pair;
        const auto a = pair.first.ballot(0);
        const std::vector<Bytes> rest{pair.first.ballot(1), pair.first.ballot(0, 1)};
        pair.begin_standby();
        std::vector<Bytes> acknowledged;
        {
            auto box = pair.open_first();
            REQUIRE(take(box, {a}));
            acknowledged = {a};
            disk(pair).fail_after(operations);
            if (take(box, rest))
                acknowledged.insert(acknowledged.end(), rest.begin(), rest.end());
            finished = acknowledged.size() == 3 && box.close().has_value();
            CHECK(box.checkpoint().size() >= acknowledged.size());
        }
        const auto served = pair.first.entries();
        disk(pair).fail_after(SIZE_MAX);
        pair.take_over();
        const auto second = entries_of(pair.second_log());
        REQUIRE(second.size() >= served.size());
        CHECK(std::equal(served.begin(), served.end(), second.begin()));
        CHECK(std::equal(acknowledged.begin(), acknowledged.end(), second.begin()));
        auto box = pair.try_second();
        if (!box) {
            CHECK(box.error().code == ErrorCode::closed);
            continue;
        }
        std::vector<Bytes> all{a};
        all.insert(all.end(), rest.begin(), rest.end());
        REQUIRE(take(*box, all));
        CHECK(entries_of(pair.second_log()) == all);
    }
}

} // namespace

TEST_CASE("attack 37 whenever the second machine's disk fails it has what was acknowledged") {
    fail_everywhere([](MachinePair& pair) -> RecordingStorage& { return pair.second_disk; });
}

TEST_CASE("attack 37 whenever the first machine's disk fails the second has what it acknowledged") {
    fail_everywhere([](MachinePair& pair) -> RecordingStorage& { return pair.first.storage; });
}

TEST_CASE("a second machine that could not write takes the same later") {
    for (std::size_t operations = 0; operations < 12; ++operations) {
        INFO("after " << operations << " operations");
        MachinePair pair;
        pair.begin_standby();
        auto box = pair.open_first();
        pair.second_disk.fail_after(operations);
        const auto ballot = pair.first.ballot(0);
        const bool taken = take(box, {ballot}).has_value();
        CHECK(pair.first.log().size() == (taken ? 1U : 0U));
        pair.second_disk.fail_after(SIZE_MAX);
        const auto again = must(take(box, {ballot}));
        CHECK(again.answers[0].index == 0);
        CHECK(pair.standby->tree() == again.checkpoint.tree());
        CHECK(entries_of(pair.second_log()) == std::vector<Bytes>{ballot});
    }
}

namespace {

// What the second machine's disk had for good after how many operations.
struct PairedVote {
    PairedVote() {
        fs::copy(pair.second_root(), before.path(), fs::copy_options::recursive);
        pair.begin_standby();
        auto box = pair.open_first();
        note(0);
        for (const auto& batch : {std::vector<Bytes>{pair.first.ballot(0)},
                                  {pair.first.ballot(1), pair.first.ballot(0, 1)}}) {
            REQUIRE(take(box, batch));
            entries.insert(entries.end(), batch.begin(), batch.end());
            note(entries.size());
        }
        REQUIRE(box.close());
        entries.push_back(closing_entry(pair.first.fingerprint()));
        note(entries.size());
        pair.standby.reset();
    }

    void note(std::size_t size) {
        acknowledged.emplace_back(pair.second_disk.operations().size(), size);
    }

    std::size_t acknowledged_after(std::size_t operations) const {
        std::size_t out = 0;
        for (const auto& [when, size] : acknowledged)
            if (when <= operations)
                out = size;
        return out;
    }

    MachinePair pair;
    TemporaryFolder before;
    std::vector<Bytes> entries;
    std::vector<std::pair<std::size_t, std::size_t>> acknowledged;
};

// Takes over with what is left. Before the first word of the first machine there is nothing to take
// over.
void check_left(const PairedVote& vote, std::size_t operations, const fs::path& root) {
    FastStorage storage;
    const auto record = must(SealedRecord::open(RecordFolder(root / "record"), Anchor()));
    const auto key = [&] { return must(read_board_key(root / "key", record.board.key.name())); };
    {
        auto standby = Standby::open(record, key(), system_random(), storage);
        REQUIRE(standby);
        if (standby->pairing().role == MachineRole::waiting) {
            CHECK(operations < vote.acknowledged.front().first);
            return;
        }
    }
    must(must(MachineChange::open(record, key(), storage)).take_over());
    const std::size_t least = vote.acknowledged_after(operations);
    const auto box = Box::open(must(SealedRecord::open(RecordFolder(root / "record"), Anchor())),
                               key(), system_random(), {.storage = storage});
    if (!box) {
        REQUIRE(box.error().code == ErrorCode::closed);
        CHECK(least >= 3);
    }
    auto log = must(record.open_log());
    REQUIRE(log.size() >= least);
    for (std::uint64_t i = 0; i < log.size(); ++i)
        CHECK(must(log.entry(i)) == vote.entries[i]);
    CHECK(audit_log(log).faults.empty());
}

void lose_power(const PairedVote& vote, const std::function<bool()>& reached) {
    lose_power_everywhere(
        {vote.pair.second_disk.operations(), 0, vote.pair.second_root(), vote.before.path()},
        reached, [&](std::size_t done, const fs::path& left) { check_left(vote, done, left); });
}

} // namespace

TEST_CASE("a second machine that loses power has what was acknowledged") {
    const PairedVote vote;
    SECTION("everything reached the disk") {
        lose_power(vote, [] { return true; });
    }
    SECTION("nothing that was not synced reached it") {
        lose_power(vote, [] { return false; });
    }
    SECTION("some of it did") {
        std::mt19937 chance(25);
        for (int time = 0; time < 4; ++time)
            lose_power(vote, [&] { return chance() % 2 == 0; });
    }
}

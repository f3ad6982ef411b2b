// SPDX-License-Identifier: Apache-2.0
// A machine that loses power at any moment: the log and what the key remembers fit each other
// whatever has reached the disk.
#include "box/test_box.h"

#include <functional>
#include <random>

using namespace evote;
using namespace evote::test;
namespace fs = std::filesystem;

namespace {

// A vote in which it is known after which operations the disk had how many entries for good.
struct Vote {
    Vote() {
        fs::copy(test.root(), before.path(), fs::copy_options::recursive);
        first = test.storage.operations().size();
        auto box = test.open();
        const std::vector<std::vector<Bytes>> batches = {{test.ballot(0)},
                                                         {test.ballot(1), test.ballot(0, 1)}};
        for (const auto& batch : batches) {
            REQUIRE(take(box, batch));
            entries.insert(entries.end(), batch.begin(), batch.end());
            acknowledged.emplace_back(test.storage.operations().size(), entries.size());
        }
        REQUIRE(box.close());
        entries.push_back(closing_entry(test.fingerprint()));
        acknowledged.emplace_back(test.storage.operations().size(), entries.size());
    }

    std::size_t acknowledged_after(std::size_t operations) const {
        std::size_t out = 0;
        for (const auto& [when, size] : acknowledged)
            if (when <= operations)
                out = size;
        return out;
    }

    TestBox test;
    TemporaryFolder before;
    std::size_t first = 0;
    std::vector<Bytes> entries;
    std::vector<std::pair<std::size_t, std::size_t>> acknowledged;
};

// Opens what is left, which may be closed already.
void check_left(const Vote& vote, std::size_t operations, const fs::path& root) {
    const auto record = [&] {
        return must(SealedRecord::open(RecordFolder(root / "record"), Anchor()));
    };
    FastStorage storage;
    auto key = must(read_board_key(root / "key", record().board.key.name()));
    const auto box = Box::open(record(), std::move(key), system_random(), {.storage = storage});
    const std::size_t least = vote.acknowledged_after(operations);
    if (!box) {
        REQUIRE(box.error().code == ErrorCode::closed);
        CHECK(least >= 3);
    }
    auto log = must(record().open_log());
    CHECK(log.size() >= least);
    for (std::uint64_t i = 0; i < log.size(); ++i)
        CHECK(must(log.entry(i)) == vote.entries[i]);
    CHECK(audit_log(log).faults.empty());
}

void lose_power(const Vote& vote, const std::function<bool()>& reached) {
    lose_power_everywhere(
        {vote.test.storage.operations(), vote.first, vote.test.root(), vote.before.path()}, reached,
        [&](std::size_t done, const fs::path& left) { check_left(vote, done, left); });
}

} // namespace

TEST_CASE("attack 37 a box that loses power at any operation loses nothing acknowledged") {
    const Vote vote;
    CHECK(vote.acknowledged.back().first - vote.first > 30);
    SECTION("when every name reached the disk") {
        lose_power(vote, [] { return true; });
    }
    SECTION("when only synced names did") {
        lose_power(vote, [] { return false; });
    }
    SECTION("when some did") {
        std::mt19937 coins(43);
        lose_power(vote, [&] { return coins() % 2 == 0; });
    }
}

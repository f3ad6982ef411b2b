// SPDX-License-Identifier: Apache-2.0
// Entries for somebody who follows a log, from anywhere in it.
#include "board/log_feed.h"
#include "board/log_support.h"
#include "board/standby_note.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using namespace evote::test;

TEST_CASE("a feed goes on from every size in pieces of every length") {
    const TestLog log(700);
    auto reader = log.reader();
    const TreeHead now = reader.checkpoint().tree();
    for (const std::uint64_t from : {0U, 1U, 255U, 256U, 257U, 511U, 512U, 699U, 700U}) {
        for (const std::size_t most : {1U, 100U, 5000U, 1'000'000U}) {
            INFO(from << " in pieces of " << most);
            const TreeHead begin{from, reader.root_at(from).value()};
            auto feed = LogFeed::open(reader.folder(), begin, now).value();
            CHECK(feed.at() == begin);
            std::uint64_t next = from;
            while (next < now.size) {
                const auto piece = feed.next(now, most).value();
                REQUIRE_FALSE(piece.entries.empty());
                for (const auto& bytes : piece.entries)
                    CHECK(to_bytes(bytes) == entry(next++));
                CHECK(piece.to == feed.at());
                CHECK(piece.to == TreeHead{next, reader.root_at(next).value()});
            }
            CHECK(feed.at() == now);
        }
    }
    CHECK(LogFeed::open(reader.folder(), {300, {1}}, now).error().code ==
          ErrorCode::board_contradicts);
}

TEST_CASE("what two machines say to each other is strict") {
    const Pairing pairing{MachineRole::second, 3, {1, 2}};
    const StandbyRequest request{{1}, {2}, pairing, {7, {3}}, {9, {4}}, true};
    const StandbyAnswer answer{{1}, {2}, pairing, {9, {4}}, false};
    const StandbyRelease release{{1}, pairing};
    const std::string zeros(28, '0');
    CHECK(pairing.text() == "second 3 0102" + zeros);
    const auto check = [](const auto& said) {
        using Said = std::decay_t<decltype(said)>;
        const std::string text = said.text();
        CHECK(Said::parse(text).value() == said);
        for (std::size_t at = 0; at < text.size(); ++at) {
            auto changed = text;
            changed.erase(at, 1);
            const auto shorter = Said::parse(changed);
            CHECK((!shorter || shorter->text() == changed));
            changed = text;
            changed[at] = '!';
            CHECK(Said::parse(changed).error().code == ErrorCode::malformed);
        }
        CHECK(Said::parse(text + "\n").error().code == ErrorCode::malformed);
        CHECK(Said::parse("").error().code == ErrorCode::malformed);
    };
    check(request);
    check(answer);
    check(release);
    for (const auto* const wrong : {"", "second 3", "third 3 00", "second 03 ", "Second 3 "})
        CHECK_FALSE(Pairing::parse(wrong + zeros + "0102"));
    // None of them is another one.
    CHECK_FALSE(StandbyAnswer::parse(request.text()));
    CHECK_FALSE(StandbyRequest::parse(answer.text()));
    CHECK_FALSE(StandbyRelease::parse(answer.text()));
}

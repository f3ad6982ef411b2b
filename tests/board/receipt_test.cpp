// SPDX-License-Identifier: Apache-2.0
#include "board/log_support.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace evote;
using namespace evote::test;

namespace {

std::optional<ErrorCode> error_of(const Result<SignedCheckpoint>& result) {
    return result ? std::nullopt : std::optional(result.error().code);
}

} // namespace

TEST_CASE("receipts of every entry verify without the log") {
    for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 600U}) {
        const TestLog log(size);
        auto reader = log.reader();
        for (std::uint64_t i = 0; i < size; i += 1 + i / 9) {
            const auto receipt = make_receipt(reader, i, bytes_of("tracker")).value();
            const auto parsed = Receipt::parse(receipt.encode());
            REQUIRE(parsed);
            CHECK(*parsed == receipt);
            CHECK(verify_receipt(*parsed, entry(i), signer().verifier()));
            CHECK_FALSE(verify_receipt(*parsed, entry(i + 1), signer().verifier()));
        }
    }
}

TEST_CASE("a receipt looks like the format's example") {
    const TestLog log(3);
    auto reader = log.reader();
    const auto receipt = make_receipt(reader, 2, Bytes{1, 2, 3}).value();
    REQUIRE(receipt.path.size() == 1);
    CHECK(to_string(receipt.encode()) ==
          fmt::format("c2sp.org/tlog-proof@v1\nextra AQID\nindex 2\n{}\n\n{}",
                      base64_encode(receipt.path[0]), text_of(reader.checkpoint().note())));
    const TestLog lonely(1);
    auto lonely_reader = lonely.reader();
    CHECK(to_string(make_receipt(lonely_reader, 0, {}).value().encode()) ==
          fmt::format("c2sp.org/tlog-proof@v1\nindex 0\n\n{}",
                      text_of(lonely_reader.checkpoint().note())));
}

TEST_CASE("attack 33 altered receipts do not verify") {
    const TestLog log(10);
    auto reader = log.reader();
    const auto good = make_receipt(reader, 5, {}).value();
    const auto entry_5 = entry(5);
    const auto key = signer().verifier();
    REQUIRE(error_of(verify_receipt(good, entry_5, key)) == std::nullopt);
    auto bad = good;
    bad.index = 4;
    CHECK(error_of(verify_receipt(bad, entry_5, key)) == ErrorCode::bad_receipt);
    bad.index = 10;
    CHECK(error_of(verify_receipt(bad, entry_5, key)) == ErrorCode::bad_receipt);
    CHECK(find_receipt(reader, bad).error().code == ErrorCode::bad_receipt);
    bad = good;
    bad.path[0][0] ^= 1;
    CHECK(error_of(verify_receipt(bad, entry_5, key)) == ErrorCode::bad_receipt);
    CHECK(find_receipt(reader, bad).error().code == ErrorCode::bad_receipt);
    bad = good;
    bad.path.pop_back();
    CHECK(error_of(verify_receipt(bad, entry_5, key)) == ErrorCode::bad_receipt);
    CHECK(error_of(verify_receipt(good, entry_5, signer("evote/test", 8).verifier())) ==
          ErrorCode::bad_signature);
    CHECK(error_of(verify_receipt(good, entry_5, signer("evote/other").verifier())) ==
          ErrorCode::other_election);
    // A smaller checkpoint of the same log.
    bad = good;
    bad.checkpoint = TestLog(6).reader().checkpoint().note();
    CHECK(error_of(verify_receipt(bad, entry_5, key)) == ErrorCode::bad_receipt);
    bad.checkpoint = to_bytes(bytes_of("no note"));
    CHECK(error_of(verify_receipt(bad, entry_5, key)) == ErrorCode::malformed);
}

TEST_CASE("attack 8 receipts that are not written strictly are refused") {
    const TestLog log(10);
    auto reader = log.reader();
    const std::string good = to_string(make_receipt(reader, 5, bytes_of("abc")).value().encode());
    REQUIRE(Receipt::parse(bytes_of(good)));
    const auto change = [&](std::string_view what, std::string_view by) {
        std::string out = good;
        const auto at = out.find(what);
        REQUIRE(at != std::string::npos);
        return out.replace(at, what.size(), by);
    };
    const auto longer_hash = base64_encode(Bytes(33)) + "\n";
    for (const auto& text : {
             std::string(),
             std::string("c2sp.org/tlog-proof@v1\n"),
             std::string("c2sp.org/tlog-proof@v1\nextra YWJj\n"),
             change("@v1", "@v2"),
             change("extra YWJj", "extra "),
             change("extra YWJj", "extra YWI"),
             change("extra YWJj", "extra YWJj\nextra YWJj"),
             change("extra ", "Extra "),
             change("index 5", "index 05"),
             change("index 5", "index 5 "),
             change("index 5", "index -5"),
             change("index 5\n", ""),
             change("index 5\n", "index 5\nAAAA\n"),
             change("index 5\n", "index 5\n" + longer_hash),
             change("index 5\n", "index 5\r\n"),
             good.substr(0, good.find("\n\n") + 1),
         }) {
        INFO(text);
        const auto parsed = Receipt::parse(bytes_of(text));
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == ErrorCode::malformed);
    }
    CHECK(english_place(Receipt::parse(bytes_of(change("index 5\n", "index x\n"))).error().place) ==
          "line 3");
    // The largest log has paths of 63 hashes.
    Receipt longest{{}, 0, MerklePath(63), reader.checkpoint().note()};
    CHECK(Receipt::parse(longest.encode()));
    longest.path.emplace_back();
    CHECK_FALSE(Receipt::parse(longest.encode()));
}

TEST_CASE("attack 27 a receipt is found in the log as it grows and missing in another") {
    const TestLog log(300, 100);
    auto reader = log.reader();
    const auto receipt = make_receipt(reader, 123, {}).value();
    auto found = find_receipt(reader, receipt).value();
    CHECK(found.relation == LogRelation::same);
    CHECK(found.entry == entry(123));
    auto writer = log.open();
    REQUIRE(append_entries(writer, 300, 400));
    auto later = log.reader();
    found = find_receipt(later, receipt).value();
    CHECK(found.relation == LogRelation::earlier);
    CHECK(found.entry == entry(123));

    // The board drops the entry and signs a history without it.
    const TestLog other(123, 100);
    auto other_writer = other.open();
    REQUIRE(append_entries(other_writer, 124, 500));
    auto other_reader = other.reader();
    found = find_receipt(other_reader, receipt).value();
    CHECK(found.relation == LogRelation::split);
    CHECK_FALSE(found.entry);

    // Damage where the entry was is damage, not a split view.
    log.change("tile/entries/000", [](Bytes& bytes) { bytes[2 + 5] ^= 1; });
    auto damaged = log.reader();
    CHECK(find_receipt(damaged, make_receipt(damaged, 0, {}).value()).error().code ==
          ErrorCode::damaged);
}

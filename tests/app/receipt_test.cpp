// SPDX-License-Identifier: Apache-2.0
#include "app/paper_receipt.h"
#include "app/voting.h"
#include "board/log_writer.h"
#include "support/record_files.h"
#include "support/rooms.h"

using namespace evote;

namespace {

// An election with two ballots, and the receipt of the first.
struct Receipted : Voting {
    std::string tracker;

    Receipted() {
        console().set_facts(Facts::json);
        must(vote("c", "mayor: usen\n", "1"));
        tracker = facts()["tracker"];
        must(vote("d", "mayor: asan\n", "2"));
        captured.take_out();
        must(board_append({record.path(), {path("1")}, path("board.key"), path("receipts")},
                          system_random(), console()));
        must(append({"2"}));
        captured.take_out();
    }

    std::filesystem::path receipt() const { return path("receipts/" + tracker + ".receipt"); }

    Outcome check() { return board_check_receipt({record.path(), receipt()}, console()); }

    Outcome make(const std::string& wanted, const std::string& out) {
        return board_receipt(record.path(), wanted, path(out), console());
    }

    // The board's key on a new log.
    void begin_another_board(const std::vector<Bytes>& entries) const {
        const auto text = must(read_file(path("board.key")));
        const auto signer = [&] { return must(NoteSigner::parse(bytes_of(trim(text_of(text))))); };
        std::filesystem::remove_all(record.log());
        must(LogWriter::create(record.log(), signer()));
        if (entries.empty())
            return;
        auto writer = must(LogWriter::open(record.log(), signer()));
        must(writer.append(std::vector<ByteView>(entries.begin(), entries.end())));
    }

    // Keeps only the board's newest checkpoint.
    void forget_tiles() const { std::filesystem::remove_all(record.log() / "tile"); }
};

} // namespace

TEST_CASE("a receipt from the append is still valid when the board has grown") {
    Receipted voting;
    REQUIRE(voting.check());
    const auto facts = voting.facts();
    CHECK(facts["tracker"] == voting.tracker);
    CHECK(facts["index"] == 0);
    CHECK(facts["size"] == 1);
    CHECK(facts["board_size"] == 2);
    REQUIRE(voting.close());
    CHECK(voting.check());
}

TEST_CASE("a receipt can be made later from the tracker") {
    Receipted voting;
    REQUIRE(voting.make(voting.tracker, "later"));
    voting.captured.take_out();
    REQUIRE(board_check_receipt({voting.record.path(), voting.path("later")}, voting.console()));
    CHECK(voting.facts()["size"] == 2);
    CHECK(voting.make(voting.tracker, "later").error().code == ErrorCode::file_exists);
    CHECK(voting.make("xyz", "none").error().code == ErrorCode::usage);
}

TEST_CASE("a receipt that was checked is put on paper") {
    Receipted voting;
    voting.console().set_language(Language::russian);
    const auto check = [&](const std::string& paper) {
        return board_check_receipt(
            {voting.record.path(), voting.receipt(), {}, {}, voting.path(paper)}, voting.console());
    };
    REQUIRE(check("paper"));
    const std::string text = to_string(must(read_file(voting.path("paper"))));
    CHECK(contains(text, "Выборы (voting)"));
    CHECK(contains(text, voting.tracker));
    CHECK(contains(text, short_tracker(*hex_decode_array<32>(voting.tracker))));
    CHECK(contains(text, voting.tracker + ".receipt"));
    CHECK(check("paper").error().code == ErrorCode::file_exists);
    REQUIRE(check("sheet.html"));
    CHECK(contains(to_string(must(read_file(voting.path("sheet.html")))), "<!DOCTYPE html>"));
}

TEST_CASE("attack 39 no paper says what was not checked") {
    Receipted voting;
    const CheckReceiptOptions options{
        voting.record.path(), voting.receipt(), {}, {}, voting.path("paper")};
    std::filesystem::rename(voting.record.keys(), voting.path("keys"));
    CHECK(board_check_receipt(options, voting.console()).error().code == ErrorCode::not_checked);
    std::filesystem::rename(voting.path("keys"), voting.record.keys());
    voting.forget_tiles();
    CHECK(board_check_receipt(options, voting.console()).error().code == ErrorCode::not_checked);
    voting.begin_another_board({});
    CHECK(board_check_receipt(options, voting.console()).error().code ==
          ErrorCode::board_contradicts);
    CHECK_FALSE(file_exists(voting.path("paper")));
}

TEST_CASE("a short tracker is the first 80 bits in the alphabet of codes") {
    Digest32 tracker{};
    CHECK(short_tracker(tracker) == "0000-0000-0000-0000");
    tracker[0] = 0x08;
    tracker[9] = 0x1F;
    tracker[10] = 0xFF;
    CHECK(short_tracker(tracker) == "1000-0000-0000-000Z");
    tracker.fill(0xFF);
    CHECK(short_tracker(tracker) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    tracker = {0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF};
    CHECK(short_tracker(tracker) == "0123-4567-89AB-CDEF");
}

TEST_CASE("attack 27 a ballot that is not on the board") {
    Receipted voting;
    const auto outcome = voting.make(std::string(64, '0'), "none");
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::not_on_board);
    CHECK_FALSE(file_exists(voting.path("none")));
}

TEST_CASE("attack 27 a board that lost its end") {
    Receipted voting;
    voting.begin_another_board({});
    CHECK(voting.check().error().code == ErrorCode::board_contradicts);
    voting.forget_tiles();
    CHECK(voting.check().error().code == ErrorCode::board_contradicts);
}

TEST_CASE("attack 25 a board with another history of the same size") {
    Receipted voting;
    voting.begin_another_board({Bytes{1}});
    CHECK(voting.check().error().code == ErrorCode::board_contradicts);
    voting.forget_tiles();
    CHECK(voting.check().error().code == ErrorCode::board_contradicts);
    // And of a larger size, which only the tiles can tell.
    Receipted other;
    other.begin_another_board({Bytes{1}, Bytes{2}});
    CHECK(other.check().error().code == ErrorCode::board_contradicts);
}

TEST_CASE("without the tiles a newer board is not fully checked") {
    Receipted voting;
    REQUIRE(voting.make(voting.tracker, "later"));
    voting.forget_tiles();
    CHECK(voting.check().error().code == ErrorCode::not_checked);
    CHECK(board_check_receipt({voting.record.path(), voting.path("later")}, voting.console()));
}

TEST_CASE("attack 39 no check of the log is passed off as done") {
    Receipted voting;
    voting.forget_tiles();
    const auto outcome = voting.check();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message.english().starts_with("NOT CHECKED"));
    CHECK(voting.captured.take_talk().find("The board has the ballot") == std::string::npos);
}

TEST_CASE("a receipt that was changed") {
    Receipted voting;
    const std::string receipt = to_string(must(read_file(voting.receipt())));
    const auto with = [&](const std::string& text) {
        must(write_file(voting.receipt(), bytes_of(text), Existing::replace));
        const auto outcome = voting.check();
        return outcome ? std::nullopt : std::optional(outcome.error().code);
    };
    CHECK(with("") == ErrorCode::malformed);
    CHECK(with("no receipt\n") == ErrorCode::malformed);
    std::string changed = receipt;
    const auto index = changed.find("\nindex 0\n");
    REQUIRE(index != std::string::npos);
    changed.replace(index, 9, "\nindex 1\n");
    CHECK(with(changed) == ErrorCode::bad_receipt);
    // Another ballot in it.
    const auto other = must(read_file(voting.path("2")));
    changed = receipt;
    const auto begin = changed.find("extra ") + 6;
    changed.replace(begin, changed.find('\n', begin) - begin, base64_encode(other));
    CHECK(with(changed) == ErrorCode::bad_receipt);
    changed.replace(begin, changed.find('\n', begin) - begin, base64_encode(bytes_of("no ballot")));
    CHECK(with(changed) == ErrorCode::bad_receipt);
    CHECK(with(receipt) == std::nullopt);
}

TEST_CASE("attack 33 not a bit of a receipt is unbound") {
    Receipted voting;
    const Bytes receipt = must(read_file(voting.receipt()));
    std::vector<std::size_t> unbound;
    for (std::size_t bit = 0; bit < 8 * receipt.size(); bit += 13) {
        Bytes changed = receipt;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        overwrite(voting.receipt(), changed);
        if (voting.check())
            unbound.push_back(bit / 8);
    }
    CHECK(unbound == std::vector<std::size_t>{});
    overwrite(voting.receipt(), receipt);
    CHECK(voting.check());
}

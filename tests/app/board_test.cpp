// SPDX-License-Identifier: Apache-2.0
#include "app/voting.h"
#include "board/log_writer.h"
#include "support/file_size_limit.h"
#include "support/rooms.h"

#include <fmt/format.h>

using namespace evote;

namespace {

constexpr std::string_view south = "mayor: usen\n";

std::vector<std::string> reasons(const nlohmann::json& facts) {
    std::vector<std::string> out;
    for (const auto& refused : facts["refused"])
        out.push_back(refused["reason"]);
    return out;
}

std::string hour_from_now(int hours) {
    const std::time_t time = std::time(nullptr) + hours * 3600;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

} // namespace

TEST_CASE("good ballots are appended in order and bad ones named with their reason") {
    Voting voting;
    REQUIRE(voting.vote("a", "mayor: asan\nlist:\n", "1"));
    REQUIRE(voting.vote("c", south, "3"));
    REQUIRE(voting.vote("d", south, "4"));
    auto damaged = must(read_file(voting.path("3")));
    damaged.back() ^= 1;
    voting.write("2", text_of(damaged));
    voting.write("5", "no ballot");
    voting.write("6", std::string(70'000, 'x'));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    CHECK(voting.append({"1", "2", "3", "4", "5", "6"}).error().code == ErrorCode::ballots_refused);
    const auto facts = voting.facts();
    CHECK(reasons(facts) == std::vector<std::string>{"credential proof", "malformed", "malformed"});
    CHECK(facts["size"] == 3);
    REQUIRE(facts["appended"].size() == 3);
    auto log = voting.log();
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& appended = facts["appended"][i];
        CHECK(appended["index"] == i);
        const auto ballot = must(read_file(appended["file"].get<std::string>()));
        CHECK(must(log.entry(i)) == ballot);
    }
    CHECK(facts["root"] == hex_encode(log.checkpoint().root()));
}

TEST_CASE("the text for people has one line for each ballot") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "1"));
    voting.write("2", "no ballot");
    voting.captured.take_out();
    CHECK_FALSE(voting.append({"2", "1"}));
    const std::string out = voting.captured.take_out();
    const auto lines = split(out, '\n');
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].ends_with("2: refused: malformed: this is not a ballot"));
    CHECK(lines[1].find("1: entry 0, tracker ") != std::string::npos);
    CHECK(lines[2] == "The board has 1 entries");
}

TEST_CASE("the ballots of a folder are taken by name") {
    Voting voting;
    must(make_folders(voting.path("inbox")));
    REQUIRE(voting.vote("c", south, "inbox/2"));
    REQUIRE(voting.vote("d", south, "inbox/1"));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    REQUIRE(voting.append({"inbox"}));
    const auto facts = voting.facts();
    CHECK(facts["appended"][0]["file"] == voting.path("inbox/1").string());
    CHECK(facts["appended"][1]["file"] == voting.path("inbox/2").string());
    CHECK(voting.append({"nowhere"}).error().code == ErrorCode::ballots_refused);
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"unreadable"});
}

TEST_CASE("attack 28 an older ballot that comes after a newer one is stale") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "old"));
    REQUIRE(voting.vote("c", "mayor: asan\n", "new"));
    voting.console().set_facts(Facts::json);
    voting.captured.take_out();
    REQUIRE(voting.append({"new"}));
    voting.captured.take_out();
    CHECK(voting.append({"old"}).error().code == ErrorCode::ballots_refused);
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"stale"});
    // Within one batch as well.
    REQUIRE(voting.vote("d", south, "d1"));
    REQUIRE(voting.vote("d", south, "d2"));
    voting.captured.take_out();
    CHECK(voting.append({"d1", "d2"}).error().code == ErrorCode::ballots_refused);
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"stale"});
}

TEST_CASE("a ballot that is on the board already is reported and gets its receipt again") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "1"));
    REQUIRE(voting.vote("d", south, "2"));
    voting.console().set_facts(Facts::json);
    voting.captured.take_out();
    REQUIRE(voting.append({"1", "2"}));
    const auto first = voting.facts();
    const auto again = [&](const std::vector<std::string>& ballots) {
        std::vector<std::filesystem::path> files;
        for (const auto& ballot : ballots)
            files.push_back(voting.path(ballot));
        return board_append(
            {voting.record.path(), files, voting.path("board.key"), voting.path("receipts")},
            system_random(), voting.console());
    };
    REQUIRE(again({"2"}));
    auto facts = voting.facts();
    CHECK(facts["size"] == 2);
    CHECK(facts["appended"].empty());
    CHECK(facts["refused"].empty());
    CHECK(facts["already"][0] == first["appended"][1]);
    const auto receipt = [&](std::size_t i) {
        return voting.path("receipts") /
               (first["appended"][i]["tracker"].get<std::string>() + ".receipt");
    };
    CHECK(board_check_receipt({voting.record.path(), receipt(1)}, voting.console()));
    voting.captured.take_out();

    // With the index lost, with one receipt present and one missing, with one file named twice, and
    // among others that are appended now.
    std::filesystem::remove(voting.path("board.key.index"));
    const auto standing = must(read_file(receipt(1)));
    REQUIRE(voting.vote("c", south, "3"));
    voting.captured.take_out();
    REQUIRE(again({"1", "3", "2", "3"}));
    facts = voting.facts();
    CHECK(facts["size"] == 3);
    CHECK(facts["appended"].size() == 1);
    REQUIRE(facts["already"].size() == 3);
    CHECK(facts["already"][0] == first["appended"][0]);
    CHECK(facts["already"][2]["index"] == 2);
    CHECK(must(read_file(receipt(1))) == standing);
    CHECK(board_check_receipt({voting.record.path(), receipt(0)}, voting.console()));

    // Anything but a receipt of this ballot is neither overwritten nor believed.
    for (const auto& wrong : {to_bytes(bytes_of("x")), standing}) {
        must(write_file(receipt(0), wrong, Existing::replace));
        CHECK(again({"1"}).error().code == ErrorCode::file_exists);
        CHECK(must(read_file(receipt(0))) == wrong);
    }
}

TEST_CASE("a ballot with the tracker of one on the board and other proofs is refused") {
    Voting voting;
    const auto record = must(OpenRecord::open(voting.record));
    const auto code = must(decode_code(text_of(must(read_file(voting.path("code-c"))))));
    const auto credential = Credential::from_code(record.manifest().hash(), code);
    // The same randomness for header and cipher, but not for the proofs.
    const auto write = [&](const std::string& name) {
        SecretVector<std::uint8_t> selection(2);
        selection.expose()[0] = 1;
        std::vector<BallotRequest> requests;
        requests.push_back({&*credential, 0, must(record.manifest().contest_bits(0, selection))});
        SeededRandom random(bytes_of("same"));
        Maker maker(record.election.parameters(), random);
        auto prepared = maker.prepare(1, requests);
        SeededRandom other(bytes_of(name));
        Maker prover(record.election.parameters(), other);
        const Credential* const pointer = &*credential;
        const auto ballot = prover.cast(std::move(prepared), {&pointer, 1}).front();
        voting.write(name, text_of(ballot));
        return ballot;
    };
    REQUIRE(write("1") != write("2"));
    REQUIRE(voting.append({"1"}));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    CHECK(voting.append({"2", "1"}).error().code == ErrorCode::ballots_refused);
    const auto facts = voting.facts();
    CHECK(reasons(facts) == std::vector<std::string>{"stale"});
    CHECK(facts["already"].size() == 1);
}

TEST_CASE("a live audience sees the progress of an append") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "1"));
    voting.console().set_audience(Audience::live);
    REQUIRE(voting.append({"1"}));
    CHECK(voting.captured.take_talk().find("\x1b[K") != std::string::npos);
}

TEST_CASE("where voters vote once a second ballot is refused") {
    Voting voting({"last", "none"});
    REQUIRE(voting.vote("c", south, "1"));
    REQUIRE(voting.append({"1"}));
    // evote-cast would not make it.
    const auto record = must(OpenRecord::open(voting.record));
    const auto code = must(decode_code(text_of(must(read_file(voting.path("code-c"))))));
    const auto credential = Credential::from_code(record.manifest().hash(), code);
    SecretVector<std::uint8_t> selection(2);
    selection.expose()[0] = 1;
    std::vector<BallotRequest> requests;
    requests.push_back({&*credential, 1, must(record.manifest().contest_bits(0, selection))});
    Maker maker(record.election.parameters(), system_random());
    auto prepared = maker.prepare(1, requests);
    const Credential* const pointer = &*credential;
    const auto second = maker.cast(std::move(prepared), {&pointer, 1});
    voting.write("2", text_of(second.front()));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    CHECK_FALSE(voting.append({"2"}));
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"second ballot"});
}

TEST_CASE("attack 12 reused randomness is refused") {
    Voting voting;
    const auto record = must(OpenRecord::open(voting.record));
    const auto code = must(decode_code(text_of(must(read_file(voting.path("code-c"))))));
    const auto credential = Credential::from_code(record.manifest().hash(), code);
    // The same generator and the same first ballot give the same randomness; the counter is changed
    // after the encryption, before the proofs are made.
    const auto ballot = [&](std::uint64_t counter) {
        SecretVector<std::uint8_t> selection(2);
        selection.expose()[0] = 1;
        std::vector<BallotRequest> requests;
        requests.push_back({&*credential, 0, must(record.manifest().contest_bits(0, selection))});
        SeededRandom random(bytes_of("broken"));
        Maker maker(record.election.parameters(), random);
        auto prepared = maker.prepare(1, requests);
        constexpr std::size_t counter_ends_at = 43;
        prepared.front().header_and_cipher[counter_ends_at] = static_cast<std::uint8_t>(counter);
        const Credential* const pointer = &*credential;
        return maker.cast(std::move(prepared), {&pointer, 1}).front();
    };
    for (std::uint64_t i = 0; i < 3; ++i)
        voting.write(std::to_string(i), text_of(ballot(i)));
    voting.console().set_facts(Facts::json);
    CHECK_FALSE(voting.append({"0", "1"}));
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"repeated alpha"});
    // In a later run, with the index and without it.
    CHECK_FALSE(voting.append({"1"}));
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"repeated alpha"});
    std::filesystem::remove(voting.path("board.key.index"));
    CHECK_FALSE(voting.append({"1"}));
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"repeated alpha"});
}

TEST_CASE("attack 10 a ballot under another credential is refused") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "c"));
    auto copied = must(read_file(voting.path("c")));
    const auto record = must(OpenRecord::open(voting.record));
    const auto mine = ByteView(copied).subspan(place_in_header(Field::credential), 32);
    for (const auto& voter : record.roll.entries())
        if (voter.district == 1 && !equal(voter.credential, mine)) {
            std::ranges::copy(voter.credential,
                              copied.begin() + place_in_header(Field::credential));
            break;
        }
    voting.write("copied", text_of(copied));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    CHECK_FALSE(voting.append({"c", "copied"}));
    CHECK(reasons(voting.facts()) == std::vector<std::string>{"credential proof"});
}

TEST_CASE("the index is believed only as far as it fits the log") {
    Voting voting;
    const auto index = voting.path("board.key.index");
    REQUIRE(voting.vote("c", south, "old"));
    REQUIRE(voting.vote("c", south, "1"));
    REQUIRE(voting.append({"1"}));
    const auto first = must(read_file(index));
    REQUIRE(voting.vote("c", south, "2"));
    REQUIRE(voting.append({"2"}));
    const auto second = must(read_file(index));
    CHECK(second.size() > first.size());
    CHECK(equal(first, ByteView(second).first(first.size())));
    voting.console().set_facts(Facts::json);

    // Whatever the state of the file, "old" is stale, "2" is on the board already and "3" is good.
    REQUIRE(voting.vote("c", south, "3"));
    const auto check = [&](const Bytes& bytes) {
        must(write_file(index, bytes, Existing::replace));
        voting.captured.take_out();
        CHECK_FALSE(voting.append({"old", "2"}));
        const auto facts = voting.facts();
        CHECK(reasons(facts) == std::vector<std::string>{"stale"});
        CHECK(facts["already"].size() == 1);
    };
    check(first);
    // Cut off anywhere: in its first line and salt, and in the record of the last append.
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 18U, 49U, 50U, 65U, 66U})
        check(to_bytes(ByteView(second).first(size)));
    for (std::size_t size = first.size() + 1; size < second.size(); size += 9)
        check(to_bytes(ByteView(second).first(size)));
    check(to_bytes(ByteView(second).first(second.size() - 1)));
    for (std::size_t at = 0; at < second.size(); at += 7) {
        Bytes altered = second;
        altered[at] ^= 0x40;
        check(altered);
    }
    // One that belongs to another log.
    Voting other;
    REQUIRE(other.vote("a", "mayor: asan\nlist:\n", "1"));
    REQUIRE(other.append({"1"}));
    check(must(read_file(other.path("board.key.index"))));
    REQUIRE(voting.append({"3"}));
}

TEST_CASE("the board takes ballots only between opening and closing") {
    Voting early({"\"last\"", "\"last\", \"opens\": \"" + hour_from_now(1) + "\""});
    REQUIRE(early.vote("c", south, "1"));
    CHECK(early.append({"1"}).error().code == ErrorCode::not_open_yet);
    Voting late({"\"last\"", "\"last\", \"closes\": \"" + hour_from_now(-1) + "\""});
    REQUIRE(late.vote("c", south, "1"));
    CHECK(late.append({"1"}).error().code == ErrorCode::closed);
    Voting now({"\"last\"", "\"last\", \"opens\": \"" + hour_from_now(-1) + "\", \"closes\": \"" +
                                hour_from_now(1) + "\""});
    REQUIRE(now.vote("c", south, "1"));
    CHECK(now.append({"1"}));
}

TEST_CASE("a closed board takes nothing") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "1"));
    REQUIRE(voting.vote("d", south, "2"));
    REQUIRE(voting.append({"1"}));
    REQUIRE(voting.close());
    CHECK(voting.append({"2"}).error().message.english() == "the board is closed");
    CHECK(voting.close().error().message.english() == "the board is closed already");
    auto log = voting.log();
    CHECK(log.size() == 2);
    CHECK(must(read_file(voting.record.closed())) == must(read_file(voting.record.checkpoint())));
    CHECK(must(log.entry(1)) ==
          closing_entry(must(OpenRecord::open(voting.record)).election.fingerprint()));

    // A run that was interrupted before the mark is completed.
    std::filesystem::remove(voting.record.closed());
    CHECK(voting.append({"2"}).error().code == ErrorCode::closed);
    REQUIRE(voting.close());
    CHECK(voting.log().size() == 2);
    CHECK(file_exists(voting.record.closed()));
}

TEST_CASE("the board is written only with its own key") {
    Voting voting;
    Voting other;
    REQUIRE(voting.vote("c", south, "1"));
    CHECK(board_append({voting.record.path(), {voting.path("1")}, other.path("board.key"), {}},
                       system_random(), voting.console())
              .error()
              .message.english() == "this is not the key of this election's board");
    CHECK(voting.log().size() == 0);
    std::filesystem::remove(voting.path("board.key"));
    CHECK(voting.append({"1"}).error().code == ErrorCode::file_missing);
    CHECK(voting.close().error().code == ErrorCode::file_missing);
}

TEST_CASE("attack 37 a full disk acknowledges nothing that is not there") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "1"));
    REQUIRE(voting.vote("d", south, "2"));
    REQUIRE(voting.append({"1"}));
    voting.captured.take_out();
    voting.console().set_facts(Facts::json);
    {
        const FileSizeLimit limit(400);
        CHECK(voting.append({"2"}).error().code == ErrorCode::system);
    }
    CHECK(voting.facts()["appended"].empty());
    CHECK(voting.log().size() == 1);
    REQUIRE(voting.append({"2"}));
    CHECK(voting.facts()["appended"][0]["index"] == 1);
}

TEST_CASE("an index that cannot be written does not stop the vote") {
    Voting voting;
    REQUIRE(voting.vote("c", south, "1"));
    REQUIRE(voting.vote("d", south, "2"));
    must(make_folders(voting.path("board.key.index")));
    CHECK(voting.append({"1"}));
    CHECK(voting.captured.take_talk().find("board.key.index: ") != std::string::npos);
    CHECK(voting.append({"2"}));
    CHECK(voting.log().size() == 2);
}

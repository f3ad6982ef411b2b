// SPDX-License-Identifier: Apache-2.0
// What is kept of a log outside of its folder wins over an older copy of the folder.
#include "board/crash_model.h"
#include "board/resumption.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using namespace evote::test;

namespace {

// A log with a memory, and copies of its folder.
class RememberedTestLog {
  public:
    explicit RememberedTestLog(std::uint64_t size) {
        REQUIRE(memory.keep({{0, empty_root()}, false}));
        REQUIRE(LogWriter::create(board(), signer(), storage));
        append(size);
    }

    std::filesystem::path board() const { return temporary_.path() / "board"; }

    Result<LogWriter> try_open() { return LogWriter::open(board(), signer(), storage, &memory); }

    void append(std::uint64_t count, std::string_view word = "entry") {
        if (count == 0)
            return;
        auto writer = try_open().value();
        REQUIRE(append_entries(writer, writer.size(), count, word));
    }

    std::filesystem::path copy(const std::string& name) const {
        const auto to = temporary_.path() / name;
        std::filesystem::copy(board(), to, std::filesystem::copy_options::recursive);
        return to;
    }

    void put_back(const std::filesystem::path& copy) const {
        std::filesystem::remove_all(board());
        std::filesystem::copy(copy, board(), std::filesystem::copy_options::recursive);
    }

    std::uint64_t size_on_disk() const {
        return LogReader::open(board(), signer().verifier()).value().size();
    }

  private:
    TemporaryFolder temporary_;

  public:
    FastStorage storage;
    FileMemory memory{temporary_.path() / "memory", storage};
};

} // namespace

TEST_CASE("finding 7 an older copy of the whole folder is refused and left as it is") {
    RememberedTestLog log(300);
    const auto old = log.copy("old");
    log.append(5);
    log.put_back(old);
    for (int time = 0; time < 2; ++time) {
        const auto refused = log.try_open();
        CHECK(refused.error().code == ErrorCode::rolled_back);
        CHECK(refused.error().file == log.board().string());
        CHECK(refused.error().english().find("it has 300 entries, and its key has signed 305") !=
              std::string::npos);
    }
    CHECK(log.size_on_disk() == 300);
    // An empty one too.
    REQUIRE(log.memory.keep({{0, empty_root()}, false}));
    RememberedTestLog other(0);
    const auto empty = other.copy("empty");
    other.append(1);
    other.put_back(empty);
    CHECK(other.try_open().error().code == ErrorCode::rolled_back);
}

TEST_CASE("finding 7 an older checkpoint over newer tiles goes forward to what was signed") {
    for (const std::uint64_t before : {0U, 3U, 255U, 256U, 300U}) {
        for (const std::uint64_t more : {1U, 256U, 700U}) {
            INFO(before << " and " << more);
            RememberedTestLog log(0);
            log.append(before);
            const auto old = read_file(log.board() / "checkpoint").value();
            log.append(more);
            log.append(2);
            const auto newest = read_file(log.board() / "checkpoint").value();
            REQUIRE(write_file(log.board() / "checkpoint", old, Existing::replace));
            const auto writer = log.try_open();
            REQUIRE(writer);
            CHECK(writer->size() == before + more + 2);
            CHECK(read_file(log.board() / "checkpoint").value() == newest);
            const auto findings =
                audit_log(LogReader::open(log.board(), signer().verifier()).value());
            CHECK(fault_texts(findings.faults, log.board()).empty());
            CHECK(fault_texts(findings.leftovers, log.board()).empty());
        }
    }
}

TEST_CASE("attack 43 an older checkpoint whose tiles are not all there is refused") {
    for (const auto* const name : {"tile/entries/001.p/49", "tile/entries/000", "tile/0/000",
                                   "tile/0/001.p/49", "tile/1/000.p/1"}) {
        for (const bool is_gone : {true, false}) {
            INFO(name << (is_gone ? " gone" : " changed"));
            RememberedTestLog log(3);
            const auto old = read_file(log.board() / "checkpoint").value();
            log.append(302);
            REQUIRE(write_file(log.board() / "checkpoint", old, Existing::replace));
            auto bytes = read_file(log.board() / name).value();
            bytes.back() ^= 1;
            std::filesystem::remove(log.board() / name);
            if (!is_gone)
                REQUIRE(write_file(log.board() / name, bytes));
            const auto refused = log.try_open();
            REQUIRE_FALSE(refused);
            // The hash tile of the old checkpoint is among them.
            CHECK((refused.error().code == ErrorCode::rolled_back ||
                   refused.error().code == ErrorCode::damaged));
            CHECK(log.size_on_disk() == 3);
        }
    }
}

TEST_CASE("attack 43 a log that is not the remembered one is refused") {
    RememberedTestLog log(10);
    const auto old = log.copy("old");
    log.append(5);
    const auto kept = log.memory.recall().value();
    // Somebody else goes on with the older copy and the same key.
    log.put_back(old);
    {
        auto writer = LogWriter::open(log.board(), signer(), log.storage).value();
        REQUIRE(append_entries(writer, 10, 5, "other"));
    }
    CHECK(log.try_open().error().code == ErrorCode::board_contradicts);
    {
        auto writer = LogWriter::open(log.board(), signer(), log.storage).value();
        REQUIRE(append_entries(writer, 15, 5, "other"));
    }
    CHECK(log.try_open().error().code == ErrorCode::board_contradicts);
    CHECK(log.memory.recall().value() == kept);
}

TEST_CASE("an older memory is brought up to date by a log that goes on from it") {
    RememberedTestLog log(10);
    const auto old = log.memory.recall().value();
    log.append(300);
    const auto newest = log.memory.recall().value();
    REQUIRE(log.memory.keep(old));
    REQUIRE(log.try_open());
    CHECK(log.memory.recall().value() == newest);
}

TEST_CASE("attack 43 a log without its closing mark is still remembered as closed") {
    RememberedTestLog log(3);
    REQUIRE(log.try_open()->close());
    CHECK(log.memory.recall()->closed);
    std::filesystem::remove(log.board() / "closed");
    {
        auto writer = log.try_open().value();
        CHECK(writer.remembered_closed());
        CHECK_FALSE(writer.closed());
        REQUIRE(writer.close());
        CHECK(writer.closed());
    }
    CHECK(read_file(log.board() / "closed").value() ==
          read_file(log.board() / "checkpoint").value());
    // A memory from before is told.
    REQUIRE(log.memory.keep({log.memory.recall()->tree, false}));
    CHECK(log.try_open()->remembered_closed());
    CHECK(log.memory.recall()->closed);
}

TEST_CASE("attack 43 a writer notices that its memory was changed by somebody else") {
    RememberedTestLog log(3);
    auto writer = log.try_open().value();
    const auto kept = log.memory.recall().value();
    REQUIRE(log.memory.keep({{4, {1}}, false}));
    CHECK(append_entries(writer, 3, 1).error().code == ErrorCode::board_contradicts);
    REQUIRE(log.memory.keep(kept));
    CHECK(append_entries(writer, 3, 1));
}

TEST_CASE("an entry that its tile does not have is found in a verified bundle") {
    const TestLog log(300);
    auto reader = log.reader();
    for (const std::uint64_t index : {0U, 1U}) {
        const auto bundle = reader.verified_bundle(index).value();
        CHECK(bundle.size() == (index == 0 ? 256 : 44));
        for (unsigned i = 0; i < bundle.size(); ++i)
            CHECK(to_bytes(bundle[i]) == entry(bundle.first() + i));
    }
    log.change("tile/entries/001.p/44", [](Bytes& bytes) { bytes.back() ^= 1; });
    const auto bad = log.reader().verified_bundle(1);
    CHECK(bad.error().code == ErrorCode::damaged);
    CHECK(bad.error().english().find("entry 299") != std::string::npos);
    CHECK(log.reader().verified_bundle(0));
    // With its hash changed too.
    log.change("tile/0/001.p/44", [](Bytes& bytes) { bytes.back() ^= 1; });
    CHECK(log.reader().verified_bundle(1).error().code == ErrorCode::damaged);
}

TEST_CASE("a note of a resumption says what was lost") {
    const Resumption known{{1}, TreeHead{12, {2}}, {7, {3}}, 1'893'484'800};
    const Resumption unknown{{1}, std::nullopt, {7, {3}}, 0};
    const std::string zeros(62, '0');
    CHECK(known.text() == "evote-resumed-1\nelection 01" + zeros + "\nremembered 12 02" + zeros +
                              "\nfrom 7 03" + zeros + "\ntime 1893484800\n");
    CHECK(unknown.text().find("\nremembered -\n") != std::string::npos);
    for (const auto& note : {known, unknown}) {
        const Bytes file = sign_resumption(note, signer());
        CHECK(open_resumption(file, signer().verifier()).value() == note);
        CHECK(open_resumption(file, signer("evote/test", 9).verifier()).error().code ==
              ErrorCode::bad_signature);
        const std::string text = note.text();
        for (std::size_t at = 0; at < text.size(); ++at) {
            auto changed = text;
            changed[at] = ' ';
            CHECK((text[at] == ' ' ||
                   Resumption::parse(changed).error().code == ErrorCode::malformed));
            changed.erase(at, 1);
            const auto shorter = Resumption::parse(changed);
            CHECK((!shorter || shorter->text() == changed));
        }
        CHECK(Resumption::parse(text + "\n").error().code == ErrorCode::malformed);
    }
    CHECK(resumption_name(12) == "resumed-12.note");
    CHECK(resumption_number("resumed-12.note") == 12);
    for (const auto* const name :
         {"resumed-0.note", "resumed-01.note", "resumed-.note", "resumed-1", "resumed-note",
          "resumed.note", "1.note", "resumed-1.notes"})
        CHECK_FALSE(resumption_number(name));
}

TEST_CASE("notes of resumptions belong in a log's folder") {
    const TestLog log(3);
    for (const std::uint64_t number : {2U, 10U, 1U})
        REQUIRE(write_file(log.file(resumption_name(number)), bytes_of("a note")));
    const auto findings = log.audit();
    CHECK(findings.faults.empty());
    CHECK(findings.leftovers.empty());
    CHECK(findings.resumed == std::vector<std::uint64_t>{1, 2, 10});
    CHECK(log.open().size() == 3);
    CHECK(file_exists(log.file("resumed-10.note")));
}

// SPDX-License-Identifier: Apache-2.0
#include "board/log_support.h"
#include "board/vectors.h"
#include "support/rooms.h"
#include "support/vectors.h"

#include <catch2/catch.hpp>

using namespace evote;
using namespace evote::test;

namespace {

NoteSigner signer_of(const nlohmann::json& known) {
    const auto board = nlohmann::json::parse(known["board.json"].get<std::string>());
    return {board["origin"].get<std::string>(),
            SigningKey(Secret(unhex_array<32>(known["board_signing_seed"])))};
}

std::vector<std::string> file_names(const std::filesystem::path& folder) {
    std::vector<std::string> out;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder))
        if (!item.is_directory())
            out.push_back(item.path().lexically_relative(folder).string());
    std::ranges::sort(out);
    return out;
}

} // namespace

TEST_CASE("a log has exactly the files that the format asks for") {
    const TestLog log(70, 30);
    CHECK(file_names(log.folder()) ==
          std::vector<std::string>{"checkpoint", "tile/0/000.p/30", "tile/0/000.p/60",
                                   "tile/0/000.p/70", "tile/entries/000.p/30",
                                   "tile/entries/000.p/60", "tile/entries/000.p/70"});
    const TestLog full(600, 200);
    CHECK(file_names(full.folder()) ==
          std::vector<std::string>{"checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88",
                                   "tile/1/000.p/1", "tile/1/000.p/2", "tile/entries/000",
                                   "tile/entries/001", "tile/entries/002.p/88"});
    CHECK(fault_texts(log.audit().faults, log.folder()).empty());
    CHECK(fault_texts(full.audit().faults, full.folder()).empty());
}

TEST_CASE("what was appended is read back whole and one by one") {
    const TestLog log(600, 77);
    auto reader = log.reader();
    std::uint64_t next = 0;
    const auto findings = audit_log(reader, [&](const EntryBundle& bundle) {
        CHECK(bundle.first() == next);
        for (unsigned i = 0; i < bundle.size(); ++i, ++next)
            CHECK(to_bytes(bundle[i]) == entry(next));
    });
    CHECK(next == 600);
    CHECK(findings.faults.empty());
    CHECK(findings.leftovers.empty());
    for (const std::uint64_t i : {0U, 7U, 255U, 256U, 599U})
        CHECK(reader.entry(i).value() == entry(i));
}

TEST_CASE("entries are found by their leaf hashes and the first of two equal ones is named") {
    const TestLog log(600, 77);
    auto writer = log.open();
    REQUIRE(append_entries(writer, 3, 1));
    auto reader = log.reader();
    const auto found = reader.find({leaf_hash(entry(3)), leaf_hash(entry(255)),
                                    leaf_hash(entry(599)), leaf_hash(bytes_of("nowhere"))});
    REQUIRE(found);
    CHECK(*found == std::map<Digest32, std::uint64_t>{{leaf_hash(entry(3)), 3},
                                                      {leaf_hash(entry(255)), 255},
                                                      {leaf_hash(entry(599)), 599}});
    CHECK(reader.find({})->empty());
    std::filesystem::remove(log.folder() / "tile/0/001");
    CHECK(reader.find({leaf_hash(entry(3))}));
    CHECK_FALSE(log.reader().find({leaf_hash(entry(599))}));
}

TEST_CASE("the same entries give the same log in batches of any size") {
    const TestLog one(700, 700);
    for (const std::uint64_t batch : {1U, 255U, 256U, 257U, 512U}) {
        const TestLog other(700, batch);
        CHECK(other.reader().checkpoint().note() == one.reader().checkpoint().note());
        CHECK(other.audit().faults.empty());
    }
}

TEST_CASE("logs of the native vectors have their leaves and roots and signed checkpoints") {
    for (const auto& name : known_elections) {
        const auto known = vectors(name);
        const TemporaryFolder temporary;
        FastStorage storage;
        const auto folder = temporary.path() / "board";
        REQUIRE(LogWriter::create(folder, signer_of(known), storage));
        auto writer = LogWriter::open(folder, signer_of(known), storage).value();
        for (const auto& ballot : known["ballots"]) {
            const Bytes bytes = unhex(ballot["ballot"]);
            CHECK(leaf_hash(bytes) == unhex_array<32>(ballot["leaf"]));
            REQUIRE(writer.append({{ByteView(bytes)}}));
        }
        const Bytes closing = unhex(known["closing_entry"]);
        const auto appended = writer.append({{ByteView(closing)}});
        REQUIRE(appended);
        CHECK(to_string(appended->checkpoint.note()) == known["checkpoint"]);
        const auto board = nlohmann::json::parse(known["board.json"].get<std::string>());
        CHECK(signer_of(known).verifier().text() == board["key"]);
    }
}

TEST_CASE("all logs of the native rules have their roots") {
    std::size_t logs = 0;
    const auto all = vectors("native/log-rules.json");
    for (const auto& known : all["cases"])
        for (const auto& log : known["logs"]) {
            const TestLog made(0);
            auto writer = made.open();
            std::vector<Bytes> entries;
            for (const auto& text : log["entries"])
                entries.push_back(unhex(text));
            const std::vector<ByteView> views(entries.begin(), entries.end());
            REQUIRE(writer.append(views));
            CHECK(writer.checkpoint().root() == unhex_array<32>(log["root"]));
            ++logs;
        }
    CHECK(logs == 26);
}

TEST_CASE("a log takes entries up to the longest and refuses a longer one before it writes") {
    const TestLog log(1);
    auto writer = log.open();
    const Bytes longest(longest_entry, 0xab);
    const Bytes longer(longest_entry + 1, 0xab);
    const Bytes before = writer.checkpoint().note();
    const auto files = file_names(log.folder());
    const auto refused = writer.append({{ByteView(longest), ByteView(longer)}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::over_limit);
    CHECK(writer.append({}).error().code == ErrorCode::refused);
    CHECK(file_names(log.folder()) == files);
    CHECK(writer.checkpoint().note() == before);
    REQUIRE(writer.append({{ByteView(longest)}}));
    auto reader = log.reader();
    CHECK(reader.entry(1).value() == longest);
    CHECK(log.audit().faults.empty());
}

TEST_CASE("a log has one writer at a time") {
    const TestLog log(5);
    {
        const auto writer = log.open();
        const auto second = LogWriter::open(log.folder(), signer());
        REQUIRE_FALSE(second);
        CHECK(second.error().code == ErrorCode::locked);
    }
    CHECK(LogWriter::open(log.folder(), signer()));
}

TEST_CASE("a failing disk is an error") {
    const TemporaryFolder temporary;
    const auto none = temporary.path() / "none";
    const auto file = temporary.path() / "file";
    auto& disk = system_storage();
    REQUIRE(disk.write_synced(file, bytes_of("x")));
    CHECK_FALSE(disk.make_folder(none / "folder"));
    CHECK(disk.write_synced(none / "file", bytes_of("x")).error().code == ErrorCode::file_missing);
    CHECK(disk.write_synced("/dev/full", bytes_of("x")).error().code == ErrorCode::disk_full);
    // A device accepts the bytes, but cannot sync them.
    CHECK(disk.write_synced("/dev/null", bytes_of("x")).error().code == ErrorCode::system);
    CHECK_FALSE(disk.rename(none, file));
    CHECK_FALSE(disk.remove(file / "below"));
    CHECK_FALSE(disk.sync_folder(none));
    CHECK(disk.remove(none));
}

TEST_CASE("a log is not made where there is one or a part of one") {
    FastStorage storage;
    const TestLog log(5);
    CHECK(LogWriter::create(log.folder(), signer(), storage).error().code ==
          ErrorCode::already_there);
    std::filesystem::remove(log.file("checkpoint"));
    CHECK(LogWriter::create(log.folder(), signer(), storage).error().code ==
          ErrorCode::already_there);
    CHECK(file_exists(log.file("tile/entries/000.p/5")));
}

TEST_CASE("a log opens only for its own signer") {
    const TestLog log(5);
    CHECK(LogWriter::open(log.folder(), signer("evote/other")).error().code ==
          ErrorCode::other_election);
    CHECK(LogWriter::open(log.folder(), signer("evote/test", 9)).error().code ==
          ErrorCode::bad_signature);
    CHECK(LogWriter::open(log.folder() / "none", signer()).error().code == ErrorCode::file_missing);
}

TEST_CASE("attack 28 a closed log takes no more entries") {
    const TestLog log(5);
    {
        auto writer = log.open();
        REQUIRE(writer.close());
        REQUIRE(writer.close());
        CHECK(writer.closed());
        CHECK(append_entries(writer, 5, 1).error().code == ErrorCode::closed);
    }
    CHECK(read_file(log.file("closed")).value() == read_file(log.file("checkpoint")).value());
    auto again = log.open();
    CHECK(again.closed());
    CHECK(append_entries(again, 5, 1).error().code == ErrorCode::closed);
    CHECK(log.audit().faults.empty());
}

TEST_CASE("a writer does not append to a damaged log") {
    const TestLog log(300);
    SECTION("in the last bundle") {
        log.change("tile/entries/001.p/44", [](Bytes& bytes) { bytes.back() ^= 1; });
    }
    SECTION("in a hash tile") {
        log.change("tile/1/000.p/1", [](Bytes& bytes) { bytes.back() ^= 1; });
    }
    SECTION("by a missing tile") {
        std::filesystem::remove(log.file("tile/0/001.p/44"));
    }
    SECTION("in the closing mark") {
        REQUIRE(write_file(log.file("closed"), bytes_of("no")));
    }
    const auto opened = LogWriter::open(log.folder(), signer());
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::damaged);
    CHECK_FALSE(opened.error().file.empty());
}

TEST_CASE("attack 37 what is beyond the checkpoint is reported and removed by the next writer") {
    const TestLog log(300);
    const auto folder = log.folder();
    for (const auto* const name :
         {".new", "tile/0/001.p/60", "tile/entries/001.p/60", "tile/entries/001"})
        REQUIRE(write_file(folder / name, bytes_of("never confirmed")));
    auto findings = log.audit();
    CHECK(findings.faults.empty());
    CHECK(findings.leftovers.size() == 4);
    auto writer = LogWriter::open(folder, signer()).value();
    REQUIRE(append_entries(writer, 300, 20, "other"));
    findings = log.audit();
    CHECK(findings.faults.empty());
    CHECK(findings.leftovers.empty());
}

TEST_CASE("a strange file among partial tiles does not stop a writer") {
    const TestLog log(300);
    // As if the writer had stopped before it removed what the full tile replaced.
    std::filesystem::create_directory(log.file("tile/0/000.p"));
    for (const auto* const name : {"tile/0/000.p/100", "tile/0/000.p/notes"})
        REQUIRE(write_file(log.file(name), bytes_of("x")));
    auto writer = LogWriter::open(log.folder(), signer());
    REQUIRE(writer);
    CHECK_FALSE(file_exists(log.file("tile/0/000.p/100")));
    CHECK(append_entries(*writer, 300, 10));
    CHECK(fault_texts(log.audit().faults, log.folder()) ==
          std::vector<std::string>{"tile/0/000.p/notes: this file does not belong to the log"});
}

TEST_CASE("folders may be named in any way") {
    const TemporaryFolder temporary;
    FastStorage storage;
    const auto here = std::filesystem::current_path();
    std::filesystem::current_path(temporary.path());
    for (const auto* const name : {"a", "b/", "./c", "./d/.//"}) {
        REQUIRE(LogWriter::create(name, signer(), storage));
        auto writer = LogWriter::open(name, signer(), storage).value();
        CHECK(append_entries(writer, 0, 3));
        CHECK(audit_log(LogReader::open(name, signer().verifier()).value()).faults.empty());
    }
    std::filesystem::current_path(here);
}

// SPDX-License-Identifier: Apache-2.0
// Damage to a log, and inconsistent views of it.
#include "board/log_support.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using namespace evote::test;

namespace {

using Texts = std::vector<std::string>;

Texts faults(const TestLog& log) {
    const auto findings = log.audit();
    for (const auto& fault : findings.faults)
        CHECK(fault.code == ErrorCode::damaged);
    return fault_texts(findings.faults, log.folder());
}

constexpr const char* wrong_root =
    "checkpoint: line 3: the entries do not have the root that was signed";
constexpr const char* no_root =
    "checkpoint: line 3: entries are missing, so the signed root cannot be checked";

} // namespace

TEST_CASE("attack 27 every altered entry is named") {
    const TestLog log(600, 600);
    log.change("tile/entries/000", [](Bytes& bytes) { bytes[5] ^= 1; });
    log.change("tile/entries/002.p/88", [](Bytes& bytes) {
        bytes[3] ^= 1;
        bytes.back() ^= 1;
    });
    CHECK(faults(log) ==
          Texts{"tile/entries/000: entry 0: does not match its hash in tile/0/000",
                "tile/entries/002.p/88: entry 512: does not match its hash in tile/0/002.p/88",
                "tile/entries/002.p/88: entry 599: does not match its hash in tile/0/002.p/88",
                "tile/1/000.p/2: hash 0: does not match the entries under it", wrong_root});
    auto reader = log.reader();
    CHECK(reader.entry(1));
    CHECK(english_place(reader.entry(0).error().place) == "entry 0");
}

TEST_CASE("attack 27 swapped entries are found") {
    const TestLog log(300, 300);
    log.change("tile/entries/000", [&](Bytes& bytes) {
        // Two prefixes of equal length, so that the lengths still fit.
        std::string text = to_string(bytes);
        const auto first = text.find("entry 100 ");
        const auto second = text.find("entry 190 ");
        REQUIRE(std::max(first, second) != std::string::npos);
        std::swap(text[first + 6], text[second + 6]);
        std::swap(text[first + 7], text[second + 7]);
        bytes = to_bytes(bytes_of(text));
    });
    CHECK(faults(log) == Texts{"tile/entries/000: entry 100: does not match its hash in tile/0/000",
                               "tile/entries/000: entry 190: does not match its hash in tile/0/000",
                               "tile/1/000.p/1: hash 0: does not match the entries under it",
                               wrong_root});
}

TEST_CASE("attack 27 missing and truncated files are named") {
    const TestLog log(1000, 1000);
    SECTION("one bundle: its hashes stand in, so the rest is still checked") {
        std::filesystem::remove(log.file("tile/entries/001"));
        log.change("tile/1/000.p/3", [](Bytes& bytes) { bytes[0] ^= 1; });
        CHECK(faults(log) == Texts{"tile/entries/001: this file of the log is missing",
                                   "tile/1/000.p/3: hash 0: does not match the entries under it"});
    }
    SECTION("one bundle and its hashes, and another altered") {
        std::filesystem::remove(log.file("tile/entries/001"));
        std::filesystem::remove(log.file("tile/0/001"));
        log.change("tile/entries/002", [](Bytes& bytes) { bytes[2] ^= 1; });
        CHECK(faults(log) ==
              Texts{"tile/entries: entries 256 to 511: these entries and their hashes are missing",
                    "tile/entries/002: entry 512: does not match its hash in tile/0/002", no_root});
    }
    SECTION("the end of the log") {
        for (const auto* const name :
             {"tile/entries/003.p/232", "tile/0/003.p/232", "tile/entries/002", "tile/0/002"})
            std::filesystem::remove(log.file(name));
        CHECK(faults(log) ==
              Texts{"tile/entries: entries 512 to 999: these entries and their hashes are missing",
                    no_root});
    }
    SECTION("the end of the log, beside more of it that was never confirmed") {
        for (const auto* const name : {"tile/entries/003.p/232", "tile/0/003.p/232"})
            std::filesystem::remove(log.file(name));
        REQUIRE(write_file(log.file("tile/entries/003.p/240"), bytes_of("more")));
        CHECK(faults(log) ==
              Texts{"tile/entries: entries 768 to 999: these entries and their hashes are missing",
                    no_root});
    }
    SECTION("a cut bundle") {
        log.change("tile/entries/000", [](Bytes& bytes) { bytes.pop_back(); });
        CHECK(faults(log) == Texts{"tile/entries/000: entry 255: the file ends inside this entry"});
    }
    SECTION("a bundle with something at its end") {
        log.change("tile/entries/000", [](Bytes& bytes) { bytes.push_back(0); });
        CHECK(faults(log) ==
              Texts{"tile/entries/000: entry 256: there are 1 bytes after the last entry"});
    }
    SECTION("a cut hash tile") {
        log.change("tile/0/000", [](Bytes& bytes) { bytes.pop_back(); });
        CHECK(faults(log) == Texts{"tile/0/000: this file should have 8192 bytes, but has 8191"});
    }
}

TEST_CASE("attack 33 altered hash tiles are found at every level and width") {
    const TestLog log(300, 50);
    log.change("tile/0/000", [](Bytes& bytes) { bytes[32 * 17] ^= 1; });
    log.change("tile/0/001.p/44", [](Bytes& bytes) { bytes[0] ^= 1; });
    log.change("tile/1/000.p/1", [](Bytes& bytes) { bytes[31] ^= 1; });
    CHECK(faults(log) ==
          Texts{"tile/entries/000: entry 17: does not match its hash in tile/0/000",
                "tile/entries/001.p/44: entry 256: does not match its hash in tile/0/001.p/44",
                "tile/1/000.p/1: hash 0: does not match the entries under it"});
    auto reader = log.reader();
    CHECK(reader.inclusion(3).error().code == ErrorCode::damaged);
    CHECK(reader.root_at(290).error().code == ErrorCode::damaged);
}

TEST_CASE("attack 33 altered earlier partial tiles are found") {
    const TestLog log(200, 50);
    log.change("tile/0/000.p/50", [](Bytes& bytes) { bytes[40] ^= 1; });
    log.change("tile/entries/000.p/100", [](Bytes& bytes) { bytes.push_back(1); });
    log.change("tile/entries/000.p/150", [](Bytes& bytes) { bytes[4] ^= 1; });
    const auto found = faults(log);
    REQUIRE(found.size() == 3);
    CHECK(std::ranges::count(
              found, "tile/0/000.p/50: byte 40: is not the beginning of tile/0/000.p/200") == 1);
    CHECK(std::ranges::count(found, "tile/entries/000.p/150: byte 4: is not the beginning of "
                                    "tile/entries/000.p/200") == 1);
}

TEST_CASE("attack 33 earlier partial tiles that are too short or too long are found") {
    const TestLog log(200, 50);
    log.change("tile/0/000.p/50", [](Bytes& bytes) { bytes.resize(40); });
    log.change("tile/0/000.p/100", [&](Bytes& bytes) {
        append(bytes, ByteView(read_file(log.file("tile/0/000.p/150")).value()).subspan(3200, 32));
    });
    log.change("tile/entries/000.p/150", [](Bytes& bytes) { bytes.clear(); });
    auto found = faults(log);
    std::ranges::sort(found);
    CHECK(found ==
          Texts{"tile/0/000.p/100: byte 3200: is not the beginning of tile/0/000.p/200",
                "tile/0/000.p/50: byte 40: is not the beginning of tile/0/000.p/200",
                "tile/entries/000.p/150: byte 0: is not the beginning of tile/entries/000.p/200"});
}

TEST_CASE("files that do not belong to a log are named") {
    const TestLog log(10);
    REQUIRE(write_file(log.file("tile/notes.txt"), bytes_of("x")));
    REQUIRE(write_file(log.file("tile/0/0000"), bytes_of("x")));
    REQUIRE(write_file(log.file("lock"), bytes_of("x")));
    std::filesystem::create_symlink("10", log.file("tile/0/000.p/9"));
    CHECK(faults(log) == Texts{"lock: this file does not belong to the log",
                               "tile/0/000.p/9: this file does not belong to the log",
                               "tile/0/0000: this file does not belong to the log",
                               "tile/notes.txt: this file does not belong to the log"});
}

TEST_CASE("folders that do not belong to a log are named") {
    const TestLog log(10);
    // An earlier partial tile was removed, or not written yet: its folder may exist.
    for (const auto* folder : {"tile/0/x001/000.p", "tile/entries/x001/x000"})
        std::filesystem::create_directories(log.file(folder));
    CHECK(faults(log).empty());
    for (const auto* folder : {"closed", "tile/0/000", "tile/0/000.p/9", "tile/more"})
        std::filesystem::create_directories(log.file(folder));
    const auto found = faults(log);
    for (const auto* folder : {"closed", "tile/0/000", "tile/0/000.p/9", "tile/more"})
        CHECK(std::ranges::count(found, std::string(folder) +
                                            ": this file does not belong to the log") == 1);
}

TEST_CASE("a folder that does not belong to a log is named once and not opened") {
    const TestLog log(10);
    auto deepest = log.file("a");
    std::filesystem::create_directory(deepest);
    // More levels than a process may have files open.
    for (int depth = 1; depth < 1500; ++depth)
        std::filesystem::create_directory(deepest /= "a");
    std::filesystem::create_directory(log.file(".new"));
    REQUIRE(write_file(log.file(".new/x"), bytes_of("x")));
    const auto findings = log.audit();
    for (; deepest != log.folder(); deepest = deepest.parent_path())
        std::filesystem::remove(deepest); // remove_all does not go that deep either
    CHECK(fault_texts(findings.faults, log.folder()) ==
          Texts{".new: this file does not belong to the log",
                "a: this file does not belong to the log"});
    CHECK(findings.leftovers.empty());
}

TEST_CASE("attack 33 a closed log has nothing beyond its checkpoint") {
    const TestLog log(300, 50);
    REQUIRE(log.open().close());
    // An earlier partial tile, which is the beginning of the full one, may be there.
    const auto tile = read_file(log.file("tile/0/000")).value();
    std::filesystem::create_directory(log.file("tile/0/000.p"));
    REQUIRE(write_file(log.file("tile/0/000.p/100"), ByteView(tile).first(3200)));
    CHECK(faults(log).empty());
    std::filesystem::create_directory(log.file("tile/2"));
    const Bytes content(64, 0xab);
    for (const auto* const name : {".new", "tile/0/001", "tile/2/000", "tile/entries/001",
                                   "tile/entries/001.p/45", "tile/entries/002"})
        REQUIRE(write_file(log.file(name), content));
    CHECK(faults(log) ==
          Texts{".new: a file that was not finished",
                "tile/0/001: a file beyond the end of the log, never confirmed",
                "tile/2/000: a file beyond the end of the log, never confirmed",
                "tile/entries/001: a file beyond the end of the log, never confirmed",
                "tile/entries/001.p/45: a file beyond the end of the log, never confirmed",
                "tile/entries/002: a file beyond the end of the log, never confirmed"});
    CHECK(log.audit().leftovers.empty());
    // While the log is open, it is something that a crash may have left.
    std::filesystem::remove(log.file("closed"));
    CHECK(faults(log).empty());
    CHECK(log.audit().leftovers.size() == 6);
}

TEST_CASE("attack 33 a full tile does not stand in for the last one of a closed log") {
    const TestLog log(300);
    const TestLog longer(512, 512);
    for (const auto* const name : {"tile/0/001", "tile/entries/001"}) {
        std::filesystem::copy_file(longer.file(name), log.file(name));
        std::filesystem::remove_all(log.file(name + std::string(".p")));
    }
    CHECK(faults(log).empty());
    REQUIRE(write_file(log.file("closed"), read_file(log.file("checkpoint")).value()));
    CHECK(faults(log) == Texts{"tile/0/001: a file beyond the end of the log, never confirmed",
                               "tile/entries/001: a file beyond the end of the log, never "
                               "confirmed"});
}

TEST_CASE("a closing mark that is not the checkpoint is a fault") {
    const TestLog log(10);
    REQUIRE(log.open().close());
    CHECK(faults(log).empty());
    log.change("closed", [](Bytes& bytes) { bytes.push_back('\n'); });
    CHECK(faults(log) == Texts{"closed: this is not the checkpoint with which the log was closed"});
}

TEST_CASE("attack 33 a checkpoint of another log or by another key is refused") {
    const TestLog log(10);
    const auto open = [&](const NoteSigner& key) {
        return LogReader::open(log.folder(), key.verifier()).error();
    };
    CHECK(open(signer("evote/other")).code == ErrorCode::other_election);
    CHECK(open(signer("evote/test", 7)).code == ErrorCode::bad_signature);
    CHECK(open(signer("evote/test", 7)).file == log.file("checkpoint").string());

    const auto forge = [&](const std::string& text) {
        Note note(text);
        note.sign(signer());
        REQUIRE(write_file(log.file("checkpoint"), note.encode(), Existing::replace));
        return open(signer());
    };
    const std::string root(base64_encode(Digest32{}));
    CHECK(forge("evote/other\n10\n" + root + "\n").code == ErrorCode::other_election);
    for (const auto& text :
         {std::string("evote/test\n10\n"), "evote/test\n010\n" + root + "\n",
          "evote/test\n-1\n" + root + "\n", "evote/test\n10\n" + root + "\nmore\n",
          "evote/test\n10\n" + root.substr(4) + "\n", "evote/test\n0\n" + root + "\n",
          "evote/test\n9223372036854775808\n" + root + "\n", "\n10\n" + root + "\n",
          "evote test\n10\n" + root + "\n"}) {
        INFO(text);
        CHECK(forge(text).code == ErrorCode::malformed);
    }
    // The text of a note always ends with a line end, but a checkpoint can be parsed without a
    // note.
    CHECK(Checkpoint::parse("evote/test\n10\n" + root + "\n"));
    CHECK_FALSE(Checkpoint::parse("evote/test\n10\n" + root + "\nmore"));
    std::filesystem::remove(log.file("checkpoint"));
    CHECK(open(signer()).code == ErrorCode::file_missing);
}

TEST_CASE("a checkpoint of an absurd size does not make the audit do absurd work") {
    const TestLog log(10);
    const auto huge = sign_checkpoint({std::uint64_t{1} << 62, Digest32{}}, signer());
    REQUIRE(write_file(log.file("checkpoint"), huge.note(), Existing::replace));
    CHECK(faults(log).size() == 2);
}

TEST_CASE("attack 25 two checkpoints of one size with different roots are a split view") {
    const TestLog one(20, 10);
    const TestLog two(10, 10);
    auto writer = two.open();
    REQUIRE(append_entries(writer, 10, 10, "other"));
    const auto a = one.reader().checkpoint();
    const auto b = two.reader().checkpoint();
    CHECK(compare_checkpoints(a, b) == CheckpointPair::split);
    CHECK(compare_checkpoints(a, a) == CheckpointPair::same);
    CHECK(compare_checkpoints(a, sign_checkpoint(b.tree(), signer("evote/other"))) ==
          CheckpointPair::different);
    CHECK(one.reader().compare(b).value() == LogRelation::split);
    CHECK(one.reader().compare(a).value() == LogRelation::same);

    // Inconsistent although of different sizes: the log itself shows it.
    REQUIRE(append_entries(writer, 20, 300));
    const auto later = two.reader().checkpoint();
    CHECK(compare_checkpoints(a, later) == CheckpointPair::different);
    CHECK(two.reader().compare(a).value() == LogRelation::split);
    CHECK(two.reader().compare(b).value() == LogRelation::earlier);
    auto reader = two.reader();
    const auto path = reader.consistency(20, 320).value();
    CHECK(verify_consistency(b.tree(), later.tree(), path));
    CHECK_FALSE(verify_consistency(a.tree(), later.tree(), path));
}

TEST_CASE("attack 27 a log whose end was cut off with an older checkpoint is found by a receipt") {
    const TestLog log(20, 10);
    auto before = log.reader();
    const Bytes old_checkpoint = before.checkpoint().note();
    auto writer = log.open();
    REQUIRE(append_entries(writer, 20, 10));
    auto reader = log.reader();
    const auto receipt = make_receipt(reader, 25, {}).value();
    REQUIRE(write_file(log.file("checkpoint"), old_checkpoint, Existing::replace));
    auto cut = log.reader();
    CHECK(audit_log(cut).faults.empty());
    const auto found = find_receipt(cut, receipt).value();
    CHECK(found.relation == LogRelation::later);
    CHECK_FALSE(found.entry);
}

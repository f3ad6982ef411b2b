// SPDX-License-Identifier: Apache-2.0
// Readers beside a writer: whatever it appends and removes while they work, an honest log has no
// faults, and a log is judged as it was when it was opened.
#include "board/log_files.h"
#include "board/log_support.h"
#include "board/tile_listing.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <thread>

using namespace evote;
using namespace evote::test;

namespace {

using Clock = std::chrono::steady_clock;
using Texts = std::vector<std::string>;

// What an audit finds in files that it has listed already.
LogFindings rest_of(LogAudit& audit, const LogReader& log) {
    for (const auto index : audit.bundles())
        audit.add(audit.check(index, log.bundle(index)));
    return std::move(audit).finish();
}

// Adds full tiles beside the last partial ones, of width 44, of a log of 300 entries.
void put_full_tiles(const TestLog& log) {
    const TestLog longer(512, 512);
    for (const auto* const name : {"tile/0/001", "tile/entries/001"})
        std::filesystem::copy_file(longer.file(name), log.file(name));
}

// Removes the file and puts it back, again and again.
void let_blink(const std::filesystem::path& file, const std::atomic<bool>& stop) {
    const auto aside = file.parent_path().parent_path() / "aside";
    while (!stop) {
        std::filesystem::rename(file, aside);
        std::filesystem::rename(aside, file);
    }
}

// What a reader finds wrong in a log that is being appended to.
Texts wrong_in(const TestLog& log) {
    auto reader = log.reader();
    Texts out = fault_texts(audit_log(reader).faults, log.folder());
    const std::uint64_t last = reader.size() - 1;
    if (const auto found = reader.entry(last); !found)
        out.push_back(found.error().english());
    if (const auto root = reader.root_at(last); !root)
        out.push_back(root.error().english());
    return out;
}

} // namespace

TEST_CASE("files and folders that vanish while a log is listed are skipped") {
    const TestLog log(300, 10);
    std::size_t seen = 0;
    LogFolderVisit visit;
    visit.tile = [&](const TileName&) {
        ++seen;
        std::filesystem::remove_all(log.file("tile"));
    };
    CHECK(for_each_file(log.folder(), visit));
    CHECK(seen == 1);
    std::filesystem::remove_all(log.folder());
    CHECK_FALSE(for_each_file(log.folder(), visit));
}

TEST_CASE("earlier partial tiles that the writer removed after they were listed are not a fault") {
    const TestLog log(250, 50);
    const auto reader = log.reader();
    LogAudit audit(reader);
    auto writer = log.open();
    REQUIRE(append_entries(writer, 250, 50));
    REQUIRE(writer.close());
    REQUIRE_FALSE(file_exists(log.file("tile/0/000.p")));
    const auto findings = rest_of(audit, reader);
    CHECK(fault_texts(findings.faults, log.folder()).empty());
    CHECK(findings.leftovers.empty());
}

TEST_CASE("a log is audited at the checkpoint that was read even if it was closed since") {
    const TestLog log(250, 50);
    const auto reader = log.reader();
    auto writer = log.open();
    REQUIRE(append_entries(writer, 250, 3));
    REQUIRE(writer.close());
    CHECK(fault_texts(audit_log(reader).faults, log.folder()).empty());
    CHECK(fault_texts(log.audit().faults, log.folder()).empty());
}

TEST_CASE("a partial tile that vanishes before it is read is found in the full one") {
    const TestLog log(300, 300);
    put_full_tiles(log);
    const auto reader = log.reader();
    const TileName hashes{TileKind::hashes, 0, 1, 44};
    const TileName entries{TileKind::entries, 0, 1, 44};
    Texts wrong;
    std::atomic<bool> stop = false;
    {
        const std::jthread first([&] { let_blink(log.file(hashes.path()), stop); });
        const std::jthread second([&] { let_blink(log.file(entries.path()), stop); });
        for (const auto end = Clock::now() + std::chrono::milliseconds(500);
             wrong.empty() && Clock::now() < end;) {
            if (const auto tile = read_hash_tile(log.folder(), hashes); !tile)
                wrong.push_back(tile.error().english());
            if (const auto bundle = reader.bundle(1); !bundle)
                wrong.push_back(bundle.error().english());
        }
        stop = true;
    }
    CHECK(wrong.empty());
}

TEST_CASE("a partial tile that is gone without a full one is missing") {
    const TestLog log(300, 300);
    std::filesystem::remove(log.file("tile/0/001.p/44"));
    std::filesystem::remove(log.file("tile/entries/001.p/44"));
    const auto bundle = log.reader().bundle(1);
    REQUIRE_FALSE(bundle);
    CHECK(bundle.error().code == ErrorCode::damaged);
    CHECK(bundle.error().file == log.file("tile/entries/001.p/44"));
    CHECK(fault_texts(log.audit().faults, log.folder()) ==
          Texts{"tile/entries: entries 256 to 299: these entries and their hashes are missing",
                "checkpoint: line 3: entries are missing, so the signed root cannot be checked"});
}

TEST_CASE("audits beside a writer that appends and closes find no faults") {
    std::size_t audits = 0;
    Texts wrong;
    // For three seconds, or longer where that is not enough.
    for (const auto end = Clock::now() + std::chrono::seconds(3);
         wrong.empty() && (audits <= 100 || Clock::now() < end);) {
        const TestLog log(250, 25);
        std::atomic<bool> failed = false;
        std::atomic<bool> done = false;
        const std::jthread appending([&] {
            auto writer = log.open();
            for (std::uint64_t i = 250; i < 262; ++i)
                failed = failed || !append_entries(writer, i, 1);
            failed = failed || !writer.close();
            done = true;
        });
        for (bool last = false; wrong.empty() && !last; ++audits) {
            last = done;
            wrong = wrong_in(log);
        }
        while (!done)
            std::this_thread::yield();
        CHECK_FALSE(failed);
    }
    CHECK(wrong == Texts{});
    CHECK(audits > 100);
}

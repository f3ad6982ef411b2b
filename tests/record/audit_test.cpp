// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "board/log_writer.h"
#include "os/file.h"
#include "record/alpha_index.h"
#include "record/audit.h"
#include "record/auditor.h"
#include "record/seals.h"
#include "record/trustee_files.h"
#include "support/damage.h"
#include "support/native_vectors.h"
#include "support/open_files_limit.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <set>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// The nameless file that an index of alphas has open in this folder.
int nameless_file_in(const fs::path& folder) {
    for (const auto& item : fs::directory_iterator("/proc/self/fd"))
        if (fs::read_symlink(item).string().starts_with(folder.string()))
            return std::stoi(item.path().filename());
    throw std::runtime_error("no such file");
}

} // namespace

TEST_CASE("a whole record of a small election is valid") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(2, 2));
    election.run(3);
    const auto found = audit(election.folder());
    INFO(all_of(found.report));
    CHECK(found.report.conclusion() == Conclusion::valid);
    CHECK(found.report.count(CheckState::passed) == 20);
    REQUIRE(found.result);
    CHECK(found.result->totals == std::vector<std::vector<std::uint64_t>>{{3, 0}});
    CHECK(found.voters == 3);
    CHECK(found.fingerprint == election.record().election.fingerprint());
}

TEST_CASE("finding 16 files that systems leave in a record are named and spoil nothing") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(2, 2));
    election.run(3);
    const auto& record = election.folder();
    for (const auto& path : {record.path() / ".DS_Store", record.ceremony() / "._join-1.note",
                             record.decryptions() / "Thumbs.db", record.log() / "desktop.ini",
                             record.log() / "tile" / ".DS_Store"})
        must(write_file(path, bytes_of("x")));
    const auto found = audit(record);
    CHECK(found.report.conclusion() == Conclusion::valid);
    const std::string said = all_of(found.report);
    for (const auto* const name :
         {"/.DS_Store was left", "._join-1.note was left", "Thumbs.db was left",
          "desktop.ini was left", "tile/.DS_Store was left"})
        CHECK(said.find(name) != std::string::npos);
    // Not so a folder or a link of such a name.
    fs::create_directory(record.path() / "desktop.ini");
    CHECK(audit(record).report.conclusion() == Conclusion::invalid);
    fs::remove(record.path() / "desktop.ini");
    fs::create_symlink("x", record.log() / "Thumbs.db");
    CHECK(audit(record).report.conclusion() == Conclusion::invalid);
}

TEST_CASE("what is not a record is refused") {
    const TemporaryFolder folder;
    CHECK(audit_record(RecordFolder(folder.path()), {}, system_random()).error().code ==
          ErrorCode::not_a_record);
    CHECK(audit_record(RecordFolder(folder.path() / "none"), {}, system_random()).error().code ==
          ErrorCode::not_a_record);
}

TEST_CASE("attack 39 what does not exist yet is not checked and never passes") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(2, 2));
    const auto states = [&] {
        const auto found = audit(election.folder());
        INFO(all_of(found.report));
        CHECK(found.report.count(CheckState::failed) == 0);
        CHECK(found.report.conclusion() == Conclusion::incomplete);
        return found.report.count(CheckState::passed);
    };
    CHECK(states() == 2); // the manifest, and nothing else in the folder
    election.hold_ceremony();
    CHECK(states() == 4);
    election.seal(std::vector<SmallVoter>(2));
    CHECK(states() == 13);
    election.vote(0, {{0}});
    CHECK(states() == 13);
    election.close();
    CHECK(states() == 16);
    election.aggregate();
    CHECK(states() == 17);
    election.decrypt(2);
    CHECK(states() == 17);
    election.decrypt(1);
    CHECK(states() == 18);
    election.combine({1, 2});
    CHECK(audit(election.folder()).report.conclusion() == Conclusion::valid);
}

TEST_CASE("a log that is closed while it is audited is judged as it was before") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(2));
    election.vote(0, {{0}});
    AuditOptions options;
    options.work.progress = [&](std::uint64_t, std::uint64_t) {
        election.vote(1, {{1}});
        election.close();
        election.aggregate();
    };
    const auto report = must(audit_record(election.folder(), options, system_random())).report;
    INFO(all_of(report));
    CHECK(states_of(report, CheckState::failed).empty());
    const auto open = states_of(report, CheckState::not_checked);
    CHECK(std::ranges::count(open, "2.2") == 1);
    CHECK(states_of(audit(election.folder()).report, CheckState::failed).empty());
}

TEST_CASE("attack 27 a log closed without a closing entry does not count as open") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(2));
    election.vote(0, {{0}});
    must(must(LogWriter::open(election.folder().log(),
                              must(NoteSigner::parse(election.board().text().expose()))))
             .close());
    const auto report = audit(election.folder()).report;
    INFO(all_of(report));
    CHECK(fails(report, "2.2", "the closing entry is missing, although board/closed exists"));
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"2.2"});
    CHECK(report.conclusion() == Conclusion::invalid);
}

TEST_CASE("attack 33 nothing is hidden beyond the end of a closed log") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    const auto tile = election.folder().log() / "tile/2/000";
    must(make_folders(tile.parent_path()));
    must(write_file(tile, Bytes(64, 1)));
    const auto report = audit(election.folder()).report;
    CHECK(fails(report, "2.1", "tile/2/000"));
    CHECK(report.conclusion() == Conclusion::invalid);
}

TEST_CASE("an invalid signing key is found in the keys") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(2, 2));
    election.run(2);
    const auto signer = election.record().election.keys().trustee(2).signer;
    std::string damaged = signer;
    damaged.back() = damaged.back() == 'A' ? 'B' : 'A';
    replace_in(election.folder().keys(), signer, damaged);
    seal_again(election.folder());
    CHECK(fails(audit(election.folder()).report, "1.2", "keys.json trustees[1].signer"));
}

TEST_CASE("the fingerprint is compared with the one that was announced") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    const auto& fingerprint = election.record().election.fingerprint();
    const auto with = [&](const std::string& text) {
        AuditOptions options;
        options.fingerprint = must(StatedFingerprint::parse(text));
        return must(audit_record(election.folder(), options, system_random())).report.conclusion();
    };
    CHECK(with(hex_encode(fingerprint)) == Conclusion::valid);
    CHECK(with(spoken_fingerprint(fingerprint)) == Conclusion::valid);
    auto other = fingerprint;
    other[31] ^= 1;
    CHECK(with(hex_encode(other)) == Conclusion::invalid);
    CHECK(with(spoken_fingerprint(other)) == Conclusion::invalid);
    for (const auto& text : {std::string(), std::string("12345"), std::string("zz"),
                             std::string(39, '1'), std::string(40, 'a'), std::string(64, 'g')})
        CHECK(StatedFingerprint::parse(text).error().code == ErrorCode::usage);
    auto upper = hex_encode(fingerprint);
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
    });
    if (upper != hex_encode(fingerprint))
        CHECK_FALSE(StatedFingerprint::parse(upper));
}

TEST_CASE("the election of the vectors is a record that only lacks ceremony and seals") {
    const auto vector = native_vectors("one-of-three");
    const TemporaryFolder temporary;
    const RecordFolder folder(temporary.path());
    const auto put = [](const fs::path& path, const nlohmann::json& text) {
        must(make_folders(path.parent_path()));
        must(write_file(path, text_bytes(text)));
    };
    put(folder.manifest(), vector["manifest.json"]);
    put(folder.keys(), vector["keys.json"]);
    put(folder.roll(), vector["roll.csv"]);
    put(folder.board(), vector["board.json"]);
    const auto manifest = must(read_manifest(folder));
    const auto board = must(read_board(folder, manifest));
    const auto election =
        ElectionFile::of(manifest.hash(), must(read_keys(folder, manifest)).hash(),
                         must(read_roll(folder, manifest)).hash(), board.hash());
    CHECK(hex_encode(election.fingerprint) == vector["fingerprint"]);
    must(write_file(folder.election(), election.write()));

    const auto seed = hex_decode_array<32>(vector["board_signing_seed"].get<std::string>());
    const auto signer = [&] {
        return NoteSigner(board_origin(manifest), SigningKey(Secret<ByteArray<32>>(*seed)));
    };
    must(LogWriter::create(folder.log(), signer()));
    auto writer = must(LogWriter::open(folder.log(), signer()));
    for (const auto& ballot : vector["ballots"]) {
        const Bytes entry = unhex(ballot["ballot"]);
        const ByteView view(entry);
        must(writer.append(std::span(&view, 1)));
    }
    const Bytes closing = unhex(vector["closing_entry"]);
    const ByteView view(closing);
    must(writer.append(std::span(&view, 1)));
    must(writer.close());
    CHECK(to_string(must(read_file(folder.checkpoint()))) == vector["checkpoint"]);
    put(folder.tally(), vector["tally.json"]);
    put(folder.decryption(1), vector["decryptions"][0]["decryption.json"]);
    put(folder.result(), vector["result.json"]);

    const auto found = audit(folder);
    INFO(all_of(found.report));
    CHECK(states_of(found.report, CheckState::failed).empty());
    CHECK(states_of(found.report, CheckState::not_checked) ==
          std::vector<std::string>{"1.3", "1.6"});
    CHECK(found.report.conclusion() == Conclusion::incomplete);
}

TEST_CASE("finding 12 the table of the documents says what every check needs") {
    // One row a check: "| 1.2 | Keys | `keys.json` | 1.1, 1.5 (its file is unchanged) |".
    const Bytes file = must(read_file(fs::path(EVOTE_SOURCE_DIR) / "docs/record.md"));
    std::map<std::string, std::set<std::string>> documented;
    for (const auto line : split(text_of(file), '\n')) {
        const auto cells = split(line, '|');
        if (cells.size() != 6 || trim(cells[1]).size() != 3 || trim(cells[1])[1] != '.')
            continue;
        auto& needs = documented[std::string(trim(cells[1]))];
        for (std::size_t i = 0; i + 3 <= cells[4].size(); ++i)
            if (cells[4][i + 1] == '.' && cells[4][i] >= '1' && cells[4][i] <= '3')
                needs.emplace(cells[4].substr(i, 3));
    }
    std::map<CheckId, std::string> numbers;
    const auto plan = Auditor::plan(RollOf::registrars);
    for (std::size_t i = 0; i < plan.size(); ++i)
        for (std::size_t k = 0; k < plan[i].size(); ++k)
            numbers[plan[i][k].id] = std::to_string(i + 1) + "." + std::to_string(k + 1);
    std::map<std::string, std::set<std::string>> coded;
    for (const auto& section : plan)
        for (const auto& step : section) {
            auto& needs = coded[numbers.at(step.id)];
            for (const auto& need : step.needs)
                needs.insert(numbers.at(need.check));
        }
    CHECK(coded.size() == 22);
    CHECK(documented == coded);
}

TEST_CASE("checks of registrars come after all others of their section") {
    const auto all = Auditor::plan(RollOf::registrars);
    const auto without = Auditor::plan();
    REQUIRE(all.size() == without.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = 0; k < without[i].size(); ++k)
            CHECK(all[i][k].id == without[i][k].id);
    CHECK(all[0].back().id == CheckId::registrars);
    CHECK(all[1].back().id == CheckId::changes);
}

TEST_CASE("finding 12 without an announced fingerprint that check is not done") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    const auto report = must(audit_record(election.folder(), {}, system_random())).report;
    CHECK(states_of(report, CheckState::not_checked) == std::vector<std::string>{"1.7"});
    CHECK(report.conclusion() == Conclusion::incomplete);
    CHECK(all_of(report).find(hex_encode(election.record().election.fingerprint())) !=
          std::string::npos);
}

TEST_CASE("finding 12 nothing passes as the announced election under another fingerprint") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    AuditOptions options;
    options.fingerprint = must(StatedFingerprint::parse(std::string(64, '1')));
    const auto report = must(audit_record(election.folder(), options, system_random())).report;
    INFO(all_of(report));
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"1.7"});
    CHECK(states_of(report, CheckState::passed) == std::vector<std::string>{"1.5"});
    CHECK(all_of(report).find("check 1.7 has to pass first") != std::string::npos);
}

TEST_CASE("the temporary file of alphas is for this process only and must not shrink") {
    const TemporaryFolder folder;
    AlphaIndex index(system_random(), folder.path(), 5000); // more than are read at once
    REQUIRE(index.add(std::vector<AlphaRecord>(10'001, {5, 1})));
    const int file = nameless_file_in(folder.path());
    CHECK((::fcntl(file, F_GETFD) & FD_CLOEXEC) != 0);
    bool cut = true;
    const auto visited = index.visit_repeated([&](const AlphaRecord&) -> Outcome {
        cut = cut && ::ftruncate(file, 8) == 0;
        errno = ENOENT; // left over from an earlier failure
        return {};
    });
    REQUIRE(cut);
    REQUIRE_FALSE(visited);
    CHECK(visited.error().code == ErrorCode::system);
    CHECK(visited.error().english().find("the disk cannot be read or written") !=
          std::string::npos);
    // Now it is too short from the start.
    CHECK(index.visit_repeated([](const AlphaRecord&) { return Outcome(); }).error().code ==
          ErrorCode::system);
}

TEST_CASE("attack 39 an audit that cannot open more files is an error and not a verdict") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    bool done = false;
    for (rlim_t more = 0; !done; ++more) {
        REQUIRE(more < 50);
        Result<AuditResult> found = [&] {
            const OpenFilesLimit limit(more);
            return audit_record(election.folder(), {}, system_random());
        }();
        INFO("with " << more << " files");
        if (found) // all but the fingerprint, which was not given
            CHECK(found->report.count(CheckState::passed) == 19);
        else
            CHECK(found.error().code == ErrorCode::out_of_resources);
        done = found.has_value();
    }
    const auto tally = election.tally_file();
    const OpenFilesLimit none(0);
    CHECK(read_seals(election.folder(), election.record().election).error().code ==
          ErrorCode::out_of_resources);
    CHECK(read_shares(election.folder(), election.record().election, tally).error().code ==
          ErrorCode::out_of_resources);
}

TEST_CASE("attack 39 a record without its manifest is invalid and nothing after it is checked") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    REQUIRE(fs::remove(election.folder().manifest()));
    const auto report = audit(election.folder()).report;
    INFO(all_of(report));
    CHECK(fails(report, "1.1", "this file is missing " + election.folder().manifest().string()));
    CHECK(states_of(report, CheckState::passed) == std::vector<std::string>{"1.7"});
    CHECK(report.conclusion() == Conclusion::invalid);
}

TEST_CASE("attack 39 no check passes for a log that could not be read to its end") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    const auto tile = election.folder().log() / "tile/entries/000.p/3";
    REQUIRE(fs::remove(tile));
    const auto report = audit(election.folder()).report;
    INFO(all_of(report));
    CHECK(fails(report, "2.1", "tile/entries/000.p/3"));
    const auto open = states_of(report, CheckState::not_checked);
    for (const auto* check : {"2.2", "2.3", "2.4", "2.5", "2.6", "3.1"})
        CHECK(std::ranges::count(open, check) == 1);
}

// SPDX-License-Identifier: Apache-2.0
#include "support/damage.h"
#include "support/native_vectors.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include "evote/board/log_writer.h"
#include "evote/record/audit.h"

#include <catch2/catch.hpp>

using namespace evote;
namespace fs = std::filesystem;

TEST_CASE("a whole record of a small election is valid") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(2, 2));
    election.run(3);
    const auto found = audit(election.folder());
    INFO(all_of(found.report));
    CHECK(found.report.status() == Status::done);
    CHECK(found.report.count(CheckState::passed) == 17);
    REQUIRE(found.result);
    CHECK(found.result->totals == std::vector<std::vector<std::uint64_t>>{{3, 0}});
    CHECK(found.voters == 3);
    CHECK(found.fingerprint == election.record().election.fingerprint());
}

TEST_CASE("what is not a record is refused") {
    const TemporaryFolder folder;
    CHECK(audit_record(RecordFolder(folder.path()), {}, system_random()).error().status ==
          Status::malformed);
    CHECK(audit_record(RecordFolder(folder.path() / "none"), {}, system_random()).error().status ==
          Status::malformed);
}

TEST_CASE("attack 39 what is not there yet is not checked and never passes") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(2, 2));
    const auto states = [&] {
        const auto found = audit(election.folder());
        INFO(all_of(found.report));
        CHECK(found.report.count(CheckState::failed) == 0);
        CHECK(found.report.status() == Status::incomplete);
        return found.report.count(CheckState::passed);
    };
    CHECK(states() == 2); // the manifest, and nothing else in the folder
    election.hold_ceremony();
    CHECK(states() == 4);
    election.seal(std::vector<SmallVoter>(2));
    CHECK(states() == 11);
    election.vote(0, {{0}});
    CHECK(states() == 11);
    election.close();
    CHECK(states() == 13);
    election.aggregate();
    CHECK(states() == 14);
    election.decrypt(2);
    CHECK(states() == 14);
    election.decrypt(1);
    CHECK(states() == 15);
    election.combine({1, 2});
    CHECK(audit(election.folder()).report.status() == Status::done);
}

TEST_CASE("the fingerprint is compared with the one that was announced") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    const auto& fingerprint = election.record().election.fingerprint();
    const auto with = [&](const std::string& text) {
        AuditOptions options;
        options.fingerprint = must(StatedFingerprint::parse(text));
        return must(audit_record(election.folder(), options, system_random())).report.status();
    };
    CHECK(with(hex_encode(fingerprint)) == Status::done);
    CHECK(with(spoken_fingerprint(fingerprint)) == Status::done);
    auto other = fingerprint;
    other[31] ^= 1;
    CHECK(with(hex_encode(other)) == Status::invalid);
    CHECK(with(spoken_fingerprint(other)) == Status::invalid);
    for (const auto* text : {"", "12345", "zz"})
        CHECK(StatedFingerprint::parse(text).error().status == Status::refused);
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
                         must(read_roll(folder, manifest)).hash(), board.hash);
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
    CHECK(found.report.status() == Status::incomplete);
}

// SPDX-License-Identifier: Apache-2.0
// What the board's key remembers: the file, its election, rollback, and going on after a loss.
#include "board/resumption.h"
#include "box/lost_board.h"
#include "box/test_box.h"
#include "record/audit.h"

using namespace evote;
using namespace evote::test;
namespace fs = std::filesystem;

namespace {

void overwrite(const fs::path& path, ByteView bytes) {
    must(write_file(path, bytes, Existing::replace));
}

std::string remarks_of(const SmallElection& election) {
    const auto audit = must(audit_record(election.folder(), {}, system_random()));
    std::string out;
    for (const auto& section : audit.report.sections())
        for (const auto& check : section.checks())
            for (const auto& remark : check.remarks())
                out += remark.english() + "\n";
    return out;
}

std::size_t faults_of(const SmallElection& election) {
    const auto audit = must(audit_record(election.folder(), {}, system_random()));
    std::size_t out = 0;
    for (const auto& section : audit.report.sections())
        for (const auto& check : section.checks())
            out += check.failures().size();
    return out;
}

Result<LostBoard> lost(TestBox& test) {
    return LostBoard::open(test.record(), test.key(), test.storage);
}

} // namespace

TEST_CASE("the memory of the board's key says what the key has signed, with a code over it") {
    TestBox test;
    auto box = test.open();
    REQUIRE(take(box, {test.ballot(0), test.ballot(1)}));
    std::string text = "evote-board-memory-1\nelection " + hex_encode(test.fingerprint()) +
                       "\nsize 2\nroot " + hex_encode(box.checkpoint().root()) + "\nlog open\n";
    const auto key = test.signer().derive_key("board-memory");
    text += "mac " + hex_encode(hmac_sha256(key, {bytes_of(text)})) + "\n";
    CHECK(to_string(must(read_file(test.key().memory()))) == text);
}

TEST_CASE("attack 43 a memory that the key has not written is refused") {
    TestBox test;
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
    }
    const auto path = test.key().memory();
    const auto good = must(read_file(path));
    const auto code_of = [&] {
        const auto box = test.try_open();
        return box ? std::nullopt : std::optional(box.error().code);
    };
    for (std::size_t at = 0; at < good.size(); ++at) {
        INFO("byte " << at);
        Bytes changed = good;
        changed[at] ^= 1;
        overwrite(path, changed);
        const auto code = code_of();
        CHECK((code == ErrorCode::changed || code == ErrorCode::malformed));
        CHECK(close_board(test.record(), test.key()).error().code == code);
    }
    for (const auto size : {std::size_t{0}, good.size() / 2, good.size() - 1}) {
        overwrite(path, ByteView(good).first(size));
        CHECK(code_of() == ErrorCode::malformed);
    }
    Bytes longer = good;
    longer.push_back('\n');
    overwrite(path, longer);
    CHECK(code_of() == ErrorCode::malformed);
    overwrite(path, Bytes(5000, '\n'));
    CHECK(code_of() == ErrorCode::file_too_large);
    fs::remove(path);
    CHECK(code_of() == ErrorCode::memory_missing);
    overwrite(test.key_file().parent_path() / "elsewhere", good);
    fs::create_symlink(test.key_file().parent_path() / "elsewhere", path);
    CHECK(code_of() == ErrorCode::not_a_file);
    fs::remove(path);
    overwrite(path, good);
    CHECK(test.open().checkpoint().size() == 1);
    CHECK(must(read_file(path)) == good);
}

TEST_CASE("finding 4 nothing is done in a record with another fingerprint than the key remembers") {
    TestBox test(tiny_manifest(1, 1), 2);
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
    }
    const auto& folder = test.election.folder();
    const auto roll = must(read_file(folder.roll()));
    const auto election = must(read_file(folder.election()));
    // A consistent record: one voter is missing, and election.json says so.
    const auto text = to_string(roll);
    overwrite(folder.roll(), bytes_of(text.substr(0, text.rfind('\n', text.size() - 2) + 1)));
    const auto before = must(ElectionFile::parse(election));
    const auto seal_anew = [&] {
        fs::remove(folder.note("seal", 1));
        test.election.put_seals();
    };
    overwrite(folder.election(),
              ElectionFile::of(before.manifest, before.keys, sha256(must(read_file(folder.roll()))),
                               before.board)
                  .write());
    seal_anew();
    REQUIRE(test.record().election.fingerprint() != test.fingerprint());
    CHECK(test.try_open().error().code == ErrorCode::wrong_election);
    CHECK(close_board(test.record(), test.key()).error().code == ErrorCode::wrong_election);
    CHECK(lost(test).error().code == ErrorCode::wrong_election);
    CHECK(test.log().size() == 1);
    overwrite(folder.roll(), roll);
    overwrite(folder.election(), election);
    seal_anew();
    CHECK(test.open().checkpoint().size() == 1);
}

TEST_CASE("attack 45 a box goes on with the record that it has opened") {
    TestBox test(tiny_manifest(1, 1), 2);
    auto box = test.open();
    const auto& folder = test.election.folder();
    const auto roll = must(read_file(folder.roll()));
    overwrite(folder.roll(), bytes_of("credential,district,weight\n"));
    CHECK(kinds(must(take(box, {test.ballot(0)})).answers) == Kinds{accepted});
    overwrite(folder.roll(), roll);
    // What the key remembers is looked at before each append.
    const auto memory = must(read_file(test.key().memory()));
    TestBox other;
    overwrite(test.key().memory(), must(read_file(other.key().memory())));
    CHECK_FALSE(take(box, {test.ballot(1)}));
    CHECK(test.log().size() == 1);
    overwrite(test.key().memory(), memory);
    CHECK(take(box, {test.ballot(1)}));
}

TEST_CASE("finding 7 an older copy of the board is not gone on with") {
    TestBox test;
    const auto log = test.election.folder().log();
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
    }
    const FolderCopy old(log);
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(1)}));
        REQUIRE(box.save_index());
    }
    const FolderCopy newest(log);
    old.put_back();
    // With the index, without it, and to close.
    CHECK(test.try_open().error().code == ErrorCode::rolled_back);
    fs::remove(test.index());
    CHECK(test.try_open().error().code == ErrorCode::rolled_back);
    CHECK(close_board(test.record(), test.key()).error().code == ErrorCode::rolled_back);
    CHECK(test.log().size() == 1);
    // The older checkpoint alone loses nothing.
    newest.put_back();
    const auto checkpoint = must(read_file(log / "checkpoint"));
    old.put_back();
    const auto before = must(read_file(log / "checkpoint"));
    newest.put_back();
    overwrite(log / "checkpoint", before);
    CHECK(test.open().checkpoint().size() == 2);
    CHECK(must(read_file(log / "checkpoint")) == checkpoint);
}

TEST_CASE("attack 43 a closed box without its mark opens no more") {
    TestBox test;
    const auto& folder = test.election.folder();
    FolderCopy empty(folder.log());
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
        REQUIRE(box.close());
    }
    CHECK(test.remembered().closed);
    fs::remove(folder.closed());
    CHECK(test.try_open().error().code == ErrorCode::closed);
    REQUIRE(close_board(test.record(), test.key()));
    CHECK(file_exists(folder.closed()));
    // Nor does an older copy, and going on after a loss leads to its end only.
    empty.put_back();
    CHECK(test.try_open().error().code == ErrorCode::rolled_back);
    REQUIRE(must(lost(test)).go_on(0));
    CHECK(test.try_open().error().code == ErrorCode::closed);
    CHECK(must(close_board(test.record(), test.key())).size() == 1);
    CHECK(test.entries() == std::vector<Bytes>{closing_entry(test.fingerprint())});
}

TEST_CASE("attack 43 two copies of a record with one key do not become two histories") {
    TestBox test;
    const TemporaryFolder second;
    fs::copy(test.election.folder().path(), second.path(), fs::copy_options::recursive);
    const RecordFolder copy(second.path());
    const auto open_copy = [&] {
        return Box::open(must(SealedRecord::open(copy, Anchor())), test.key(), system_random());
    };
    {
        auto box = test.open();
        CHECK(open_copy().error().code == ErrorCode::locked);
        REQUIRE(take(box, {test.ballot(0)}));
    }
    CHECK(open_copy().error().code == ErrorCode::rolled_back);
}

TEST_CASE("the box believes no entry that the log's hashes do not have") {
    TestBox test;
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0), test.ballot(1)}));
    }
    const auto bundle = test.election.folder().log() / "tile/entries/000.p/2";
    Bytes bytes = must(read_file(bundle));
    const auto first = bytes[0] * 256U + bytes[1] + 2U;
    // The two ballots change their places.
    std::rotate(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(first), bytes.end());
    overwrite(bundle, bytes);
    CHECK(test.try_open().error().code == ErrorCode::damaged);
}

TEST_CASE("a memory is made once for an empty board") {
    TestBox test;
    CHECK(BoardMemory::create(test.key(), test.fingerprint()));
    CHECK(BoardMemory::create(test.key(), Digest32{}).error().code == ErrorCode::wrong_election);
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
        CHECK(BoardMemory::create(test.key(), test.fingerprint()).error().code ==
              ErrorCode::locked);
    }
    CHECK(BoardMemory::create(test.key(), test.fingerprint()).error().code ==
          ErrorCode::already_there);
}

TEST_CASE("finding 15 a board whose memory is lost goes on with a note that observers see") {
    TestBox test;
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
    }
    CHECK(lost(test).error().code == ErrorCode::refused);
    for (const auto* const left : {"", "not a memory"}) {
        fs::remove(test.key().memory());
        if (*left != 0)
            overwrite(test.key().memory(), bytes_of(left));
        CHECK_FALSE(test.try_open());
        auto board = must(lost(test));
        CHECK_FALSE(board.remembered());
        CHECK(board.there() == test.log().checkpoint().tree());
        CHECK(must(board.go_on(1'893'484'800)) == 1); // the same note
    }
    CHECK(test.remembered() == RememberedLog{test.log().checkpoint().tree(), false});
    CHECK(remarks_of(test.election)
              .find("2030-01-01T08:00:00Z: after a loss the board went on from 1 entries, and did "
                    "not know any more how many it had signed: ballots that it acknowledged may "
                    "not be in the log\n") != std::string::npos);
    CHECK(faults_of(test.election) == 0);
    auto box = test.open();
    CHECK(take(box, {test.ballot(1)}));
    CHECK(faults_of(test.election) == 0);
}

TEST_CASE("finding 7 a board that is lost goes on from an older copy with a note") {
    TestBox test;
    const FolderCopy old(test.election.folder().log());
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0), test.ballot(1)}));
    }
    const auto newest = test.remembered();
    old.put_back();
    {
        auto board = must(lost(test));
        CHECK(board.remembered() == newest);
        CHECK(board.there() == TreeHead{0, empty_root()});
        CHECK(must(board.go_on(0)) == 1);
    }
    {
        auto box = test.open();
        CHECK(kinds(must(take(box, {test.ballot(1)})).answers) == Kinds{accepted});
    }
    const auto note =
        must(open_resumption(must(read_file(test.election.folder().log() / "resumed-1.note")),
                             test.signer().verifier()));
    CHECK(note == Resumption{test.fingerprint(), newest.tree, {0, empty_root()}, 0});
    CHECK(remarks_of(test.election)
              .find("1970-01-01T00:00:00Z: after a loss the board went on from 0 entries, although "
                    "it had signed 2: ballots that it acknowledged are not in the log\n") !=
          std::string::npos);
    // Once more.
    const FolderCopy one(test.election.folder().log());
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(2)}));
    }
    one.put_back();
    CHECK(must(must(lost(test)).go_on(7)) == 2);
    CHECK(faults_of(test.election) == 0);
}

TEST_CASE("a note of a loss that is wrong or missing is damage") {
    TestBox test;
    fs::remove(test.key().memory());
    REQUIRE(must(lost(test)).go_on(0));
    const auto log = test.election.folder().log();
    const auto note = must(read_file(log / "resumed-1.note"));
    {
        auto box = test.open();
        REQUIRE(take(box, {test.ballot(0)}));
    }
    CHECK(faults_of(test.election) == 0);
    const auto faults_with = [&](ByteView bytes) {
        overwrite(log / "resumed-1.note", bytes);
        return faults_of(test.election);
    };
    const auto signed_note = [&](const Digest32& election, const TreeHead& from) {
        return sign_resumption({election, std::nullopt, from, 0}, test.signer());
    };
    Bytes changed = note;
    changed[30] ^= 1;
    CHECK(faults_with(changed) == 1);
    CHECK(faults_with(bytes_of("a note")) == 1);
    CHECK(faults_with(signed_note({}, {0, empty_root()})) == 1);
    CHECK(faults_with(signed_note(test.fingerprint(), {2, {}})) == 1);
    CHECK(faults_with(signed_note(test.fingerprint(), {1, {}})) == 1);
    CHECK(faults_with(note) == 0);
    fs::rename(log / "resumed-1.note", log / "resumed-2.note");
    CHECK(faults_of(test.election) == 1);
}

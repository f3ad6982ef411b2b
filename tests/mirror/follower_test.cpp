// SPDX-License-Identifier: Apache-2.0
// An honest board is mirrored as it is, whatever happens to network and follower.
#include "board/log_audit.h"
#include "board/log_writer.h"
#include "mirror/observed_board.h"
#include "record/audit.h"

using namespace evote;
using namespace evote::test;

namespace {

AuditResult audit(const RecordFolder& folder) {
    return must(audit_record(folder, {}, system_random()));
}

void check_same_files(const ObservedBoard& board) {
    for (const auto& path : files_of(board.mirror())) {
        const auto name = path.lexically_relative(board.mirror());
        INFO(name.string());
        CHECK(must(read_plain_file(path)) == must(read_plain_file(board.serves / name)));
    }
}

} // namespace

TEST_CASE("a board is followed from its first ballot to the result") {
    ObservedBoard board;
    auto follower = must(board.begin());
    CHECK(must(board.round(follower)).size == 0);
    board.honest.vote(0, {{0}});
    board.honest.vote(1, {{1}});
    CHECK(must(board.round(follower)).verified == 2);
    board.honest.vote(0, {{1}});
    auto round = must(board.round(follower));
    CHECK(round.size == 3);
    CHECK(round.verified == 3);
    CHECK(round.turnout == 2);
    CHECK_FALSE(round.closed);
    board.honest.close();
    round = must(board.round(follower));
    CHECK(round.closed);
    CHECK_FALSE(round.complete);
    board.honest.aggregate();
    board.honest.decrypt(1);
    board.honest.combine({1});
    CHECK(must(board.round(follower)).complete);
    CHECK(board.found.empty());
    CHECK(audit(board.mirrored()).result);
    check_same_files(board);
}

TEST_CASE("a second program verifies only what is new") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    board.honest.vote(1, {{0}});
    CHECK(must(board.follow()).verified == 2);
    board.honest.vote(0, {{1}});
    const auto round = must(board.follow());
    CHECK(round.verified == 1);
    CHECK(round.turnout == 2);
    CHECK(must(board.follow()).verified == 0);
}

TEST_CASE("roll changes are followed") {
    ObservedBoard board(with_registrars(tiny_manifest(1, 1), 2));
    board.honest.vote(0, {{0}});
    board.honest.append({board.honest.replace(0), board.honest.revoke(1)});
    CHECK(must(board.follow()).verified == 3);
    board.honest.vote(0, {{1}});
    CHECK(must(board.follow()).turnout == 1);
    board.honest.append({board.honest.ballot(1, {{0}}, 0)});
    CHECK(must(board.follow()).size == 5);
    CHECK(board.only().kind == FindingKind::invalid_entry);
    CHECK(os::file_exists(board.mirrored().halves(2)));
}

TEST_CASE("after each failure of the network the next program goes on") {
    ObservedBoard board;
    board.largest_piece = 100;
    board.honest.vote(0, {{0}});
    const auto without_end = [&](std::uint64_t size) {
        for (std::size_t requests = 0;; requests += 7) {
            REQUIRE(requests < 10'000);
            board.requests_left = requests;
            const auto round = board.follow();
            if (round) {
                CHECK(round->size == size);
                break;
            }
            CHECK(round.error().code == ErrorCode::unreachable);
            if (os::file_exists(board.mirrored().checkpoint()))
                CHECK(audit_log(board.log()).faults.empty());
        }
    };
    without_end(1);
    board.honest.vote(1, {{0}});
    board.honest.vote(2, {{1}});
    without_end(3);
    CHECK(board.found.empty());
    check_same_files(board);
}

TEST_CASE("what was begun is finished before what is newer") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    must(board.follow());
    board.honest.vote(1, {{0}});
    board.lies["board/tile/entries/000.p/2"] = {};
    CHECK_FALSE(board.follow());
    board.found.clear();
    board.lies.clear();
    board.honest.vote(2, {{0}});
    CHECK(must(board.follow()).size == 3);
    CHECK(os::file_exists(board.mirror() / "board/tile/entries/000.p/2"));
    CHECK(board.found.empty());
}

TEST_CASE("logs of all sizes are mirrored tile for tile") {
    ObservedBoard board;
    auto writer = must(LogWriter::open(board.honest.folder().log(), [&] {
        return must(NoteSigner::parse(board.honest.board().text().expose()));
    }()));
    const auto grow_to = [&](std::uint64_t size) {
        std::vector<Bytes> entries;
        for (std::uint64_t i = writer.size(); i < size; ++i)
            entries.push_back(to_bytes(bytes_of("entry " + std::to_string(i))));
        const std::vector<ByteView> views(entries.begin(), entries.end());
        must(writer.append(views));
    };
    for (const std::uint64_t size : {1U, 255U, 256U, 257U, 600U, 1024U, 65'535U, 65'800U}) {
        grow_to(size);
        CHECK(must(board.follow(false)).size == size);
        const auto found = audit_log(board.log());
        CHECK(found.faults.empty());
        CHECK(found.leftovers.empty());
    }
    CHECK(board.found.empty());
    check_same_files(board);
    CHECK_FALSE(os::file_exists(board.mirror() / "board/tile/entries/000.p"));
}

TEST_CASE("one program follows into a mirror") {
    ObservedBoard board;
    const auto first = must(board.begin());
    CHECK(board.begin().error().code == ErrorCode::locked);
}

TEST_CASE("attack 34 names that a mirror asks for are made here and lead nowhere else") {
    ObservedBoard board;
    must(board.follow());
    for (const auto& name : board.asked) {
        INFO(name);
        CHECK(name.find("..") == std::string::npos);
        CHECK(name.front() != '/');
    }
    std::filesystem::remove_all(board.mirror() / "board");
    std::filesystem::create_directory(board.root.path() / "outside");
    std::filesystem::create_symlink(board.root.path() / "outside", board.mirror() / "board");
    CHECK_FALSE(board.follow());
    CHECK(files_of(board.root.path() / "outside").empty());
}

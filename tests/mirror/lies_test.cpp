// SPDX-License-Identifier: Apache-2.0
// A board that lies, or a server in front of it, in each way.
#include "mirror/observed_board.h"
#include "mirror/receipts_folder.h"
#include "record/receipts.h"

using namespace evote;
using namespace evote::test;

namespace {

Bytes served(const ObservedBoard& board, const std::string& name) {
    return must(read_plain_file(board.serves / name));
}

Bytes flipped(Bytes bytes) {
    bytes.back() ^= 1;
    return bytes;
}

} // namespace

TEST_CASE("attack 25 two histories are a fork and both checkpoints are kept") {
    ObservedBoard board;
    auto& other = board.election("other");
    board.honest.vote(0, {{0}});
    board.honest.vote(1, {{0}});
    must(board.follow());
    other.vote(2, {{0}});
    board.serves = other.folder().path();
    CHECK(board.follow().error().code ==
          ErrorCode::board_contradicts); // shorter, of another history
    CHECK(board.only().kind == FindingKind::fork);
    other.vote(3, {{0}});
    CHECK(board.follow().error().code == ErrorCode::board_contradicts); // of the same size
    auto finding = board.only();
    CHECK(finding.kind == FindingKind::fork);
    CHECK(finding.evidence.size() == 2);
    other.vote(4, {{0}});
    CHECK(board.follow().error().code == ErrorCode::board_contradicts); // longer
    finding = board.only();
    CHECK(finding.kind == FindingKind::fork);
    CHECK(finding.evidence.size() == 3);
    board.serves = board.honest.folder().path();
    CHECK(must(board.follow()).size == 2);
}

TEST_CASE("what was begun is remembered when the other history is shown") {
    ObservedBoard board;
    auto& other = board.election("other");
    board.honest.vote(0, {{0}});
    board.lies["board/tile/entries/000.p/1"] = {};
    CHECK_FALSE(board.follow());
    CHECK(board.only().kind == FindingKind::altered);
    board.lies.clear();
    other.vote(1, {{0}});
    board.serves = other.folder().path();
    CHECK(board.follow().error().code == ErrorCode::board_contradicts);
    CHECK(board.only().kind == FindingKind::fork);
}

TEST_CASE("attack 43 an older checkpoint than one seen is a shrunken log") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    const auto older = served(board, "board/checkpoint");
    board.honest.vote(1, {{0}});
    must(board.follow());
    board.lies["board/checkpoint"] = older;
    CHECK(board.follow().error().code == ErrorCode::board_contradicts);
    const auto finding = board.only();
    CHECK(finding.kind == FindingKind::shrink);
    CHECK(finding.evidence.size() == 2);
    CHECK(board.log().size() == 2);
}

TEST_CASE("what is not as it was signed is not taken") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    board.honest.vote(1, {{0}});
    must(board.follow());
    board.honest.vote(2, {{0}});
    for (const auto* name : {"board/tile/entries/000.p/3", "board/tile/0/000.p/3"}) {
        board.lies = {{name, flipped(served(board, name))}};
        CHECK(board.follow().error().code == ErrorCode::damaged);
        CHECK(board.only().kind == FindingKind::altered);
        board.lies = {{name, {}}};
        CHECK_FALSE(board.follow());
        CHECK(board.only().kind == FindingKind::altered);
    }
    CHECK(board.log().size() == 2);
    board.lies = {{"board/checkpoint", flipped(served(board, "board/checkpoint"))}};
    CHECK_FALSE(board.follow());
    board.lies.clear();
    CHECK(must(board.follow()).size == 3);
}

TEST_CASE("each bad entry is named with its reason and kept with its receipt") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    const auto good = board.honest.ballot(1, {{0}}, 0);
    const auto stale = board.honest.ballot(0, {{0}}, 0);
    board.honest.append({flipped(good), stale, good});
    {
        auto follower = must(board.begin());
        CHECK(must(board.round(follower)).size == 4);
        CHECK(must(board.round(follower)).size == 4);
    }
    REQUIRE(board.found.size() == 2); // once in a run
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& finding = board.found[i];
        CHECK(finding.kind == FindingKind::invalid_entry);
        REQUIRE(finding.error.place.size() == 1);
        CHECK(finding.error.place[0].english() == "entry " + std::to_string(i + 1));
        const auto receipt = must(Receipt::parse(must(read_plain_file(finding.evidence.at(0)))));
        CHECK(receipt.index == i + 1);
        must(verify_receipt(receipt, receipt.extra, board.honest.board().verifier()));
    }
    board.found.clear();
    must(board.follow());
    CHECK(board.found.size() == 2);
}

TEST_CASE("a closed log that goes on") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    board.honest.close();
    must(board.follow());
    auto& other = board.election("other");
    other.vote(0, {{0}});
    other.append({ballot::closing_entry(other.record().election.fingerprint())});
    other.vote(1, {{0}});
    board.lies["board/closed"] = served(board, "board/closed");
    board.serves = other.folder().path();
    CHECK(board.follow().error().code == ErrorCode::board_contradicts);
    REQUIRE(board.found.size() == 2);
    CHECK(board.found[0].kind == FindingKind::invalid_entry);
    CHECK(board.found[1].kind == FindingKind::went_on);
}

TEST_CASE("attack 44 sealed files that change while a board is followed") {
    ObservedBoard board;
    must(board.follow());
    for (const auto* name : {"manifest.json", "keys.json", "board.json"}) {
        board.lies = {{name, flipped(served(board, name))}};
        CHECK(board.follow().error().code == ErrorCode::changed);
        CHECK(board.only().kind == FindingKind::sealed_changed);
    }
    auto note = served(board, "ceremony/deal-1.note");
    note[20] ^= 1;
    board.lies = {{"ceremony/deal-1.note", note}};
    CHECK(board.follow().error().code == ErrorCode::changed);
    CHECK(board.only().evidence.size() == 2);
    board.lies.clear();
    auto follower = must(board.begin());
    auto file = served(board, "election.json");
    file.push_back(' ');
    board.lies = {{"election.json", file}};
    CHECK(board.round(follower).error().code == ErrorCode::changed); // also while it is followed
}

TEST_CASE("a server with another election is not followed at all") {
    ObservedBoard board;
    board.anchor = Anchor(must(StatedFingerprint::parse(std::string(64, '0'))));
    CHECK(board.follow().error().code == ErrorCode::wrong_fingerprint);
    CHECK(files_of(board.mirror()).empty());
    board.anchor = {};
    board.lies["roll.csv"] = flipped(served(board, "roll.csv"));
    CHECK(board.follow().error().code == ErrorCode::changed);
    CHECK_FALSE(os::file_exists(board.mirrored().roll()));
    board.lies.clear();
    board.serves = board.root.path() / "nowhere";
    CHECK(board.follow().error().code == ErrorCode::not_a_record);
}

TEST_CASE("attack 27 receipts of what the followed log does not have") {
    ObservedBoard board;
    board.receipts = board.root.path() / "receipts";
    std::filesystem::create_directory(board.receipts);
    auto& other = board.election("other");
    const auto receipt = [&](SmallElection& election, const std::string& name) {
        auto log = must(election.record().open_log());
        overwrite(board.receipts / name, must(receipt_of(log, log.size() - 1)).encode());
    };
    board.honest.vote(0, {{0}});
    receipt(board.honest, "good");
    overwrite(board.receipts / "strange", to_bytes(bytes_of("nothing")));
    const auto round = must(board.follow());
    CHECK(round.receipts == 1);
    CHECK(round.unusable.size() == 1);
    CHECK(board.found.empty());
    other.vote(1, {{0}});
    receipt(other, "forked");
    other.vote(2, {{0}});
    other.vote(3, {{0}});
    receipt(other, "longer");
    auto follower = must(board.begin(true));
    const auto first = must(board.round(follower));
    CHECK(first.receipts == 1);
    CHECK(first.waiting == 1); // the longer log may still be served
    CHECK(board.found.size() == 1);
    board.clock.stopwatch += ReceiptsFolder::patience - 1;
    CHECK(must(board.round(follower)).waiting == 1);
    board.clock.stopwatch += 1;
    CHECK(must(board.round(follower)).waiting == 0);
    REQUIRE(board.found.size() == 2);
    for (const auto& finding : board.found) {
        CHECK(finding.kind == FindingKind::receipt);
        CHECK(finding.evidence.size() == 2);
    }
}

TEST_CASE("a receipt of what is served a little later is good") {
    ObservedBoard board;
    board.receipts = board.root.path() / "receipts";
    std::filesystem::create_directory(board.receipts);
    board.honest.vote(0, {{0}});
    auto follower = must(board.begin(true));
    board.lies["board/checkpoint"] = served(board, "board/checkpoint");
    board.honest.vote(1, {{0}});
    auto log = must(board.honest.record().open_log());
    overwrite(board.receipts / "ahead", must(receipt_of(log, log.size() - 1)).encode());
    CHECK(must(board.round(follower)).waiting == 1);
    board.lies.clear();
    board.clock.stopwatch += 10 * ReceiptsFolder::patience; // asked for late
    const auto round = must(board.round(follower));
    CHECK(round.receipts == 1);
    CHECK(round.waiting == 0);
    CHECK(board.found.empty());
}

TEST_CASE("witnesses that are missing and words that are old") {
    const Cosigner one("witness.example/1", SigningKey(Secret<ByteArray<32>>(ByteArray<32>{1})));
    ObservedBoard board;
    auto watched = SmallElection(board.root.path() / "watched", tiny_manifest(1, 1));
    watched.hold_ceremony();
    const auto policy = must(WitnessPolicy::of(1, {one.verifier()}));
    watched.name_witnesses(policy);
    watched.seal(std::vector<SmallVoter>(2));
    board.serves = watched.folder().path();
    board.stale_seconds = 100;
    auto follower = must(board.begin());
    must(board.round(follower));
    board.clock.stopwatch = 3599;
    must(board.round(follower));
    CHECK(board.found.empty());
    board.clock.stopwatch = 3600;
    must(board.round(follower));
    CHECK(board.only().kind == FindingKind::few_witnesses);
    const auto log = must(watched.record().open_log());
    const auto line = one.cosign(log.checkpoint().checkpoint(), 1000);
    board.lies["board/checkpoint"] =
        cosigned_note(log.checkpoint(), watched.board().verifier(), policy, std::span(&line, 1));
    board.clock.unix_seconds = 1100;
    CHECK(must(board.round(follower)).witnesses == 1);
    CHECK(board.found.empty());
    board.lies.clear(); // a server that forgets the line: the mirror keeps it
    CHECK(must(board.round(follower)).witnesses == 1);
    board.clock.unix_seconds = 1101;
    must(board.round(follower));
    CHECK(board.only().kind == FindingKind::stale);
    must(board.round(follower));
    CHECK(board.found.empty()); // once
}

TEST_CASE("a result that changes") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    board.honest.close();
    board.honest.aggregate();
    board.honest.decrypt(1);
    board.honest.combine({1});
    CHECK(must(board.follow()).complete);
    board.lies["result.json"] = flipped(served(board, "result.json"));
    CHECK(board.follow().error().code == ErrorCode::changed);
    CHECK(board.only().kind == FindingKind::later_changed);
    CHECK(must(read_plain_file(board.mirrored().result())) == served(board, "result.json"));
    board.lies = {{"decryptions/1.json", flipped(served(board, "decryptions/1.json"))}};
    CHECK(must(board.follow()).complete); // a wrong one may make room for a good one
    CHECK(board.found.empty());
    CHECK(files_of(board.root.path() / "mirror.evidence").size() == 3);
}

// SPDX-License-Identifier: Apache-2.0
// Where ballots wait for the box.
#include "service/board_scene.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace evote;
using namespace evote::test;

TEST_CASE("a ballot at the desk is taken once and has a receipt each time") {
    BoardScene scene;
    const auto ballot = scene.test.ballot(0);
    const auto first = scene.take(ballot);
    CHECK(first.kind == Kind::taken);
    CHECK(scene.receipt(first, ballot).index == 0);
    const auto again = scene.take(ballot);
    CHECK(again.kind == Kind::already);
    CHECK(scene.receipt(again, ballot).index == 0);
    // Also one that another ballot has replaced, and after a new start.
    const auto second = scene.test.ballot(0, 1, 1);
    CHECK(scene.take(second).index == 1);
    scene.close();
    scene.open();
    for (const auto& there : {ballot, second}) {
        const auto found = scene.take(there);
        CHECK(found.kind == Kind::already);
        scene.receipt(found, there);
    }
    CHECK(scene.test.entries() == std::vector<Bytes>{ballot, second});
    CHECK(scene.published->now()->size() == 2);
}

TEST_CASE("whatever the board refuses it signs with the reason and the log") {
    BoardScene scene;
    const auto ballot = scene.test.ballot(0);
    CHECK(scene.take(ballot).kind == Kind::taken);
    const auto refuse = [&](const Bytes& entry, const std::string& reason) {
        scene.check_refusal(scene.take(entry), entry, reason);
    };
    refuse({}, "malformed");
    refuse({1, 2, 3}, "malformed");
    refuse(scene.test.ballot(0, 2), "stale");
    refuse(scene.test.ballot(0, 0, 1), "stale");
    auto other = scene.test.ballot(1);
    other[2] ^= 1;
    refuse(other, "other election");
    auto broken = scene.test.ballot(1);
    broken.back() ^= 1;
    refuse(broken, "credential proof");
    CHECK(scene.published->now()->size() == 1);
    // Nobody can make the note one of another ballot, and no checkpoint is such a note.
    const auto said = scene.take(broken);
    auto note = to_string(said.note);
    note.replace(note.find("reason credential"), 6, "reasom");
    CHECK_FALSE(open_refusal(bytes_of(note), scene.test.signer().verifier()));
    CHECK_FALSE(open_refusal(scene.published->now()->note(), scene.test.signer().verifier()));
    CHECK_FALSE(open_checkpoint(said.note, scene.test.signer().verifier()));
}

TEST_CASE("two ballots of a voter in flight are one ballot and a clear refusal") {
    BoardScene scene;
    const auto first = scene.test.ballot(0);
    const auto rival = scene.test.ballot(0, 0, 1);
    const auto next = scene.test.ballot(0, 1, 1);
    const auto answers = scene.take_together({first, rival, next});
    CHECK(kinds_of(answers) == std::vector{Kind::taken, Kind::refused, Kind::taken});
    scene.check_refusal(answers[1], rival, "stale");
    CHECK(answers[1].words.english().find("another ballot of this voter") != std::string::npos);
    CHECK(answers[2].index == 1);
    CHECK(scene.desk->counts().batches >= 2);
}

TEST_CASE("a ballot twice in flight is one entry") {
    BoardScene scene;
    const auto ballot = scene.test.ballot(0);
    const auto answers = scene.take_together({ballot, ballot, ballot});
    CHECK(kinds_of(answers) == std::vector{Kind::taken, Kind::already, Kind::already});
    for (const auto& answer : answers)
        scene.receipt(answer, ballot);
    CHECK(scene.test.entries().size() == 1);
}

TEST_CASE("under one ballot a voter the second is refused") {
    BoardScene scene(tiny_manifest(1, 1, "none"));
    CHECK(scene.take(scene.test.ballot(0)).kind == Kind::taken);
    const auto second = scene.test.ballot(0, 1);
    scene.check_refusal(scene.take(second), second, "second ballot");
}

TEST_CASE("a full queue turns away at once and loses nothing that waits") {
    BoardScene scene(tiny_manifest(1, 1), {.waiting = 2, .batch = 1});
    const auto ballot = [&](std::size_t voter) { return scene.test.ballot(voter); };
    const std::vector<Bytes> ballots{ballot(0), ballot(1), ballot(2)};
    std::vector<std::future<DeskAnswer>> sent;
    {
        const BoardScene::HeldDesk held(*scene.desk);
        for (const auto& one : ballots)
            sent.push_back(scene.send(one));
        CHECK(sent[2].get().kind == Kind::busy);
        CHECK(scene.desk->counts().waiting == 2);
    }
    CHECK(sent[0].get().index == 0);
    CHECK(sent[1].get().index == 1); // in the order of arrival, in two batches
    CHECK(scene.take(ballots[2]).kind == Kind::taken);
    CHECK(scene.desk->counts().of(Kind::busy) == 1);
}

TEST_CASE("the desk keeps the hours by the time of arrival") {
    BoardScene scene;
    const auto ballot = scene.test.ballot(0);
    scene.set_time(scene_opens - 1);
    scene.check_refusal(scene.take(ballot), ballot, "not open yet");
    scene.set_time(scene_closes - 1);
    const auto late = scene.test.ballot(1);
    const auto too_late = scene.test.ballot(2);
    std::future<DeskAnswer> in_time;
    std::future<DeskAnswer> after;
    {
        const BoardScene::HeldDesk held(*scene.desk);
        in_time = scene.send(late);
        scene.set_time(scene_closes);
        after = scene.send(too_late);
    }
    const auto taken = in_time.get();
    CHECK(taken.kind == Kind::taken);
    const auto refused_late = after.get();
    CHECK(refused_late.reason == "closed");
    const auto said = must(open_refusal(refused_late.note, scene.test.signer().verifier()));
    CHECK(said.time == static_cast<std::uint64_t>(scene_closes));
    scene.check_refusal(scene.take(too_late), too_late, "closed");
    // Whoever had no answer before the end still learns that the ballot is in.
    CHECK(scene.take(late).kind == Kind::already);
}

TEST_CASE("what the disk did not take is not acknowledged and can be sent again") {
    BoardScene scene;
    const auto ballot = scene.test.ballot(0);
    scene.test.storage.fail_after(2);
    CHECK(scene.take(ballot).kind == Kind::failed);
    CHECK(scene.published->now()->size() == 0);
    scene.test.storage.fail_after(SIZE_MAX);
    const auto again = scene.take(ballot);
    scene.receipt(again, ballot);
    CHECK(scene.test.entries().size() == 1);
    CHECK(scene.log_text().find("\"event\":\"commit\"") != std::string::npos);
}

TEST_CASE("a device learns what to count on and need not believe it") {
    BoardScene scene;
    CHECK(must(scene.facts(0)).counter == 0);
    CHECK_FALSE(must(scene.facts(0)).last);
    const auto ballot = scene.test.ballot(0);
    scene.take(ballot);
    scene.take(scene.test.ballot(1));
    const auto facts = must(scene.facts(0));
    CHECK(facts.verdict == Verdict::valid);
    CHECK(facts.counter == 1);
    CHECK(facts.last->extra == ballot);
    must(verify_receipt(*facts.last, ballot, scene.test.signer().verifier()));
}

TEST_CASE("a replaced credential is known at the desk from then on") {
    BoardScene scene(with_registrars(tiny_manifest(1, 1), 2));
    const auto ballot = scene.test.ballot(0);
    CHECK(scene.take(ballot).kind == Kind::taken);
    const auto stolen = scene.test.election.credential(0).encoding;
    const auto change = scene.test.election.replace(0);
    const auto changed = scene.take(change);
    CHECK(changed.kind == Kind::taken);
    scene.receipt(changed, change);
    CHECK(scene.take(change).kind == Kind::already);
    const auto facts = must(scene.facts(0));
    CHECK(facts.counter == 1);
    CHECK(facts.last->extra == ballot);
    CHECK(must(scene.facts(stolen)).verdict == Verdict::credential_replaced);
    CHECK(scene.take(scene.test.ballot(0, 1)).kind == Kind::taken);
}

TEST_CASE("roll changes are taken from the sealing until the closing") {
    BoardScene scene(with_hours(with_registrars(tiny_manifest(1, 1), 2)));
    scene.set_time(scene_opens - 3600);
    const auto ballot = scene.test.ballot(1);
    const auto change = scene.test.election.replace(0);
    const auto answers = scene.take_together({ballot, change});
    CHECK(kinds_of(answers) == std::vector{Kind::refused, Kind::taken});
    CHECK(answers[0].reason == "not open yet");
    scene.set_time(scene_closes);
    const auto late = scene.test.election.revoke(1);
    scene.check_refusal(scene.take(late), late, "closed");
}

TEST_CASE("a desk that ends answers all that waits") {
    BoardScene scene;
    std::vector<std::future<DeskAnswer>> sent;
    std::thread ending;
    {
        const BoardScene::HeldDesk held(*scene.desk);
        for (std::size_t voter = 0; voter < 3; ++voter)
            sent.push_back(scene.send(scene.test.ballot(voter)));
        ending = std::thread([&] { scene.desk->finish(); });
    }
    ending.join();
    for (auto& one : sent)
        CHECK(one.get().kind == Kind::taken);
    CHECK(scene.take(scene.test.ballot(3)).kind == Kind::busy);
    CHECK(scene.facts(0).error().code == ErrorCode::out_of_resources);
}

TEST_CASE("a closed board refuses with its signature") {
    BoardScene scene;
    CHECK(scene.take(scene.test.ballot(0)).kind == Kind::taken);
    scene.close();
    must(close_board(scene.test.record(), scene.test.key(), scene.test.storage));
    scene.open();
    CHECK_FALSE(scene.desk->is_open());
    const auto late = scene.test.ballot(1);
    scene.check_refusal(scene.take(late), late, "closed");
    CHECK(scene.facts(0).error().code == ErrorCode::closed);
}

TEST_CASE("many senders at once lose nothing and have nothing twice") {
    constexpr std::size_t voters = 24;
    BoardScene scene(tiny_manifest(1, 1), {.waiting = 4096, .batch = 5}, voters);
    std::vector<Bytes> ballots;
    for (std::size_t voter = 0; voter < voters; ++voter)
        ballots.push_back(scene.test.ballot(voter));
    std::vector<std::thread> threads;
    std::atomic<std::size_t> taken = 0;
    for (std::size_t thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (const auto& ballot : ballots)
                taken += scene.take(ballot).kind == Kind::taken ? 1U : 0U;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(taken == voters);
    auto there = scene.test.entries();
    CHECK(there.size() == voters);
    std::ranges::sort(there);
    std::ranges::sort(ballots);
    CHECK(there == ballots);
}

TEST_CASE("the clock of the service does not jump and says that the other one did") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "log";
    const FileDescriptor file(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    const Log log(file.get());
    std::int64_t wall = 1'000'000;
    std::int64_t elapsed = 5'000;
    service::VotingClock clock([&] { return wall; }, [&] { return elapsed; });
    CHECK(clock.now() == 1000);
    wall += 3'600'000; // somebody sets the clock
    elapsed += 10'000;
    CHECK(clock.now() == 1010);
    clock.watch(log);
    clock.watch(log);
    wall = 1'010'000; // and back
    clock.watch(log);
    wall = 0;
    clock.watch(log);
    CHECK(clock.now() == 1010);
    const auto lines = to_string(must(read_file(path)));
    CHECK(std::ranges::count(lines, '\n') == 3);
    CHECK(lines.find("\"system_ahead_seconds\":3590") != std::string::npos);
    CHECK(lines.find("\"system_ahead_seconds\":0") != std::string::npos);
    CHECK(lines.find("\"system_ahead_seconds\":-1010") != std::string::npos);
}

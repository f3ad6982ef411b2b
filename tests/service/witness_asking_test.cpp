// SPDX-License-Identifier: Apache-2.0
// A board that asks its witnesses, without a network: they are desks, or whatever a test makes of
// them.
#include "service/board_scene.h"
#include "service/witness_callers.h"
#include "service/witness_lines.h"
#include "service/witness_scene.h"

#include <catch2/catch.hpp>

#include <condition_variable>

using namespace evote;
using namespace evote::test;
using service::ReachedWitness;
using service::WitnessRounds;
using service::WitnessTalk;
using std::chrono::milliseconds;

namespace {

using Answered = ReachedWitness::Answered;

http::Response text_answer(unsigned status, std::string body,
                           std::string type = "text/plain; charset=utf-8") {
    return {status, {{"Content-Type", std::move(type)}}, std::move(body)};
}

// Waits for what other threads do.
template <class Condition>
bool soon(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
        if (condition())
            return true;
        std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
}

WitnessPolicy policy_of(std::uint64_t quorum, std::uint8_t count) {
    std::vector<CosignerKey> keys;
    for (std::uint8_t i = 1; i <= count; ++i)
        keys.push_back(cosigner("w" + std::to_string(i), i).verifier());
    return must(WitnessPolicy::of(quorum, std::move(keys)));
}

// A board whose election names witnesses. Those that answer are desks with states of their own.
struct AskingScene {
    explicit AskingScene(std::uint64_t quorum, std::uint8_t count)
        : policy(policy_of(quorum, count)),
          board(with_hours(tiny_manifest(1, 1)), {}, 4, policy),
          log_key(board.test.signer().verifier()),
          rounds({log_key, policy, *board.published, board.clock, milliseconds(20)}),
          lines({*board.desk, rounds, *board.published, board.log}) {}

    ~AskingScene() { callers.reset(); }

    AskingScene(const AskingScene&) = delete;
    AskingScene& operator=(const AskingScene&) = delete;

    std::size_t count_on_disk() const { return count_in(board.test.log().checkpoint()); }

    std::size_t count_in(const SignedCheckpoint& checkpoint) const {
        const auto note = must(Note::parse(checkpoint.note()));
        return count_witnesses(
                   good_cosignatures(policy, checkpoint.checkpoint(), note.signatures()))
            .count;
    }

    // A witness of the policy as it should be.
    ReachedWitness honest(std::size_t place) {
        const auto seed = static_cast<std::uint8_t>(place + 1);
        const auto file = [&](const std::string& what) {
            return board.test.root() / ("w" + std::to_string(seed) + what);
        };
        if (!file_exists(file(".key")))
            must(write_file(file(".key"),
                            cosigner("w" + std::to_string(seed), seed).text().expose()));
        std::shared_ptr<service::WitnessDesk> desk = must(service::WitnessDesk::open(
            {must(service::read_cosigner(file(".key"))), board.test.signer().verifier(),
             service::WitnessFiles(file(".key"), file(".state")), [this] { return board.now(); },
             board.log}));
        return {place, [desk](const std::string& body, const Answered& answered) {
                    answered(desk->add_checkpoint(body));
                }};
    }

    void ask(std::vector<ReachedWitness> witnesses) {
        callers = must(service::WitnessCallers::start(
            {board.test.record().folder.log(), log_key, policy, *board.published, rounds,
             [this] { lines.keep(); }, board.log, milliseconds(20), milliseconds(50)},
            std::move(witnesses)));
    }

    WitnessPolicy policy;
    BoardScene board;
    VerifierKey log_key;
    WitnessRounds rounds;
    service::WitnessLines lines;
    std::unique_ptr<service::WitnessCallers> callers;
};

} // namespace

TEST_CASE("a log learns from a witness what that has signed") {
    WitnessScene scene;
    WitnessTalk talk(scene.log.folder(), signer().verifier());
    std::vector<std::string> bodies;
    const WitnessTalk::Ask ask = [&](std::string body) -> Result<http::Response> {
        bodies.push_back(body);
        return scene.desk->add_checkpoint(body);
    };
    const auto signs = [&](std::uint64_t size) {
        const auto lines = must(talk.lines_for(scene.at(size), 300, ask));
        return lines.size() == 1 &&
               scene.witness.verifier().time_of(lines[0], scene.at(size).checkpoint().text());
    };
    CHECK(signs(0));
    CHECK(signs(100));
    CHECK(signs(100));
    CHECK(bodies.size() == 3);
    // Another one that is asked for the first time, after somebody else has asked it.
    WitnessTalk late(scene.log.folder(), signer().verifier());
    bodies.clear();
    CHECK(late.lines_for(scene.at(200), 300, ask));
    CHECK(bodies.size() == 2);
    CHECK(signs(250));
    CHECK(bodies.size() == 4);
    const auto older = late.lines_for(scene.at(220), 300, ask);
    CHECK(older.error().code == ErrorCode::refused);
}

TEST_CASE("whatever a witness answers the log asks only a few times") {
    WitnessScene scene;
    const auto code = [&](const http::Response& answer) {
        WitnessTalk talk(scene.log.folder(), signer().verifier());
        unsigned asked = 0;
        const auto lines =
            talk.lines_for(scene.at(100), 300, [&](std::string) -> Result<http::Response> {
                CHECK(++asked <= 3);
                return answer;
            });
        return lines ? std::nullopt : std::optional(lines.error().code);
    };
    const auto size = [](std::string body) {
        return text_answer(409, std::move(body), "text/x.tlog.size");
    };
    CHECK(code(text_answer(200, "")) == ErrorCode::malformed);
    CHECK(code(text_answer(200, "rubbish\n")) == ErrorCode::malformed);
    CHECK(code(text_answer(200, std::string("\0", 1))) == ErrorCode::malformed);
    CHECK(code(size("")) == ErrorCode::malformed);
    CHECK(code(size("5")) == ErrorCode::malformed);
    CHECK(code(size("05\n")) == ErrorCode::malformed);
    CHECK(code(size("0\n")) == ErrorCode::malformed); // as it was asked
    CHECK(code(size("5\n")) == ErrorCode::malformed); // the second time
    CHECK(code(text_answer(409, "5\n")) == ErrorCode::malformed);
    CHECK(code(size("200\n")) == ErrorCode::refused);
    CHECK(code(size("301\n")) == ErrorCode::board_contradicts);
    CHECK(code(size("9223372036854775807\n")) == ErrorCode::board_contradicts);
    CHECK(code(text_answer(422, "")) == ErrorCode::board_contradicts);
    for (const unsigned status : {301U, 400U, 403U, 404U, 500U, 503U})
        CHECK(code(text_answer(status, "")) == ErrorCode::refused);
    std::uint64_t next = 5;
    WitnessTalk talk(scene.log.folder(), signer().verifier());
    const auto restless =
        talk.lines_for(scene.at(100), 300, [&](std::string) -> Result<http::Response> {
            return size(std::to_string(next++) + "\n");
        });
    CHECK(restless.error().code == ErrorCode::refused);
}

TEST_CASE("attack 55 a line counts for the witness who was asked and its checkpoint alone") {
    AskingScene scene(2, 3);
    auto& board = scene.board;
    board.take(board.test.ballot(0));
    const auto wanted = scene.rounds.wanted(0);
    REQUIRE(wanted);
    CHECK(wanted->size() == 1);
    const auto now = static_cast<std::uint64_t>(board.now());
    const auto line = [&](std::uint8_t seed, std::uint64_t time) {
        return cosigner("w" + std::to_string(seed), seed).cosign(wanted->checkpoint(), time);
    };
    const auto take = [&](std::size_t witness, const NoteSignature& one) {
        return scene.rounds.take(witness, *wanted, {&one, 1}).has_value();
    };
    const Checkpoint other{wanted->origin(), {1, Digest32{}}};
    CHECK_FALSE(take(0, line(2, now)));                                        // another witness's
    CHECK_FALSE(take(0, cosigner("w1", 9).cosign(wanted->checkpoint(), now))); // a stranger's
    CHECK_FALSE(take(0, cosigner("w1", 1).cosign(other, now))); // of another checkpoint
    CHECK_FALSE(take(0, line(1, now + 61)));                    // of a time to come
    CHECK_FALSE(take(0, line(1, INT64_MAX)));
    const NoteSigner note_key("w1", SigningKey(Secret([] {
                                  ByteArray<32> bytes;
                                  bytes.fill(1);
                                  return bytes;
                              }())));
    Note note(wanted->checkpoint().text());
    note.sign(note_key);
    CHECK_FALSE(take(0, note.signatures()[0])); // its key, as one for notes
    CHECK(scene.rounds.lines_for(wanted->checkpoint()).empty());
    CHECK(take(0, line(1, now + 60)));
    CHECK(take(0, line(1, now))); // twice is once
    CHECK(scene.rounds.lines_for(wanted->checkpoint()).size() == 1);
    CHECK_FALSE(board.published->witnessed());
    CHECK_FALSE(scene.rounds.wanted(0));
    CHECK(scene.rounds.wanted(1));
    CHECK(take(1, line(2, now)));
    REQUIRE(board.published->witnessed());
    CHECK(scene.count_in(*board.published->witnessed()) == 2);
}

TEST_CASE("all witnesses are asked for the same checkpoint while the log grows") {
    AskingScene scene(2, 3);
    auto& board = scene.board;
    std::int64_t time = 0;
    WitnessRounds rounds({scene.log_key, scene.policy, *board.published, board.clock,
                          milliseconds(1000), [&] { return time; }});
    const auto asked = [&](std::size_t witness) {
        const auto wanted = rounds.wanted(witness);
        return wanted ? std::optional(wanted->size()) : std::nullopt;
    };
    const auto sign = [&](std::size_t witness) {
        const auto wanted = rounds.wanted(witness);
        const auto seed = static_cast<std::uint8_t>(witness + 1);
        const auto line =
            cosigner("w" + std::to_string(seed), seed)
                .cosign(wanted->checkpoint(), static_cast<std::uint64_t>(board.now()));
        must(rounds.take(witness, *wanted, {&line, 1}));
    };
    CHECK(asked(0) == 0);
    board.take(board.test.ballot(0));
    CHECK(asked(1) == 0);
    sign(0);
    sign(1);
    CHECK(asked(0) == std::nullopt); // enough, but within the pace
    time = 1000;
    CHECK(asked(0) == 1);
    board.take(board.test.ballot(1));
    time = 5999;
    sign(0);
    CHECK(asked(1) == 1); // too few: the others still have time
    time = 6000;
    CHECK(asked(1) == 2);
    // A line for the round before is late and good.
    board.take(board.test.ballot(2));
    time = 20'000;
    const auto before = rounds.wanted(0); // a new round
    CHECK(before->size() == 3);
    CHECK(board.published->witnessed()->size() == 0);
    sign(0);
    sign(2);
    CHECK(board.published->witnessed()->size() == 3);
    // When nothing more comes, all are asked until they have signed.
    time = 90'000;
    CHECK(asked(1) == 3);
    sign(1);
    CHECK(asked(1) == std::nullopt);
}

TEST_CASE("a dead and a hanging and a lying witness delay nobody") {
    AskingScene scene(4, 7);
    auto& board = scene.board;
    std::atomic<int> lies = 0;
    std::vector<Answered> hanging; // never called
    std::mutex mutex;
    scene.ask({scene.honest(0),
               scene.honest(1),
               scene.honest(2),
               scene.honest(3),
               {4,
                [](const std::string&, const Answered& answered) {
                    answered(fail(ErrorCode::unreachable, msg("this server cannot be reached")));
                }},
               {5,
                [&](const std::string&, Answered answered) {
                    const std::lock_guard lock(mutex);
                    hanging.push_back(std::move(answered));
                }},
               {6, [&](const std::string&, const Answered& answered) {
                    const auto now = board.published->now()->checkpoint();
                    const auto line = cosigner("w7", 70).cosign(now, 5);
                    answered(++lies % 2 == 0 ? text_answer(200, board::signature_lines({&line, 1}))
                                             : text_answer(409, "0\n", "text/x.tlog.size"));
                }}});
    for (std::size_t voter = 0; voter < 3; ++voter) {
        const auto ballot = board.test.ballot(voter);
        CHECK(board.take(ballot).kind == Kind::taken);
        // The same bytes again lead to a receipt with the lines of the quorum.
        CHECK(soon([&] {
            const auto again = board.take(ballot);
            CHECK(again.kind == Kind::already);
            const auto receipt = board.receipt(again, ballot);
            return scene.count_in(must(open_checkpoint(receipt.checkpoint, scene.log_key))) == 4;
        }));
    }
    CHECK(soon([&] { return scene.count_on_disk() == 4; }));
    CHECK(soon(
        [&] { return board.published->now()->note() == board.test.log().checkpoint().note(); }));
    CHECK(soon([&] { return lies > 1; }));
    scene.callers->stop();
    CHECK(board.published->now()->size() == 3);
    const auto journal = board.log_text();
    for (const std::string name : {"w5", "w7"})
        CHECK(journal.find("\"witness\":\"" + name + "\",\"error\"") != std::string::npos);
    CHECK(journal.find("\"witness\":\"w1\"") == std::string::npos);
    // What comes after the end changes nothing.
    for (const auto& answered : hanging)
        answered(text_answer(200, ""));
}

TEST_CASE("lines of witnesses outlive a full disk and a new start") {
    AskingScene scene(2, 2);
    auto& board = scene.board;
    const auto ballot = board.test.ballot(0);
    board.take(ballot);
    board.test.storage.fail_after(0);
    scene.ask({scene.honest(0), scene.honest(1)});
    CHECK(soon([&] { return board.log_text().find("witness-lines") != std::string::npos; }));
    CHECK(scene.count_on_disk() == 0);
    CHECK(soon([&] { return board.published->witnessed() != nullptr; }));
    board.test.storage.fail_after(SIZE_MAX);
    CHECK(soon([&] { return scene.count_on_disk() == 2; }));
    scene.callers.reset();
    // The next ballot is taken as ever.
    CHECK(board.take(board.test.ballot(1)).kind == Kind::taken);
    CHECK(scene.count_on_disk() == 0);
    const auto receipt = board.receipt(board.take(ballot), ballot);
    CHECK(scene.count_in(must(open_checkpoint(receipt.checkpoint, scene.log_key))) == 2);
}

TEST_CASE("the last checkpoint of a closed board gets its lines") {
    AskingScene scene(2, 2);
    scene.board.take(scene.board.test.ballot(0));
    scene.board.close();
    must(scene.board.test.open().close());
    scene.board.open();
    REQUIRE_FALSE(scene.board.desk->is_open());
    WitnessRounds rounds(
        {scene.log_key, scene.policy, *scene.board.published, scene.board.clock, milliseconds(20)});
    service::WitnessLines lines(
        {*scene.board.desk, rounds, *scene.board.published, scene.board.log});
    const auto callers = must(service::WitnessCallers::start(
        {scene.board.test.record().folder.log(), scene.log_key, scene.policy,
         *scene.board.published, rounds, [&] { lines.keep(); }, scene.board.log, milliseconds(20)},
        {scene.honest(0), scene.honest(1)}));
    CHECK(soon([&] { return scene.count_on_disk() == 2; }));
    CHECK(soon([&] { return scene.count_in(*scene.board.published->now()) == 2; }));
    const auto shown = scene.board.get("/record/board/checkpoint");
    CHECK(scene.count_in(must(open_checkpoint(bytes_of(shown.body), scene.log_key))) == 2);
}

TEST_CASE(
    "what is served as the checkpoint has the lines of the quorum as long as witnesses keep up") {
    const NoteSigner log("log.example", SigningKey(Secret<ByteArray<32>>(ByteArray<32>{9})));
    const auto of_size = [&](std::uint64_t size) {
        return sign_checkpoint({size, Digest32{static_cast<std::uint8_t>(size)}}, log);
    };
    std::int64_t time = 0;
    service::PublishedLog published(of_size(1), [&] { return time; });
    CHECK(published.shown()->size() == 1);
    published.publish(of_size(5));
    published.publish_witnessed(of_size(4));
    CHECK(published.shown()->size() == 4);
    published.publish(of_size(9));
    time = 30'000;
    CHECK(published.shown()->size() == 4);
    time = 30'001; // the witnesses are away
    CHECK(published.shown()->size() == 9);
    published.publish_witnessed(of_size(7)); // never a smaller log than before
    CHECK(published.shown()->size() == 9);
    published.publish_witnessed(of_size(9));
    published.publish(of_size(12));
    CHECK(published.shown()->size() == 9);
    CHECK(published.now()->size() == 12);
}

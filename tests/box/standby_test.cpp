// SPDX-License-Identifier: Apache-2.0
// A second machine has what the first one signs, and only one of the two signs anything.
#include "box/lost_board.h"
#include "box/machine_pair.h"

using namespace evote;
using namespace evote::test;

namespace {

template <class Value>
ErrorCode code_of(const Result<Value>& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

StandbyAnswer answer_of(const MachinePair& pair, const Bytes& note) {
    return must(open_standby_answer(note, pair.first.signer().verifier()));
}

} // namespace

TEST_CASE("what the first machine signs the second one has before") {
    MachinePair pair;
    pair.begin_standby();
    CHECK(pair.standby->pairing().role == MachineRole::waiting);
    const auto a = pair.first.ballot(0);
    const auto b = pair.first.ballot(1);
    {
        auto box = pair.open_first();
        CHECK(pair.standby->pairing().role == MachineRole::second);
        CHECK(box.pairing().role == MachineRole::first);
        CHECK(must(take(box, {a})).checkpoint.tree() == pair.standby->tree());
        CHECK(must(take(box, {b, pair.first.ballot(0, 1)})).checkpoint.tree() ==
              pair.standby->tree());
        CHECK(pair.standby->tree().size == 3);
    }
    pair.take_over();
    CHECK(entries_of(pair.second_log()) == pair.first.entries());
    auto box = must(pair.try_second());
    CHECK(box.pairing().term == 2);
    CHECK(kinds(must(take(box, {a, pair.first.ballot(2)})).answers) == Kinds{already, accepted});
}

TEST_CASE("a first machine that comes back after a takeover signs nothing") {
    MachinePair pair;
    pair.begin_standby();
    auto box = pair.open_first();
    REQUIRE(take(box, {pair.first.ballot(0)}));
    pair.take_over();
    auto second = must(pair.try_second());
    REQUIRE(take(second, {pair.first.ballot(1)}));
    const SendToStandby former = [&](ByteView sent) {
        return answer_former_first(sent, pair.first.fingerprint(), second.pairing(),
                                   second.checkpoint().tree(), pair.first.signer());
    };
    // While it runs it cannot even be told.
    CHECK(code_of(take(box, {pair.first.ballot(2)})) == ErrorCode::unreachable);
    CHECK(box.close().error().code == ErrorCode::unreachable);
    CHECK(box.checkpoint().size() == 1);
    CHECK(code_of(take(box, {pair.first.ballot(3, 7)})) == ErrorCode::unreachable);
    { const auto gone = std::move(box); }
    CHECK(code_of(pair.try_first(former)) == ErrorCode::taken_over);
    CHECK(code_of(pair.try_first(pair.line())) == ErrorCode::unreachable);
    CHECK(code_of(pair.try_first({})) == ErrorCode::standby_missing);
    CHECK(code_of(close_board(pair.first.record(), pair.first.key(), pair.first.storage, former)) ==
          ErrorCode::taken_over);
    CHECK(pair.first.log().size() == 1);
    CHECK(second.checkpoint().size() == 2);
}

TEST_CASE("without its second machine the first one acknowledges nothing and loses nothing") {
    MachinePair pair;
    pair.begin_standby();
    auto box = pair.open_first();
    REQUIRE(take(box, {pair.first.ballot(0)}));
    const auto stale = pair.first.ballot(0, 5);
    CHECK(kinds(must(take(box, {stale})).answers) == Kinds{refused});
    pair.reachable = false;
    // It does not even refuse: another machine may know better.
    CHECK(code_of(take(box, {stale})) == ErrorCode::unreachable);
    const auto ballot = pair.first.ballot(1);
    for (int time = 0; time < 3; ++time)
        CHECK(code_of(take(box, {ballot})) == ErrorCode::unreachable);
    CHECK(pair.first.log().size() == 1);
    CHECK(pair.standby->tree().size == 1);
    pair.reachable = true;
    CHECK(kinds(must(take(box, {ballot})).answers) == Kinds{already});
    CHECK(pair.standby->tree() == box.checkpoint().tree());
    CHECK(box.checkpoint().size() == 2);
}

TEST_CASE("an answer that is lost on its way makes no second entry") {
    MachinePair pair;
    pair.begin_standby();
    bool loses = false;
    auto box = must(pair.try_first([&, line = pair.line()](ByteView sent) -> Result<Bytes> {
        auto answer = line(sent);
        if (loses)
            return fail(ErrorCode::unreachable, msg("the second machine does not answer"));
        return answer;
    }));
    loses = true;
    const auto ballot = pair.first.ballot(0);
    CHECK(code_of(take(box, {ballot})) == ErrorCode::unreachable);
    CHECK(pair.standby->tree().size == 1); // never acknowledged, and there if it takes over
    loses = false;
    CHECK(must(take(box, {ballot})).checkpoint.tree() == pair.standby->tree());
    CHECK(pair.standby->tree().size == 1);
}

TEST_CASE("commands without the second machine are refused while there is one") {
    MachinePair pair;
    pair.begin_standby();
    CHECK(code_of(Box::open(pair.second_record(), pair.second_key(), system_random())) ==
          ErrorCode::locked);
    { const auto box = pair.open_first(); }
    CHECK(code_of(pair.try_first({})) == ErrorCode::standby_missing);
    CHECK(code_of(close_board(pair.first.record(), pair.first.key(), pair.first.storage)) ==
          ErrorCode::standby_missing);
    pair.standby.reset();
    CHECK(code_of(pair.try_second()) == ErrorCode::refused);
    CHECK(code_of(close_board(pair.second_record(), pair.second_key())) == ErrorCode::refused);
    // Nor can the first machine be made a second one, nor anything be taken over there.
    CHECK(code_of(Standby::open(pair.first.record(), pair.first.key(), system_random())) ==
          ErrorCode::refused);
    CHECK(pair.change_first().take_over().error().code == ErrorCode::refused);
    CHECK(code_of(pair.change_first().release()) == ErrorCode::refused);
}

TEST_CASE("a second machine to which nothing was ever sent cannot take over") {
    MachinePair pair;
    pair.begin_standby();
    pair.standby.reset();
    CHECK(pair.change_second().take_over().error().code == ErrorCode::refused);
    // The first one is still alone: nothing binds it.
    CHECK(must(pair.try_first({})).pairing() == Pairing{});
}

TEST_CASE("the board of two machines is closed on both or not at all") {
    MachinePair pair;
    pair.begin_standby();
    auto box = pair.open_first();
    REQUIRE(take(box, {pair.first.ballot(0)}));
    pair.reachable = false;
    CHECK(box.close().error().code == ErrorCode::unreachable);
    CHECK_FALSE(pair.first.log().closed());
    CHECK(pair.first.log().size() == 1);
    pair.reachable = true;
    REQUIRE(box.close());
    CHECK(pair.standby->closed());
    CHECK(pair.second_log().closed());
    CHECK(entries_of(pair.second_log()) == pair.first.entries());
    { const auto gone = std::move(box); }
    // What is closed is served without the second machine.
    CHECK(code_of(pair.try_first({})) == ErrorCode::closed);
}

TEST_CASE("a new second machine gets what it lacks before anything is acknowledged") {
    MachinePair pair;
    {
        auto box = pair.first.open();
        for (std::uint64_t i = 0; i < 5; ++i)
            REQUIRE(take(box, {pair.first.ballot(0, i)}));
    }
    pair.begin_standby();
    const auto box = pair.open_first();
    CHECK(pair.standby->tree() == box.checkpoint().tree());
    CHECK(entries_of(pair.second_log()) == pair.first.entries());
}

TEST_CASE("attack 43 strangers and old messages change nothing on a second machine") {
    MachinePair pair;
    pair.begin_standby();
    auto box = pair.open_first();
    REQUIRE(take(box, {pair.first.ballot(0)}));
    REQUIRE(take(box, {pair.first.ballot(1)}));
    const auto tree = pair.standby->tree();
    const auto pairing = pair.standby->pairing();
    const auto ballot = pair.first.ballot(2);
    const std::vector<ByteView> entries{ballot};
    StandbyRequest good{pair.first.fingerprint(), {7}, box.pairing(), tree, {}, false};
    const auto there = pair.first.entries();
    const Digest32 first_two = node_hash(leaf_hash(there[0]), leaf_hash(there[1]));
    const TreeHead one_less{1, leaf_hash(there[0])};
    good.to = {3, node_hash(first_two, leaf_hash(ballot))};

    SECTION("every old message") {
        for (const auto& sent : pair.sent())
            REQUIRE(pair.standby->answer(sent));
    }
    SECTION("another key of the same name") {
        const NoteSigner stranger(pair.first.signer().verifier().name(),
                                  SigningKey::generate(system_random()));
        CHECK(code_of(pair.standby->answer(sign_standby_request(good, entries, stranger))) ==
              ErrorCode::bad_signature);
    }
    SECTION("what is no message") {
        CHECK(code_of(pair.standby->answer({})) == ErrorCode::malformed);
        CHECK(code_of(pair.standby->answer(Bytes(4, 0xff))) == ErrorCode::malformed);
        CHECK_FALSE(pair.standby->answer(box.checkpoint().note()));
    }
    SECTION("every changed byte") {
        const Bytes sent = sign_standby_request(good, entries, pair.first.signer());
        for (std::size_t i = 0; i < sent.size(); ++i) {
            Bytes changed = sent;
            changed[i] ^= 1;
            CHECK_FALSE(pair.standby->answer(changed));
        }
    }
    SECTION("other entries or another number of them") {
        const auto other = pair.first.ballot(3);
        for (const auto& wrong :
             {std::vector<ByteView>{other}, std::vector<ByteView>{ballot, other}})
            CHECK(code_of(pair.standby->answer(sign_standby_request(
                      good, wrong, pair.first.signer()))) == ErrorCode::malformed);
    }
    SECTION("another election") {
        good.election[0] ^= 1;
        CHECK(code_of(pair.standby->answer(sign_standby_request(
                  good, entries, pair.first.signer()))) == ErrorCode::other_election);
    }
    const auto is_ignored = [&](const StandbyRequest& request) {
        const auto answer = answer_of(pair, must(pair.standby->answer(sign_standby_request(
                                                request, entries, pair.first.signer()))));
        CHECK(answer.nonce == request.nonce);
        CHECK(answer.tree == tree);
        CHECK_FALSE(answer.closed);
    };
    SECTION("a gap, a fork, and an older beginning") {
        auto request = good;
        request.from = good.to;
        is_ignored(request);
        request.from = {tree.size, {9}};
        is_ignored(request);
        request.from = one_less;
        is_ignored(request);
        request.closed = true;
        is_ignored(request);
    }
    SECTION("another term, another second machine, and no first one") {
        auto request = good;
        request.pairing.term = 2;
        is_ignored(request);
        request = good;
        request.pairing.pair[0] ^= 1;
        is_ignored(request);
        request = good;
        request.pairing.role = MachineRole::second;
        is_ignored(request);
        request.pairing = {};
        is_ignored(request);
    }
    CHECK(pair.standby->tree() == tree);
    CHECK(pair.standby->pairing() == pairing);
    CHECK(pair.second_log().size() == tree.size);
    // And it is as good as before.
    CHECK(must(take(box, {ballot})).checkpoint.tree() == pair.standby->tree());
}

TEST_CASE("nobody but the second machine can say that it has something") {
    MachinePair pair;
    pair.begin_standby();
    std::function<Bytes(StandbyAnswer)> say;
    auto box = must(pair.try_first([&, line = pair.line()](ByteView sent) -> Result<Bytes> {
        EVOTE_TRY(Bytes answer, line(sent));
        return say ? say(answer_of(pair, answer)) : answer;
    }));
    const auto ballot = pair.first.ballot(0);
    const auto sign = [&](const StandbyAnswer& answer) {
        return sign_standby_answer(answer, pair.first.signer());
    };
    const NoteSigner stranger(pair.first.signer().verifier().name(),
                              SigningKey::generate(system_random()));
    const auto refuses = [&](std::function<Bytes(StandbyAnswer)> said) {
        say = std::move(said);
        CHECK_FALSE(take(box, {ballot}));
        CHECK(pair.first.log().size() == 0);
    };
    refuses([&](const StandbyAnswer& answer) { return sign_standby_answer(answer, stranger); });
    refuses([&](StandbyAnswer answer) {
        answer.nonce[0] ^= 1; // of another question
        return sign(answer);
    });
    refuses([&](StandbyAnswer answer) {
        answer.election[0] ^= 1;
        return sign(answer);
    });
    refuses([&](StandbyAnswer answer) {
        answer.tree = {0, empty_root()}; // not there
        return sign(answer);
    });
    refuses([&](StandbyAnswer answer) {
        answer.pairing.pair[0] ^= 1; // another one
        return sign(answer);
    });
    refuses([&](StandbyAnswer answer) {
        answer.pairing.role = MachineRole::first;
        return sign(answer);
    });
    refuses([&](const StandbyAnswer&) { return box.checkpoint().note(); });
    say = {};
    CHECK(must(take(box, {ballot})).checkpoint.size() == 1);
}

TEST_CASE("a first machine that has lost entries learns that the second one has them") {
    MachinePair pair;
    pair.begin_standby();
    const FolderCopy old(pair.first.election.folder().log());
    {
        auto box = pair.open_first();
        REQUIRE(take(box, {pair.first.ballot(0)}));
    }
    const Bytes memory = must(read_file(pair.first.key().memory()));
    old.put_back();
    CHECK(code_of(pair.try_first(pair.line())) == ErrorCode::rolled_back);
    CHECK(code_of(LostBoard::open(pair.first.record(), pair.first.key())) == ErrorCode::refused);
    // With its memory lost as well it could go on, and the second machine would not let it.
    std::filesystem::remove(pair.first.key().memory());
    REQUIRE(must(LostBoard::open(pair.first.record(), pair.first.key())).go_on(1));
    CHECK(code_of(pair.try_first(pair.line())) == ErrorCode::refused);
}

TEST_CASE("a second machine is released by its own word or openly") {
    MachinePair pair;
    pair.begin_standby();
    const auto unanswered = pair.first.ballot(1);
    {
        auto box = pair.open_first();
        REQUIRE(take(box, {pair.first.ballot(0)}));
        pair.reachable = false;
        CHECK_FALSE(take(box, {unanswered}));
    }
    pair.standby.reset();
    SECTION("by its word") {
        const Bytes note = must(pair.change_second().release());
        CHECK(must(pair.change_second().release()) == note);
        CHECK(pair.change_second().take_over().error().code == ErrorCode::refused);
        CHECK(code_of(pair.try_standby()) == ErrorCode::refused);
        CHECK(code_of(pair.try_second()) == ErrorCode::refused);
        auto change = pair.change_first();
        CHECK_FALSE(change.is_released_by(pair.first.log().checkpoint().note()));
        auto other = must(open_standby_release(note, pair.first.signer().verifier()));
        other.pairing.pair[0] ^= 1;
        CHECK(
            change.is_released_by(sign_standby_release(other, pair.first.signer())).error().code ==
            ErrorCode::wrong_key);
        REQUIRE(change.is_released_by(note));
        REQUIRE(change.go_alone());
        CHECK_FALSE(file_exists(pair.first.election.folder().log() / "resumed-1.note"));
    }
    SECTION("openly") {
        CHECK(must(pair.change_first().go_alone_openly(1'893'484'800)) == 1);
        const auto note = must(
            open_resumption(must(read_file(pair.first.election.folder().log() / "resumed-1.note")),
                            pair.first.signer().verifier()));
        CHECK(note.remembered == note.from);
        CHECK(note.from.size == 2); // what was about to be signed
    }
    auto box = must(pair.try_first({}));
    CHECK(box.checkpoint().size() == 2);
    CHECK(kinds(must(take(box, {unanswered, pair.first.ballot(2)})).answers) ==
          Kinds{already, accepted});
    CHECK(pair.change_second().go_alone().error().code == ErrorCode::refused);
}

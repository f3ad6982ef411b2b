// SPDX-License-Identifier: Apache-2.0
// The box of an election with registrars takes roll changes.
#include "box/test_box.h"

using namespace evote;
using namespace evote::test;

namespace {

std::string registrars_manifest(const std::string& revote = "last") {
    return with_registrars(tiny_manifest(1, 1, revote), 2);
}

std::vector<std::string> reasons(const Committed& committed) {
    std::vector<std::string> out;
    for (const auto& answer : committed.answers)
        out.push_back(answer.refusal ? std::string(answer.refusal->reason) : "");
    return out;
}

using Reasons = std::vector<std::string>;

} // namespace

TEST_CASE("the box takes a replacement and then ballots by the new credential alone") {
    TestBox test(registrars_manifest());
    auto box = test.open();
    const auto old_ballot = test.ballot(0);
    const auto second_old = test.ballot(0, 1);
    const auto change = test.election.replace(0);
    const auto new_ballot = test.ballot(0, 1, 1);
    CHECK(reasons(must(take(box, {new_ballot}))) == Reasons{"credential not on the roll"});
    // All in one batch, judged in order.
    const auto committed = must(take(box, {old_ballot, change, second_old, new_ballot}));
    CHECK(reasons(committed) == Reasons{"", "", "credential replaced", ""});
    CHECK_FALSE(committed.answers[1].tracker);
    CHECK(committed.answers[3].index == 2);
    CHECK(box.turnout()[0].voted == 1);
    // The same again: known, not refused.
    CHECK(kinds(must(take(box, {change, new_ballot})).answers) == Kinds{already, already});
    CHECK(test.entries().size() == 3);
}

TEST_CASE("a dropped batch leaves the roll of the box as it was") {
    TestBox test(registrars_manifest());
    auto box = test.open();
    const auto old_ballot = test.ballot(0);
    const auto change = test.election.replace(0);
    const auto new_ballot = test.ballot(0);
    {
        const auto batch = must(box.judge({change, new_ballot}));
        CHECK(kinds(batch.answers()) == Kinds{accepted, accepted});
    }
    CHECK(reasons(must(take(box, {new_ballot, old_ballot}))) ==
          Reasons{"credential not on the roll", ""});
}

TEST_CASE("the box remembers roll changes in its index and finds them in the log without it") {
    for (const bool with_index : {true, false}) {
        TestBox test(registrars_manifest());
        const auto old_ballot = test.ballot(0);
        {
            auto box = test.open();
            must(take(box, {test.ballot(0), test.ballot(1)}));
            must(take(box, {test.election.replace(0), test.election.revoke(1)}));
            if (with_index)
                must(box.save_index());
        }
        {
            auto box = test.open();
            CHECK(box.turnout()[0].voted == 1);
            CHECK(reasons(must(take(box, {old_ballot, test.ballot(1, 1), test.ballot(0, 1)}))) ==
                  Reasons{"credential replaced", "credential revoked", ""});
            must(take(box, {test.election.replace(0)}));
            if (with_index)
                must(box.save_index());
        }
        auto box = test.open();
        CHECK(reasons(must(take(box, {test.ballot(0, 2)}))) == Reasons{""});
        CHECK(box.turnout()[0].voted == 1);
    }
}

TEST_CASE("attack 54 the box refuses changes that are late or repeated or by one registrar") {
    TestBox test(registrars_manifest());
    auto box = test.open();
    const auto late = test.election.revoke(0, 1);
    auto half_signed = test.election.revoke(0);
    std::fill(half_signed.end() - 64, half_signed.end(), std::uint8_t{0});
    CHECK(reasons(must(take(box, {half_signed, test.ballot(1), late}))) ==
          Reasons{"registrar signature", "", "stale"});
    const auto first = test.election.revoke(0, 2);
    const auto again = test.election.revoke(0);
    CHECK(reasons(must(take(box, {first, again}))) == Reasons{"", "credential not on the roll"});
    const auto words = must(take(box, {again})).answers[0].refusal->words.english();
    CHECK(words.starts_with("credential not on the roll: no voter has the credential"));
    auto other = test.election.revoke(1);
    other[10] ^= 1;
    CHECK(must(take(box, {other})).answers[0].refusal->words.english() ==
          "other election: this roll change was made for another election");
}

TEST_CASE("roll changes are taken before the election opens and not after it has closed") {
    auto manifest = registrars_manifest();
    const std::string_view place = "\"districts\"";
    manifest.insert(manifest.find(place),
                    R"("opens":"2030-01-01T08:00:00Z","closes":"2030-01-01T20:00:00Z",)");
    TestBox test(manifest);
    const std::int64_t opens = 1'893'484'800;
    test.now = opens - 1;
    auto box = test.open();
    CHECK(box.judge({test.ballot(1)}).error().code == ErrorCode::not_open_yet);
    const auto change = test.election.replace(0);
    CHECK(box.judge({change, test.ballot(1)}).error().code == ErrorCode::not_open_yet);
    CHECK(reasons(must(take(box, {change}))) == Reasons{""});
    test.now = opens + std::int64_t{12} * 3600;
    CHECK(box.judge({test.election.revoke(1)}).error().code == ErrorCode::closed);
}

TEST_CASE("a box of an election without registrars takes no roll change") {
    TestBox test;
    auto box = test.open();
    const Bytes change =
        begin_change(test.fingerprint(), {UINT64_MAX, test.election.credential(0).encoding, {}},
                     ChangeLayout(0));
    CHECK(reasons(must(take(box, {change}))) == Reasons{"malformed"});
}

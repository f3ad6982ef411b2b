// SPDX-License-Identifier: Apache-2.0
#include "api/api_election.h"
#include "base/text.h"
#include "support/throwing_checks.h"

using namespace evote;
using namespace evote::test;

namespace {

template <class T>
ErrorCode code_of(const Result<T>& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

} // namespace

TEST_CASE("a record is opened with the announced fingerprint only") {
    const ApiElection election;
    const auto record = election.record();
    CHECK(hex_encode(record.fingerprint()) == election.fingerprint());
    CHECK(Record::open(election.folder(), record.spoken_fingerprint()));
    CHECK(record.id() == "small");
    CHECK(record.voters() == 4);
    REQUIRE(record.districts().size() == 1);
    CHECK(record.districts()[0].contests == std::vector<std::string>{"c"});
    REQUIRE(record.contests().size() == 1);
    CHECK(record.contests()[0].options[1].id == "b");
    CHECK(record.contests()[0].options[1].titles[0].text == "B");
    CHECK(record.contests()[0].rules[0].max == 1);

    auto other = election.fingerprint();
    other[0] = other[0] == '0' ? '1' : '0';
    CHECK(code_of(Record::open(election.folder(), other)) == ErrorCode::wrong_fingerprint);
    CHECK(code_of(Record::open(election.folder(), "")) == ErrorCode::usage);
    CHECK(code_of(Record::open(election.folder() + "/none", election.fingerprint())) ==
          ErrorCode::not_a_record);
}

TEST_CASE("a voter is found by the code") {
    const ApiElection election;
    const auto record = election.record();
    CHECK(must(Voter::identify(record, election.code(2))).district() == "d");
    CHECK(code_of(Voter::identify(record, "nothing")) == ErrorCode::bad_code);
    CHECK(code_of(Voter::identify(record, "0000-0000-0000-0000-0000-0000-010C")) ==
          ErrorCode::not_on_roll);
}

TEST_CASE("choices are checked before anything is encrypted") {
    const ApiElection election;
    const auto record = election.record();
    const auto voter = must(Voter::identify(record, election.code(0)));
    const auto refused = [&](const std::vector<Choice>& choices) {
        return code_of(voter.prepare(choices, 0)) == ErrorCode::bad_choice;
    };
    CHECK(refused({}));
    CHECK(refused({{"c", {}}}));
    CHECK(refused({{"c", {"a", "b"}}}));
    CHECK(refused({{"c", {"a", "a"}}}));
    CHECK(refused({{"c", {"d"}}}));
    CHECK(refused({{"c", {"a"}}, {"c", {"a"}}}));
    CHECK(refused({{"c", {"a"}}, {"e", {}}}));
    CHECK(voter.prepare({{"c", {"b"}}}, 3));
}

TEST_CASE("a second ballot is refused where the first one counts") {
    const ApiElection election("none");
    const auto record = election.record();
    const auto voter = must(Voter::identify(record, election.code(0)));
    CHECK(voter.prepare({{"c", {"a"}}}, 0));
    CHECK(code_of(voter.prepare({{"c", {"a"}}}, 1)) == ErrorCode::already_voted);
}

TEST_CASE("an audited ballot shows what was chosen") {
    const ApiElection election;
    const auto record = election.record();
    const auto voter = must(Voter::identify(record, election.code(1)));
    auto prepared = must(voter.prepare({{"c", {"b"}}}, 0));
    const auto tracker = prepared.tracker();
    const auto opening = std::move(prepared).audit();
    const auto opened = must(check_opening(record, opening, tracker));
    CHECK(opened.tracker == tracker);
    CHECK(opened.district == "d");
    REQUIRE(opened.choices.size() == 1);
    CHECK(opened.choices[0].contest == "c");
    CHECK(opened.choices[0].options == std::vector<std::string>{"b"});

    auto other = tracker;
    other[5] ^= 1;
    CHECK(code_of(check_opening(record, opening, other)) == ErrorCode::other_ballot);
    CHECK(code_of(check_opening(record, "{}", tracker)) == ErrorCode::malformed);
    CHECK(code_of(check_opening(record, std::string(2 << 20, ' '), tracker)) ==
          ErrorCode::file_too_large);
}

TEST_CASE("a ballot outlives its voter and its record") {
    const ApiElection election;
    auto prepared = [&] {
        const auto record = election.record();
        const auto voter = must(Voter::identify(record, election.code(1)));
        return must(voter.prepare({{"c", {"b"}}}, 0));
    }();
    const std::vector<Bytes> batch{std::move(prepared).cast().bytes};
    auto box = election.open_box();
    CHECK(must(box.submit(batch)).front().kind == Submission::Kind::accepted);
}

TEST_CASE("what was moved from is a failed check and not undefined") {
    const ApiElection election;
    auto record = election.record();
    const auto kept = std::move(record);
    auto voter = must(Voter::identify(kept, election.code(1)));
    const auto other = std::move(voter);
    auto prepared = must(other.prepare({{"c", {"b"}}}, 0));
    CHECK_FALSE(std::move(prepared).audit().empty());
    const ThrowingChecks throwing;
    CHECK_THROWS_AS(record.voters(), FailedCheck);
    CHECK_THROWS_AS(Voter::identify(record, election.code(1)), FailedCheck);
    CHECK_THROWS_AS(voter.district(), FailedCheck);
    CHECK_THROWS_AS(prepared.tracker(), FailedCheck);
}

TEST_CASE("a ballot is cast or audited once") {
    const ApiElection election;
    const auto record = election.record();
    const auto voter = must(Voter::identify(record, election.code(1)));
    auto prepared = must(voter.prepare({{"c", {"b"}}}, 0));
    CHECK(std::move(prepared).cast().bytes.size() > 400);
    const ThrowingChecks throwing;
    CHECK_THROWS_AS(std::move(prepared).cast(), FailedCheck);
    CHECK_THROWS_AS(std::move(prepared).audit(), FailedCheck);
}

TEST_CASE("a voter is found by the codes of all registrars") {
    const ApiElection election("last", 2);
    const auto record = election.record();
    CHECK(record.registrars() == 2);
    const auto both = [&](std::size_t voter) {
        return election.code(voter, 2) + "\n" + election.code(voter, 1);
    };
    CHECK(must(Voter::identify(record, both(1))).district() == "d");
    // Found among the roll changes.
    const auto replaced = must(Voter::identify(record, both(0)));
    CHECK(std::move(must(replaced.prepare({{"c", {"b"}}}, 0))).cast().bytes.size() > 400);
    CHECK(code_of(Voter::identify(record, election.code(1))) == ErrorCode::bad_code);
    CHECK(code_of(Voter::identify(record, election.code(1) + "\n" + election.code(1))) ==
          ErrorCode::other_registrar);
    CHECK(code_of(Voter::identify(record, election.code(1, 1) + "\n" + election.code(2, 2))) ==
          ErrorCode::not_on_roll);
    CHECK(ApiElection().record().registrars() == 0);
}

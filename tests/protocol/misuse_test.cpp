// SPDX-License-Identifier: Apache-2.0
// What a caller can get wrong with elections, verified ballots and sums: it does not compile, or is
// refused with words, or is harmless.
#include "protocol/tally.h"
#include "support/ceremony_values.h"
#include "support/failed_check.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <type_traits>

using namespace evote;

namespace {

const Election& election() {
    return rules_election().election;
}

const Roll& roll() {
    return rules_election().roll;
}

Bytes known_ballot(std::size_t index) {
    return unhex(rules_vectors()["ballots"][index]["ballot"]);
}

std::vector<CheckedEntry> verified(EntryVerifier& verifier, const std::vector<Bytes>& entries) {
    return verifier.verify(std::vector<ByteView>(entries.begin(), entries.end()));
}

// One ballot of the vectors that counts, alone in a log.
struct Counted {
    Counted() : rules(election(), roll()) {
        EntryVerifier verifier(election(), roll(), system_random());
        const auto checked = verified(verifier, {known_ballot(0)});
        step.emplace(rules.next(known_ballot(0), checked[0]));
    }

    LogRules rules;
    std::optional<LogRules::Step> step;
};

bool says(const std::string& condition, std::string_view words) {
    return condition.find(words) != std::string::npos;
}

} // namespace

// Only a verifier makes verified ballots, only the rules make what is counted, and that once.
static_assert(!std::is_default_constructible_v<VerifiedBallot>);
static_assert(!std::is_default_constructible_v<VotersBallot>);
static_assert(!std::is_constructible_v<VotersBallot, VerifiedBallot, std::size_t, std::uint64_t>);
static_assert(!std::is_copy_constructible_v<CountedBallot>);
static_assert(!std::is_copy_constructible_v<DisplacedBallot>);
static_assert(!std::is_constructible_v<CountedBallot, const LogWalk&, std::uint64_t, VotersBallot>);
static_assert(!std::is_copy_constructible_v<LogRules>);
static_assert(!std::is_copy_constructible_v<TallySum>);

// A sum takes neither a verified ballot nor one that somebody keeps; a view of a ballot does not
// outlive it; an election is bound from its files.
template <class Sum, class Ballot>
concept Adds = requires(Sum sum, Ballot ballot) {
    sum.add(static_cast<Ballot&&>(ballot));
};

template <class Ballot>
concept GivesCipher = requires(Ballot ballot) {
    static_cast<Ballot&&>(ballot).cipher();
};

template <class Ballot>
concept GivesCipherOfTemporary = requires(Ballot ballot) {
    std::move(ballot).cipher().size();
};

static_assert(Adds<TallySum, CountedBallot>);
static_assert(!Adds<TallySum, CountedBallot&>);
static_assert(!Adds<TallySum, VotersBallot>);
static_assert(!Adds<TallySum, VerifiedBallot>);
static_assert(GivesCipher<const VerifiedBallot&>);
static_assert(!GivesCipherOfTemporary<VerifiedBallot>);
static_assert(!std::is_constructible_v<Election, Manifest, PublicKeys, Digest32>);

TEST_CASE("misuse a ballot that is kept is what it was after the next batch") {
    EntryVerifier verifier(election(), roll(), system_random());
    const VotersBallot kept = *verified(verifier, {known_ballot(0)})[0].ballot;
    const auto before = std::vector(kept.ballot().cipher().begin(), kept.ballot().cipher().end());
    const auto* const at = kept.ballot().cipher().data();
    REQUIRE(verified(verifier, {known_ballot(1), known_ballot(2)})[1].ballot);
    CHECK(kept.ballot().cipher().data() == at);
    CHECK(std::ranges::equal(kept.ballot().cipher(), before));
}

TEST_CASE("misuse one ballot is counted once") {
    Counted counted;
    REQUIRE(counted.step->counted);
    TallySum sum(election(), counted.rules);
    sum.add(std::move(*counted.step->counted));
    CHECK(says(failed_check([&] { sum.add(std::move(*counted.step->counted)); }),
               "another walk through a log"));
    CHECK(sum.finish(1, {}).counted == 1);
}

TEST_CASE("misuse what another walk through the log let through is not added") {
    Counted counted;
    const Counted other;
    TallySum sum(election(), other.rules);
    CHECK(says(failed_check([&] { sum.add(std::move(*counted.step->counted)); }),
               "another walk through a log"));
    TallySum first(election(), counted.rules);
    CHECK(says(failed_check([&] { sum.merge(std::move(first)); }), "another walk through a log"));
}

TEST_CASE("misuse a sum is merged once") {
    const LogRules rules(election(), roll());
    TallySum sum(election(), rules);
    TallySum part(election(), rules);
    sum.merge(std::move(part));
    CHECK(says(failed_check([&] { sum.merge(std::move(part)); }), "another walk through a log"));
    CHECK(says(failed_check([&] { part.finish(0, {}); }), "merged into another"));
}

TEST_CASE("misuse a displaced ballot is taken out once and is no other one") {
    EntryVerifier verifier(election(), roll(), system_random());
    const auto& vectors = rules_vectors()["ballots"];
    std::vector<Bytes> entries;
    for (const auto& vector : vectors)
        entries.push_back(unhex(vector["ballot"]));
    const auto checked = verified(verifier, entries);
    LogRules rules(election(), roll());
    TallySum sum(election(), rules);
    std::optional<DisplacedBallot> displaced;
    for (std::size_t i = 0; i < entries.size() && !displaced; ++i) {
        auto step = rules.next(entries[i], checked[i]);
        REQUIRE(step.counted);
        sum.add(std::move(*step.counted));
        displaced = std::move(step.displaced);
    }
    REQUIRE(displaced);
    const auto& right = *checked[displaced->entry()].ballot;
    const auto& wrong = *checked[displaced->entry() + 1].ballot;
    CHECK(displaced->is(right));
    CHECK_FALSE(displaced->is(wrong));
    DisplacedBallot again = std::move(*displaced);
    CHECK(says(failed_check([&] { sum.remove(std::move(*displaced), right); }),
               "another walk through a log"));
    const auto counted = sum.finish(1, {}).counted;
    sum.remove(std::move(again), right);
    CHECK(sum.finish(1, {}).counted == counted - 1);
    CHECK(says(failed_check([&] { sum.remove(std::move(again), right); }),
               "another walk through a log"));
}

TEST_CASE("misuse the ballots of another election are not counted") {
    const auto cases = native_vectors("log-rules")["cases"];
    const NativeElection other(cases[0]);
    EntryVerifier verifier(election(), roll(), system_random());
    const auto checked = verified(verifier, {known_ballot(0)});
    LogRules rules(other.election, other.roll);
    CHECK(says(failed_check([&] { rules.next(known_ballot(0), checked[0]); }),
               "a ballot of another election"));
    CHECK(says(failed_check([&] { TallySum(election(), rules); }), "another election's log"));
    CHECK(says(failed_check([&] { LogRules(election(), other.roll); }),
               "the roll of another election"));
    CHECK(says(failed_check([&] { EntryVerifier(election(), other.roll, system_random()); }),
               "the roll of another election"));
}

TEST_CASE("misuse a district that is not there") {
    CHECK(says(failed_check([&] { static_cast<void>(election().layout(7)); }),
               "the election has no such district"));
}

TEST_CASE("misuse keys and roll of another manifest make no election") {
    const auto manifest = parsed_manifest(small_manifest(1, 1));
    const auto other = parsed_manifest(small_manifest(1, 1, "other"));
    const DealtValues values(manifest);
    const auto keys = must(PublicKeys::combine(
        manifest, {{"T", trustee_key_name(manifest, 1) + "+00000000+AAAA", values.dealings[0]}}));
    const auto text = bytes_of("credential,district,weight\n");
    const auto roll_of = [&](const Manifest& of) { return must(Roll::parse(text, of)); };
    REQUIRE(Election::bind(manifest, keys, roll_of(manifest), {}));
    const auto with_keys = Election::bind(other, keys, roll_of(other), {});
    REQUIRE_FALSE(with_keys);
    CHECK(with_keys.error().code == ErrorCode::invalid);
    CHECK(with_keys.error().english() == "the keys belong to another manifest");
    const auto with_roll = Election::bind(manifest, keys, roll_of(other), {});
    REQUIRE_FALSE(with_roll);
    CHECK(with_roll.error().code == ErrorCode::invalid);
    CHECK(with_roll.error().english() == "the roll was read for another manifest");
}

TEST_CASE("misuse the fingerprint is that of the files") {
    const auto& vector = rules_vectors();
    CHECK(hex_encode(election().fingerprint()) == vector["fingerprint"]);
    CHECK(election().parameters().fingerprint() == election().fingerprint());
}

TEST_CASE("misuse parameters with fewer keys than a contest has bits") {
    const auto shape = std::make_shared<const ContestShape>(ContestShape{2, 2, {}});
    const std::vector<Ristretto255::Element> keys{Ristretto255::generator()};
    CHECK(says(
        failed_check([&] { Parameters(Digest32{}, keys, std::vector<DistrictContests>{{shape}}); }),
        "more bits than keys"));
}

// SPDX-License-Identifier: Apache-2.0
// Attacks on decryptions, by trustees and by whoever passes on their files.
#include "protocol/decryption.h"
#include "protocol/decryption_proof.h"
#include "support/native_vectors.h"
#include "support/rooms.h"
#include "support/throwing_checks.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;

namespace {

using G = Ristretto255;
constexpr std::size_t cipher_size = item_size;

const Election& rules() {
    return rules_election().election;
}

/// s[j][1..B]: the sums of all trustees' polynomials at j.
std::vector<G::Scalar> trustee_secrets(std::uint16_t trustee) {
    std::vector<G::Scalar> secrets;
    for (std::size_t key = 0; key < rules().manifest().keys_needed(); ++key) {
        G::Scalar sum;
        for (const auto& dealer : rules_vectors()["trustee_secrets"]) {
            auto power = G::Scalar::from_u64(1);
            for (const auto& coefficient : dealer["coefficients"][key]) {
                sum = sum + power * G::Scalar::decode(unhex(coefficient)).value();
                power = power * G::Scalar::from_u64(trustee);
            }
        }
        secrets.push_back(sum);
    }
    return secrets;
}

TallyFile tally_file() {
    return must(TallyFile::parse(text_bytes(rules_vectors()["tally.json"]), rules()));
}

DecryptionShare share_of(std::uint16_t trustee, const TallyFile& tally) {
    SeededRandom random(bytes_of("decryption"));
    return decrypt(rules(), tally, trustee, trustee_secrets(trustee), random);
}

std::vector<std::size_t> wrong(const DecryptionShare& share) {
    return wrong_contests(rules(), tally_file(), share);
}

CheckedShare checked_share_of(std::uint16_t trustee, const TallyFile& tally) {
    return must(check_share(rules(), tally, share_of(trustee, tally)));
}

constexpr std::uint16_t cheater = 1;

EncryptedTally first_contest() {
    EncryptedTally out = tally_file().tally();
    out.contests.resize(1);
    return out;
}

/// The cheater's decryption whose first contest is of `first` instead, made by the protocol except
/// for something added to the first share.
DecryptionShare with_first_contest(const EncryptedTally& first, std::vector<G::Scalar> secrets,
                                   const G::Element& added) {
    const TallyFile tally = tally_file();
    const auto& cipher = first.contests[0];
    secrets.resize(cipher.betas.size());
    auto shares = decrypt_elements(first, secrets);
    shares[0][0] = shares[0][0] + added;
    const auto keys = rules().keys().share_keys(cheater);
    const auto weights =
        decryption_weights(rules(), tally.hash(), cheater, 0, cipher.alpha,
                           std::span<const G::Element>(keys).first(secrets.size()), shares[0]);
    std::vector<Secret<G::Scalar>> nonces;
    nonces.emplace_back(G::Scalar::from_u64(77));
    auto out = share_of(cheater, tally);
    out.contests[0] = prove_decryption(first, std::move(shares), std::span(&weights, 1), secrets,
                                       std::move(nonces))[0];
    return out;
}

} // namespace

TEST_CASE("attack 4 a decryption made for another ciphertext proves nothing") {
    // The trustee chooses the ciphertext: a valid proof for a different tally.
    EncryptedTally chosen = tally_file().tally();
    for (auto& contest : chosen.contests)
        contest.alpha = contest.alpha + G::generator();
    const auto chosen_file = TallyFile::of(rules(), chosen);
    auto forged = share_of(1, chosen_file);
    CHECK(wrong_contests(rules(), chosen_file, forged).empty());
    CHECK(wrong(forged).size() == forged.contests.size());
    forged.tally = tally_file().hash();
    CHECK(wrong(forged).size() == forged.contests.size());
    // The correct tally is hashed, but a different alpha is proved.
    chosen.contests.resize(1);
    CHECK(wrong(with_first_contest(chosen, trustee_secrets(cheater), G::Element())) ==
          std::vector<std::size_t>{0});
    // Only the share is changed, so that the total becomes a different one.
    auto shifted = share_of(1, tally_file());
    REQUIRE(wrong(shifted).empty());
    shifted.contests[0].shares[0] = shifted.contests[0].shares[0] + G::generator();
    CHECK(wrong(shifted) == std::vector<std::size_t>{0});
}

// A trustee who knows its secret and follows the protocol, but publishes other shares: only the
// equation on alpha fails. One with another secret: only the equation on g fails. Each equation is
// needed.
TEST_CASE("attack 4 each equation of a decryption proof is needed") {
    const auto right = trustee_secrets(cheater);
    auto other = right;
    other[0] = other[0] + G::Scalar::from_u64(1);
    CHECK(wrong(with_first_contest(first_contest(), right, G::Element())).empty());
    CHECK(wrong(with_first_contest(first_contest(), right, G::generator())) ==
          std::vector<std::size_t>{0});
    CHECK(wrong(with_first_contest(first_contest(), other, G::Element())) ==
          std::vector<std::size_t>{0});
}

// The trustee decrypts all options but the last, and proves exactly that.
TEST_CASE("attack 18 a decryption that leaves out an option is wrong") {
    EncryptedTally shorter = first_contest();
    shorter.contests[0].betas.pop_back();
    CHECK(wrong(with_first_contest(shorter, trustee_secrets(cheater), G::Element())) ==
          std::vector<std::size_t>{0});
}

TEST_CASE("attack 3 a decryption proof is valid for no other trustee contest or tally") {
    const auto good = share_of(1, tally_file());
    auto other_trustee = good;
    other_trustee.trustee = 2;
    CHECK(wrong(other_trustee).size() == good.contests.size());
    auto nobody = good;
    nobody.trustee = static_cast<std::uint16_t>(rules().manifest().trustees().count + 1);
    CHECK(wrong(nobody).size() == good.contests.size());
    nobody.trustee = 0;
    CHECK(wrong(nobody).size() == good.contests.size());
    auto other_tally = good;
    other_tally.tally[0] ^= 1;
    CHECK(wrong(other_tally).size() == good.contests.size());
    auto fewer_contests = good;
    fewer_contests.contests.pop_back();
    CHECK(wrong(fewer_contests).size() == good.contests.size());
    auto more_contests = good;
    more_contests.contests.push_back(good.contests[0]);
    CHECK(wrong(more_contests).size() == good.contests.size());
    auto other_contest = good;
    std::swap(other_contest.contests[0], other_contest.contests[1]);
    CHECK(wrong(other_contest).size() >= 2);
}

TEST_CASE("attack 1 every field of a decryption is bound") {
    for (std::size_t n = 0; n < tally_file().tally().contests.size(); ++n) {
        const auto good = share_of(2, tally_file());
        auto changed = good;
        changed.contests[n].commitments.on_generator =
            good.contests[n].commitments.on_generator + G::generator();
        CHECK(wrong(changed) == std::vector{n});
        changed = good;
        changed.contests[n].commitments.on_alpha =
            good.contests[n].commitments.on_alpha + G::generator();
        CHECK(wrong(changed) == std::vector{n});
        changed = good;
        changed.contests[n].response = good.contests[n].response + G::Scalar::from_u64(1);
        CHECK(wrong(changed) == std::vector{n});
        for (std::size_t i = 0; i < good.contests[n].shares.size(); ++i) {
            changed = good;
            changed.contests[n].shares[i] = good.contests[n].shares[i] + G::generator();
            CHECK(wrong(changed) == std::vector{n});
        }
    }
}

TEST_CASE("attack 19 a bad decryption is named and the others give the result") {
    auto bad = share_of(1, tally_file());
    bad.contests[1].response = -bad.contests[1].response;
    CHECK(wrong(bad) == std::vector<std::size_t>{1});
    const auto refused = check_share(rules(), tally_file(), bad);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::bad_proof);
    CHECK(refused.error().message.key() ==
          "the decryption of contest {0} by trustee {1} ({2}) is wrong");
    const std::vector good = {checked_share_of(2, tally_file()), checked_share_of(3, tally_file())};
    const auto result = must(combine(rules(), tally_file(), good));
    const std::vector others = {checked_share_of(1, tally_file()),
                                checked_share_of(3, tally_file())};
    CHECK(result.totals == must(combine(rules(), tally_file(), others)).totals);
}

TEST_CASE("attack 19 shares in any order and given twice combine to one result") {
    const auto tally = tally_file();
    const auto one = checked_share_of(1, tally);
    const auto two = checked_share_of(2, tally);
    const auto three = checked_share_of(3, tally);
    const auto expected = must(combine(rules(), tally, std::vector{one, two}));
    CHECK(expected.trustees == std::vector<std::uint16_t>{1, 2});
    for (const auto& shares : {std::vector{two, one}, {three, two, one}, {one, one, two, two}}) {
        const auto result = must(combine(rules(), tally, shares));
        CHECK(result.trustees == expected.trustees);
        CHECK(result.totals == expected.totals);
    }
    for (const auto& shares : {std::vector<CheckedShare>{}, {one}, {one, one}, {two, two, two}}) {
        const auto result = combine(rules(), tally, shares);
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().code == ErrorCode::shares_missing);
    }
}

TEST_CASE("attack 16 shares of another tally are not combined") {
    EncryptedTally changed = tally_file().tally();
    changed.log_size += 1;
    const auto other = TallyFile::of(rules(), changed);
    const auto refused = check_share(rules(), tally_file(), share_of(1, other));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message.key() == "trustee {0} ({1}) decrypted another tally");
    const std::vector mixed = {checked_share_of(1, tally_file()), checked_share_of(2, other)};
    for (const auto& tally : {tally_file(), other}) {
        const auto result = combine(rules(), tally, mixed);
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().message.key() == "trustee {0} ({1}) decrypted another tally");
    }
    auto stranger = share_of(1, tally_file());
    stranger.trustee = static_cast<std::uint16_t>(rules().manifest().trustees().count + 1);
    CHECK(check_share(rules(), tally_file(), stranger).error().message.key() ==
          "there is no trustee {0} in this election");
    stranger.trustee = 0;
    CHECK_FALSE(check_share(rules(), tally_file(), stranger).has_value());
}

TEST_CASE("attack 2 a tally of another election is not decrypted") {
    EncryptedTally other = tally_file().tally();
    other.election[0] ^= 1;
    const Bytes bytes = other.write(rules().manifest());
    const auto read = TallyFile::parse(bytes, rules());
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == ErrorCode::other_election);
    const ThrowingChecks checks;
    CHECK_THROWS_AS(TallyFile::of(rules(), other), FailedCheck);
    auto shorter = tally_file().tally();
    shorter.contests.pop_back();
    CHECK_THROWS_AS(TallyFile::of(rules(), shorter), FailedCheck);
    auto narrower = tally_file().tally();
    narrower.contests.front().betas.pop_back();
    CHECK_THROWS_AS(TallyFile::of(rules(), narrower), FailedCheck);
    CHECK_THROWS_AS(shorter.write(rules().manifest()), FailedCheck);
}

TEST_CASE("attack 22 a total beyond the weight is an error") {
    for (const auto& beyond : {G::generator(), -G::generator()}) {
        EncryptedTally changed = tally_file().tally();
        auto& beta = changed.contests[0].betas[0];
        beta = beta + G::Scalar::from_u64(changed.weight + 1) * beyond;
        const auto tally = TallyFile::of(rules(), changed);
        const std::vector shares = {checked_share_of(1, tally), checked_share_of(2, tally)};
        const auto result = combine(rules(), tally, shares);
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().code == ErrorCode::invalid);
    }
}

TEST_CASE("attack 31 a repeated generator state repeats no nonce of a decryption") {
    const auto commitments = [](const TallyFile& tally) {
        std::vector<ByteArray<cipher_size>> out;
        for (const auto& contest : share_of(1, tally).contests)
            out.push_back(contest.commitments.on_generator.encode());
        return out;
    };
    const auto first = commitments(tally_file());
    CHECK(first == commitments(tally_file())); // the generator does repeat
    EncryptedTally other_tally = tally_file().tally();
    other_tally.log_size += 1;
    EncryptedTally other_cipher = tally_file().tally();
    for (auto& contest : other_cipher.contests)
        contest.alpha = contest.alpha + G::generator();
    for (const auto& second : {commitments(TallyFile::of(rules(), other_tally)),
                               commitments(TallyFile::of(rules(), other_cipher))})
        for (std::size_t n = 0; n < first.size(); ++n)
            CHECK(first[n] != second[n]);
}

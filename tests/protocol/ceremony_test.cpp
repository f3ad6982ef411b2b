// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"
#include "support/throwing_checks.h"

#include <catch2/catch.hpp>

#include <bit>

using namespace evote;

namespace {

using G = Ristretto255;
using Scalar = G::Scalar;

const Digest32 transcript{1, 2, 3};

std::vector<CeremonyCheck> clean_checks(std::size_t count) {
    std::vector<CeremonyCheck> out;
    for (std::size_t i = 1; i <= count; ++i)
        out.push_back({static_cast<std::uint16_t>(i), transcript, {}});
    return out;
}

DealtCeremony dealt(const Manifest& manifest, const DealtValues& values) {
    return must(JoinedCeremony(manifest, values.hashes).deal(values.dealings));
}

PublishedShare honest_answer(const DealtValues& values, const Complaint& complaint) {
    const auto share =
        values.polynomials[complaint.dealer - std::size_t{1}].share(complaint.accuser);
    return {complaint, {share.expose().begin(), share.expose().end()}};
}

PublicKeys keys_of(const Manifest& manifest, const std::vector<Dealing>& dealings) {
    std::vector<TrusteeKeys> trustees;
    for (const Dealing& dealing : dealings)
        trustees.push_back({"T",
                            trustee_key_name(manifest, dealing.trustee()) + "+00+" +
                                std::to_string(dealing.trustee()),
                            dealing});
    return must(PublicKeys::combine(manifest, std::move(trustees)));
}

// The value at 0 of the polynomial through the secrets of these trustees, for key k.
Scalar interpolate(const std::vector<SecretVector<Scalar>>& secrets, unsigned subset,
                   std::size_t k) {
    Scalar sum;
    for (std::size_t j = 0; j < secrets.size(); ++j) {
        if ((subset >> j & 1U) == 0)
            continue;
        Scalar factor = Scalar::from_u64(1);
        for (std::size_t m = 0; m < secrets.size(); ++m)
            if (m != j && (subset >> m & 1U) != 0)
                factor = factor * Scalar::from_u64(m + 1) *
                         (Scalar::from_u64(m + 1) - Scalar::from_u64(j + 1)).invert();
        sum = sum + factor * secrets[j].expose()[k];
    }
    return sum;
}

// The error of the ceremony's last step, given these checks and answers.
Outcome outcome_of(const Manifest& manifest, const DealtValues& values,
                   const std::vector<CeremonyCheck>& checks, std::vector<PublishedShare> answers) {
    EVOTE_TRY(CheckedCeremony checked, dealt(manifest, values).check(transcript, checks));
    EVOTE_TRY(const SettledCeremony settled, std::move(checked).settle(std::move(answers)));
    CHECK(settled.dealings().size() == checks.size());
    return {};
}

PossessionProof proof_of(const Polynomials& polynomials) {
    return polynomials.deal(polynomials.possession_nonce(system_random())).proof();
}

} // namespace

TEST_CASE("attack 38 any t trustees of a ceremony have the keys and fewer have nothing") {
    for (const auto& [count, threshold] : {std::pair{1U, 1U}, {3U, 2U}, {5U, 3U}}) {
        const auto manifest = parsed_manifest(small_manifest(count, threshold));
        const DealtValues values(manifest);
        auto ceremony = dealt(manifest, values);
        auto checked = must(std::move(ceremony).check(transcript, clean_checks(count)));
        CHECK(checked.complaints().empty());
        const auto settled = must(std::move(checked).settle({}));
        const auto keys = keys_of(manifest, settled.dealings());
        std::vector<SecretVector<Scalar>> secrets;
        for (unsigned j = 1; j <= count; ++j) {
            secrets.push_back(values.secret(manifest, static_cast<std::uint16_t>(j)));
            const auto share_keys = keys.share_keys(static_cast<std::uint16_t>(j));
            for (std::size_t k = 0; k < share_keys.size(); ++k)
                CHECK(G::mul_generator(secrets.back().expose()[k]) == share_keys[k]);
        }
        for (unsigned subset = 1; subset < 1U << count; ++subset)
            for (std::size_t k = 0; k < keys.keys().size(); ++k) {
                const bool enough = static_cast<unsigned>(std::popcount(subset)) >= threshold;
                CHECK((G::mul_generator(interpolate(secrets, subset, k)) == keys.keys()[k]) ==
                      enough);
            }
    }
}

TEST_CASE("polynomials are restored from their encoding and only from it") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const auto chosen =
        Polynomials::choose(manifest, 2, system_random(), bytes_of("a secret of the trustee"));
    auto encoded = to_bytes(chosen.encode().expose());
    const auto restored = Polynomials::restore(manifest, 2, encoded);
    REQUIRE(restored);
    CHECK(restored->commitments() == chosen.commitments());
    CHECK(encoded.size() == manifest.keys_needed() * 2 * 32);
    CHECK_FALSE(Polynomials::restore(manifest, 2, ByteView(encoded).first(encoded.size() - 1)));
    CHECK_FALSE(Polynomials::restore(manifest, 2, ByteView(encoded).first(encoded.size() - 32)));
    std::fill(encoded.end() - 32, encoded.end(), std::uint8_t{0xff});
    CHECK_FALSE(Polynomials::restore(manifest, 2, encoded));
}

TEST_CASE("attack 31 a repeated generator state repeats no nonce") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const auto choose = [&](std::uint16_t trustee, std::string_view secret) {
        SeededRandom random(bytes_of("the same state"));
        return Polynomials::choose(manifest, trustee, random, bytes_of(secret));
    };
    const auto first = choose(1, "one");
    CHECK(first.commitments() == choose(1, "one").commitments());
    CHECK(first.commitments() != choose(2, "one").commitments());
    CHECK(first.commitments() != choose(1, "two").commitments());
    const auto nonce = [](const Polynomials& polynomials) {
        SeededRandom random(bytes_of("the same state"));
        return polynomials.deal(polynomials.possession_nonce(random)).proof().commitment;
    };
    CHECK(nonce(first) == nonce(first));
    CHECK(nonce(first) != nonce(choose(1, "two")));
}

TEST_CASE("attack 13 a rogue key without possession is refused") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    // Trustee 3 wants the joint key to be its own: its part is its key minus the others'.
    auto elements = std::vector<G::Element>(values.dealings[2].commitments().begin(),
                                            values.dealings[2].commitments().end());
    elements[0] =
        elements[0] - values.dealings[0].commitment(0, 0) - values.dealings[1].commitment(0, 0);
    Bytes rogue;
    for (const auto& element : elements)
        append(rogue, element.encode());
    const auto dealing = Dealing::verify(manifest, 3, rogue, values.dealings[2].proof());
    REQUIRE_FALSE(dealing);
    CHECK(dealing.error().code == ErrorCode::bad_proof);
    CHECK(dealing.error().message.english() ==
          "trustee 3 did not prove that it knows the secrets of its keys");
}

TEST_CASE("attack 1 the possession proof is bound to its whole statement") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const auto other = parsed_manifest(small_manifest(3, 2, "other"));
    const DealtValues values(manifest);
    const Dealing& dealing = values.dealings[0];
    const Bytes commitments = to_bytes(dealing.commitment_bytes());
    CHECK(Dealing::verify(manifest, 1, commitments, dealing.proof()));
    CHECK_FALSE(Dealing::verify(other, 1, commitments, dealing.proof()));
    CHECK_FALSE(Dealing::verify(manifest, 2, commitments, dealing.proof()));
    const Bytes others = to_bytes(values.dealings[1].commitment_bytes());
    for (std::size_t at = 0; at < commitments.size(); at += 32) {
        Bytes changed = commitments;
        std::copy_n(others.begin() + static_cast<std::ptrdiff_t>(at), 32,
                    changed.begin() + static_cast<std::ptrdiff_t>(at));
        CHECK_FALSE(Dealing::verify(manifest, 1, changed, dealing.proof()));
    }
    PossessionProof proof = dealing.proof();
    proof.commitment = values.dealings[1].proof().commitment;
    CHECK_FALSE(Dealing::verify(manifest, 1, commitments, proof));
    proof = dealing.proof();
    proof.response = values.dealings[1].proof().response;
    CHECK_FALSE(Dealing::verify(manifest, 1, commitments, proof));
}

TEST_CASE("attack 9 a dealer with a zero coefficient or two equal keys is refused") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    const auto encoded = to_bytes(values.polynomials[0].encode().expose());
    for (std::size_t at = 0; at < encoded.size(); at += 32) {
        Bytes zeroed = encoded;
        std::fill_n(zeroed.begin() + static_cast<std::ptrdiff_t>(at), 32, std::uint8_t{0});
        const auto polynomials = Polynomials::restore(manifest, 1, zeroed).value();
        const auto dealing =
            Dealing::verify(manifest, 1, polynomials.commitments(), proof_of(polynomials));
        REQUIRE_FALSE(dealing);
        CHECK(dealing.error().message.english() == "trustee 1 dealt a key that is zero");
    }
    Bytes twice = encoded;
    std::copy_n(encoded.begin(), 32, twice.begin() + 64); // a[2][0] = a[1][0]
    const auto polynomials = Polynomials::restore(manifest, 1, twice).value();
    const auto dealing =
        Dealing::verify(manifest, 1, polynomials.commitments(), proof_of(polynomials));
    REQUIRE_FALSE(dealing);
    CHECK(dealing.error().message.english() == "trustee 1 dealt the same key twice");
}

TEST_CASE("attack 9 joint keys that cancel are refused") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    // Colluding trustees who know each other's secrets could make a joint key that is the identity.
    const auto constant = [&](std::size_t trustee) {
        const auto encoded = values.polynomials[trustee].encode();
        return Ristretto255::Scalar::decode(encoded.expose().subspan(64, 32)).value();
    };
    auto encoded = to_bytes(values.polynomials[2].encode().expose());
    const auto cancel = (-(constant(0) + constant(1))).encode();
    std::copy(cancel.begin(), cancel.end(), encoded.begin() + 64);
    const auto third = Polynomials::restore(manifest, 3, encoded).value();
    const auto dealing = must(Dealing::verify(manifest, 3, third.commitments(), proof_of(third)));
    auto hashes = values.hashes;
    hashes[2] = dealing.hash();
    const auto ceremony =
        JoinedCeremony(manifest, hashes).deal({values.dealings[0], values.dealings[1], dealing});
    REQUIRE_FALSE(ceremony);
    CHECK(ceremony.error().code == ErrorCode::invalid);
    CHECK(ceremony.error().message.english() ==
          "joint key 2 is zero: this is nobody's fault; hold the ceremony again, with new secrets");
}

TEST_CASE("attack 53 joint keys that are equal are refused and nobody is blamed") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    // The constant terms of the first two keys, which lie 64 bytes apart.
    const auto constant = [&](std::size_t trustee, std::size_t key) {
        const auto encoded = values.polynomials[trustee].encode();
        return Ristretto255::Scalar::decode(encoded.expose().subspan(64 * key, 32)).value();
    };
    auto encoded = to_bytes(values.polynomials[2].encode().expose());
    const auto equal_sums =
        (constant(0, 0) + constant(1, 0) + constant(2, 0) - (constant(0, 1) + constant(1, 1)))
            .encode();
    std::copy(equal_sums.begin(), equal_sums.end(), encoded.begin() + 64);
    const auto third = Polynomials::restore(manifest, 3, encoded).value();
    const auto dealing = must(Dealing::verify(manifest, 3, third.commitments(), proof_of(third)));
    auto hashes = values.hashes;
    hashes[2] = dealing.hash();
    const std::vector<Dealing> dealings{values.dealings[0], values.dealings[1], dealing};
    const auto ceremony = JoinedCeremony(manifest, hashes).deal(dealings);
    REQUIRE_FALSE(ceremony);
    CHECK(ceremony.error().code == ErrorCode::invalid);
    CHECK(ceremony.error().message.english() ==
          "joint keys 1 and 2 are the same: this is nobody's fault; hold the ceremony again, with "
          "new secrets");
    // Whoever reads keys.json refuses them too.
    std::vector<TrusteeKeys> trustees;
    for (const auto& each : dealings) {
        const auto name = trustee_key_name(manifest, each.trustee());
        trustees.push_back({"Name", name + "+0+" + std::to_string(each.trustee()), each});
    }
    CHECK(PublicKeys::combine(manifest, trustees).error().code == ErrorCode::invalid);
}

TEST_CASE("attack 14 commitments changed after joining are refused and the trustee named") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    const DealtValues second_thoughts(manifest);
    const auto ceremony =
        JoinedCeremony(manifest, values.hashes)
            .deal({values.dealings[0], second_thoughts.dealings[1], values.dealings[2]});
    REQUIRE_FALSE(ceremony);
    CHECK(ceremony.error().code == ErrorCode::trustee_at_fault);
    CHECK(ceremony.error().message.english() ==
          "trustee 2 dealt keys other than those it committed to when joining");
}

TEST_CASE("attack 15 a wrong number of keys or a wrong degree is refused") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const auto steeper = parsed_manifest(small_manifest(3, 3));
    const auto polynomials =
        Polynomials::choose(steeper, 1, system_random(), bytes_of("a secret of the trustee"));
    const auto degree =
        Dealing::verify(manifest, 1, polynomials.commitments(), proof_of(polynomials));
    REQUIRE_FALSE(degree);
    CHECK(degree.error().code == ErrorCode::bad_proof);
    const DealtValues values(manifest);
    const ByteView bytes = values.dealings[0].commitment_bytes();
    const auto& proof = values.dealings[0].proof();
    CHECK_FALSE(Dealing::verify(manifest, 1, bytes.first(bytes.size() - 64), proof));
    CHECK_FALSE(Dealing::verify(manifest, 1, bytes.first(bytes.size() - 1), proof));
    CHECK_FALSE(Dealing::verify(manifest, 1, ByteView(), proof));
}

TEST_CASE("attack 15 a bad share is noticed") {
    const auto manifest = parsed_manifest(small_manifest(5, 3));
    const DealtValues values(manifest);
    ShareSum sum(manifest, 2);
    for (std::size_t i = 0; i < 5; ++i) {
        const Polynomials& dealer = values.polynomials[i];
        // Each value of the share counts.
        for (std::size_t k = 0; k < manifest.keys_needed(); ++k) {
            auto share = dealer.share(2);
            share.expose()[k] = share.expose()[k] + Scalar::from_u64(1);
            CHECK_FALSE(sum.add(values.dealings[i], share.expose()));
        }
        CHECK_FALSE(sum.add(values.dealings[i], dealer.share(3).expose()));
        CHECK_FALSE(sum.add(values.dealings[i], dealer.share(2).expose().first(1)));
        CHECK_FALSE(sum.add(values.dealings[i], {}));
        if (i != 4)
            CHECK(sum.add(values.dealings[i], dealer.share(2).expose()));
    }
    CHECK_FALSE(std::move(sum).finish());
}

TEST_CASE("attack 16 shares of another trustee or another election are refused") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    const DealtValues other(parsed_manifest(small_manifest(3, 2, "other")));
    const Dealing& dealing = values.dealings[0];
    CHECK(dealing.share_is_right(2, values.polynomials[0].share(2).expose()));
    CHECK_FALSE(dealing.share_is_right(1, values.polynomials[0].share(2).expose()));
    CHECK_FALSE(dealing.share_is_right(2, values.polynomials[0].share(3).expose()));
    CHECK_FALSE(dealing.share_is_right(2, values.polynomials[1].share(2).expose()));
    CHECK_FALSE(dealing.share_is_right(2, other.polynomials[0].share(2).expose()));
}

TEST_CASE("attack 16 dealings of another ceremony are a caller's mistake and no wrong key") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const auto smaller = parsed_manifest(small_manifest(2, 2));
    const DealtValues values(manifest);
    const ThrowingChecks checks;
    CHECK_THROWS_AS(values.polynomials[0].share(0), FailedCheck); // the secrets themselves
    CHECK_THROWS_AS(deal_faults(std::span(values.hashes).first(2), values.dealings), FailedCheck);
    CHECK_THROWS_AS(joint_keys(joint_commitments(values.dealings), 0), FailedCheck);
    ShareSum sum(smaller, 2);
    CHECK_THROWS_AS(sum.add(values.dealings[2], values.polynomials[2].share(2).expose()),
                    FailedCheck);
}

TEST_CASE("attack 15 a false complaint is settled by the correct answer") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    auto checks = clean_checks(3);
    checks[2].accused = {1};
    auto checked = must(dealt(manifest, values).check(transcript, checks));
    REQUIRE(checked.complaints() == std::vector{Complaint{3, 1}});
    const auto settled = must(std::move(checked).settle({honest_answer(values, {3, 1})}));
    CHECK(settled.published({3, 1}) != nullptr);
    CHECK(settled.published({1, 3}) == nullptr);
}

TEST_CASE("attack 15 justified or unanswered complaints end the ceremony") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    auto checks = clean_checks(3);
    checks[0].accused = {2};
    CHECK(outcome_of(manifest, values, checks, {honest_answer(values, {1, 2})}));

    const auto silent = outcome_of(manifest, values, checks, {});
    REQUIRE_FALSE(silent);
    CHECK(silent.error().code == ErrorCode::step_missing);
    CHECK(silent.error().message.english() ==
          "trustee 2 has not answered the complaint of trustee 1");

    auto lie = honest_answer(values, {1, 2});
    lie.values[1] = lie.values[1] + Scalar::from_u64(1);
    const auto upheld = outcome_of(manifest, values, checks, {lie});
    REQUIRE_FALSE(upheld);
    CHECK(upheld.error().code == ErrorCode::trustee_at_fault);
    CHECK(upheld.error().message.english() ==
          "trustee 2 dealt a bad share to trustee 1: the complaint is justified");
    // An answer to somebody else does not count.
    auto misplaced = honest_answer(values, {3, 2});
    misplaced.complaint = {1, 2};
    CHECK_FALSE(outcome_of(manifest, values, checks, {misplaced}));
}

TEST_CASE("attack 15 as many complaints as the threshold end the ceremony") {
    const auto manifest = parsed_manifest(small_manifest(5, 3));
    const DealtValues values(manifest);
    auto checks = clean_checks(5);
    checks[0].accused = {4};
    checks[1].accused = {4};
    const std::vector answers{honest_answer(values, {1, 4}), honest_answer(values, {2, 4}),
                              honest_answer(values, {5, 4})};
    CHECK(outcome_of(manifest, values, checks, answers));
    checks[4].accused = {3, 4};
    const auto outcome = outcome_of(manifest, values, checks, answers);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::too_many_accuse);
    CHECK(outcome.error().message.english() == "3 trustees complain about the shares of trustee 4");
}

TEST_CASE("attack 17 a trustee that was shown different files is named") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const DealtValues values(manifest);
    auto checks = clean_checks(3);
    checks[1].transcript[0] ^= 1;
    const auto outcome = outcome_of(manifest, values, checks, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::other_files);
    CHECK(outcome.error().message.english() ==
          "trustee 2 signed a different transcript: it was shown different files");
}

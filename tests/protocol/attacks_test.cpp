// SPDX-License-Identifier: Apache-2.0
// Attacks on ballots and decryptions as bytes, as somebody who holds a whole record would try them.
#include "protocol/decryption_proof.h"
#include "support/native_vectors.h"

#include "evote/protocol/ballot_maker.h"
#include "evote/protocol/ballot_verifier.h"
#include "evote/protocol/decryption.h"
#include "evote/protocol/log_rules.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;

namespace {

using G = Ristretto255;
constexpr std::size_t item = BallotLayout::item_size;

const Election& election() {
    return rules_election().election;
}

std::vector<Verdict> verdicts(const std::vector<Bytes>& entries) {
    SeededRandom random(bytes_of("weights"));
    BallotVerifier verifier(election(), rules_election().roll, random);
    const std::vector<ByteView> views(entries.begin(), entries.end());
    std::vector<Verdict> out;
    for (const auto& checked : verifier.verify(views))
        out.push_back(checked.verdict);
    return out;
}

Bytes ballot(std::size_t index) {
    return unhex(rules_vectors()["ballots"][index]["ballot"]);
}

/// Exchanges two stretches of bytes of one length.
Bytes exchanged(Bytes bytes, std::size_t a, std::size_t b, std::size_t size) {
    const auto at = [&](std::size_t place) {
        return bytes.begin() + static_cast<std::ptrdiff_t>(place);
    };
    std::swap_ranges(at(a), at(a + size), at(b));
    return bytes;
}

/// s[j][1..B]: the sums of all trustees' polynomials at j.
std::vector<G::Scalar> trustee_secrets(std::uint16_t trustee) {
    std::vector<G::Scalar> secrets;
    for (std::size_t key = 0; key < election().manifest().keys_needed(); ++key) {
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
    const auto text = text_bytes(rules_vectors()["tally.json"]);
    return {must(EncryptedTally::parse(text, election().manifest())), sha256(text)};
}

DecryptionShare share_of(std::uint16_t trustee, const TallyFile& tally) {
    SeededRandom random(bytes_of("decryption"));
    return decrypt(election(), tally, trustee, trustee_secrets(trustee), random);
}

/// The voter of a ballot of the vectors, who can make other ballots.
struct Voter {
    explicit Voter(const nlohmann::json& source)
        : credential(
              Credential::from_code(
                  election().manifest().hash(),
                  CodeBytes(hex_decode_array<16>(source["code_bytes"].get<std::string>()).value()))
                  .value()),
          district(
              election().manifest().find_district(source["district"].get<std::string>()).value()),
          selections(source["selections"]) {}

    const BallotShape& shape() const { return election().layout(district).shape; }

    /// The bits of what was chosen: they keep all rules.
    BallotBits bits() const {
        const auto& manifest = election().manifest();
        BallotBits out;
        for (const auto contest : manifest.districts()[district].contests) {
            const auto& options = manifest.contests()[contest].options;
            const auto chosen =
                selections[manifest.contests()[contest].id].get<std::vector<std::string>>();
            SecretVector<std::uint8_t> selection(options.size());
            for (std::size_t i = 0; i < options.size(); ++i)
                selection.expose()[i] =
                    std::ranges::count(chosen, options[i].id) != 0 ? std::uint8_t{1} : 0;
            out.append(must(manifest.contest_bits(contest, selection)).expose());
        }
        return out;
    }

    Credential credential;
    std::size_t district;
    nlohmann::json selections;
};

std::vector<std::size_t> wrong(const DecryptionShare& share) {
    return wrong_contests(election(), tally_file(), share);
}

} // namespace

TEST_CASE("attack 1 no byte of a ballot can be changed") {
    const Bytes good = ballot(0);
    std::vector<Bytes> changed(good.size(), good);
    for (std::size_t i = 0; i < good.size(); ++i)
        changed[i][i] ^= 1;
    const auto found = verdicts(changed);
    for (std::size_t i = 0; i < found.size(); ++i) {
        INFO("byte " << i);
        CHECK(found[i] != Verdict::valid);
    }
    CHECK(verdicts({good}) == std::vector{Verdict::valid});
}

TEST_CASE("attack 3 proofs do not fit another contest or another voter") {
    const auto& layout = election().layout(0);
    const auto parts = layout.shape.contests();
    REQUIRE(parts.size() == 2);
    Bytes other_contest = ballot(0);
    // The first elements of both contests and their commitments and responses, exchanged.
    const std::size_t second = parts[1].element * item;
    for (const std::size_t start : {BallotLayout::header_size, layout.first_at})
        other_contest = exchanged(std::move(other_contest), start, start + second, 2 * item);
    other_contest = exchanged(std::move(other_contest), layout.response_at,
                              layout.response_at + second, 2 * item);
    Bytes other_voter = ballot(0);
    const Bytes voter = ballot(1);
    std::copy_n(voter.begin() + BallotLayout::credential_at, item,
                other_voter.begin() + BallotLayout::credential_at);
    for (const auto verdict : verdicts({other_contest, other_voter}))
        CHECK(verdict != Verdict::valid);
}

// A prover that follows the protocol but for one element of the cipher: of all equations just the
// one of this element fails, so the batch must give it a weight of its own.
TEST_CASE("attack 1 one false element of the cipher is found among good ballots") {
    const Voter voter(rules_vectors()["ballots"][0]);
    SeededRandom random(bytes_of("false element"));
    BallotMaker maker(election(), random);
    const BallotShape& shape = voter.shape();
    for (std::size_t i = 0; i < shape.elements(); ++i) {
        std::vector<BallotRequest> requests;
        requests.push_back({&voter.credential, 0, voter.bits()});
        auto prepared = maker.prepare(voter.district, requests);
        auto& bytes = prepared[0].header_and_cipher;
        const std::size_t at = BallotLayout::header_size + i * item;
        const auto element = G::Element::decode(ByteView(bytes).subspan(at, item)).value();
        std::ranges::copy((element + G::generator()).encode(),
                          bytes.begin() + static_cast<std::ptrdiff_t>(at));
        const std::vector<const Credential*> credentials(1, &voter.credential);
        const auto made = maker.cast(std::move(prepared), credentials);
        std::vector<Bytes> entries;
        for (std::size_t k = 0; k < 3; ++k)
            entries.push_back(ballot(k));
        entries.push_back(made[0]);
        INFO("element " << i);
        CHECK(verdicts(entries) == std::vector{Verdict::valid, Verdict::valid, Verdict::valid,
                                               Verdict::encryption_proof});
    }
}

TEST_CASE("attack 28 the counter goes on with every ballot of a voter") {
    const Voter voter(rules_vectors()["ballots"][0]);
    SeededRandom random(bytes_of("many ballots"));
    BallotMaker maker(election(), random);
    const std::vector<std::uint64_t> counters{0, 1, 2, 1, 2, 4, 3};
    std::vector<Bytes> ballots;
    for (const std::uint64_t counter : counters) {
        const BallotRequest request{&voter.credential, counter, voter.bits()};
        const Credential* const owner = &voter.credential;
        ballots.push_back(
            maker.cast(maker.prepare(voter.district, std::span(&request, 1)), std::span(&owner, 1))
                .front());
    }
    BallotVerifier verifier(election(), rules_election().roll, random);
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    const auto checked = verifier.verify(views);
    LogRules rules(election(), rules_election().roll.entries().size());
    std::vector<Verdict> found;
    std::vector<std::uint64_t> displaced;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const auto step = rules.next(views[i], checked[i]);
        found.push_back(step.verdict);
        if (step.displaced)
            displaced.push_back(*step.displaced);
    }
    using enum Verdict;
    CHECK(found == std::vector<Verdict>{valid, valid, valid, stale, stale, stale, valid});
    CHECK(displaced == std::vector<std::uint64_t>{0, 1, 2});
    CHECK(rules.counted() == 1);
}

TEST_CASE("attack 11 no response can be shifted by the order or negated") {
    const auto& layout = election().layout(0);
    const Bytes good = ballot(0);
    const Bytes order = hex_decode("edd3f55c1a631258d69cf7a2def9de14"
                                   "00000000000000000000000000000010")
                            .value();
    std::vector<Bytes> shifted;
    std::vector<Bytes> negated;
    for (std::size_t at = layout.response_at; at < layout.size; at += item) {
        Bytes more = good;
        unsigned carry = 0;
        for (std::size_t i = 0; i < item; ++i) {
            carry += more[at + i] + static_cast<unsigned>(order[i]);
            more[at + i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        shifted.push_back(std::move(more));
        Bytes minus = good;
        const auto scalar = G::Scalar::decode(ByteView(good).subspan(at, item)).value();
        const auto encoding = (-scalar).encode();
        std::copy(encoding.begin(), encoding.end(),
                  minus.begin() + static_cast<std::ptrdiff_t>(at));
        negated.push_back(std::move(minus));
    }
    for (const auto verdict : verdicts(shifted))
        CHECK(verdict == Verdict::malformed);
    for (const auto verdict : verdicts(negated))
        CHECK(verdict != Verdict::valid);
}

TEST_CASE("attack 10 a ballot made of parts of two voters is refused") {
    // Header of one voter, all of the rest of another.
    Bytes mixed = ballot(0);
    const Bytes other = ballot(1);
    if (other.size() == mixed.size())
        std::copy(other.begin() + BallotLayout::header_size, other.end(),
                  mixed.begin() + BallotLayout::header_size);
    else
        std::copy_n(other.begin() + BallotLayout::credential_at, item,
                    mixed.begin() + BallotLayout::credential_at);
    CHECK(verdicts({mixed}).front() != Verdict::valid);
}

TEST_CASE("attack 4 a decryption made for another ciphertext proves nothing") {
    // The trustee chooses the ciphertext: a proof that is right, of a tally that is another.
    TallyFile chosen = tally_file();
    for (auto& contest : chosen.tally.contests)
        contest.alpha = contest.alpha + G::generator();
    auto forged = share_of(1, chosen);
    CHECK(wrong_contests(election(), chosen, forged).empty());
    CHECK(wrong(forged).size() == forged.contests.size());
    // The share alone changed so that the total becomes another one.
    auto shifted = share_of(1, tally_file());
    REQUIRE(wrong(shifted).empty());
    shifted.contests[0].shares[0] = shifted.contests[0].shares[0] + G::generator();
    CHECK(wrong(shifted) == std::vector<std::size_t>{0});
}

// A trustee who knows its secret and makes everything by the protocol, but publishes other shares:
// only the equation on alpha fails. One with another secret: only the equation on g fails. Each
// equation is needed.
TEST_CASE("attack 4 each equation of a decryption proof is needed") {
    constexpr std::uint16_t trustee = 1;
    const TallyFile tally = tally_file();
    const auto secrets = trustee_secrets(trustee);
    const auto keys = election().keys().share_keys(trustee);
    EncryptedTally first = tally.tally;
    first.contests.resize(1);
    const std::size_t options = first.contests[0].betas.size();
    const auto with = [&](std::vector<G::Scalar> used, const G::Element& shift) {
        auto shares = decrypt_elements(first, used);
        shares[0][0] = shares[0][0] + shift;
        const auto weights =
            decryption_weights(election(), tally.hash, trustee, 0, first.contests[0].alpha,
                               std::span<const G::Element>(keys).first(options), shares[0]);
        std::vector<Secret<G::Scalar>> nonces;
        nonces.emplace_back(G::Scalar::from_u64(77));
        auto forged = share_of(trustee, tally);
        forged.contests[0] = prove_decryption(first, std::move(shares), std::span(&weights, 1),
                                              used, std::move(nonces))[0];
        return wrong(forged);
    };
    const std::vector<G::Scalar> right(secrets.begin(),
                                       secrets.begin() + static_cast<std::ptrdiff_t>(options));
    auto other = right;
    other[0] = other[0] + G::Scalar::from_u64(1);
    CHECK(with(right, G::Element()).empty());
    CHECK(with(right, G::generator()) == std::vector<std::size_t>{0});
    CHECK(with(other, G::Element()) == std::vector<std::size_t>{0});
}

TEST_CASE("attack 3 a decryption proof fits no other trustee contest or tally") {
    const auto good = share_of(1, tally_file());
    auto other_trustee = good;
    other_trustee.trustee = 2;
    CHECK(wrong(other_trustee).size() == good.contests.size());
    auto nobody = good;
    nobody.trustee = static_cast<std::uint16_t>(election().manifest().trustees().count + 1);
    CHECK(wrong(nobody).size() == good.contests.size());
    nobody.trustee = 0;
    CHECK(wrong(nobody).size() == good.contests.size());
    auto other_tally = good;
    other_tally.tally[0] ^= 1;
    CHECK(wrong(other_tally).size() == good.contests.size());
    auto other_contest = good;
    std::swap(other_contest.contests[0], other_contest.contests[1]);
    CHECK(wrong(other_contest).size() >= 2);
}

TEST_CASE("attack 1 every field of a decryption is bound") {
    for (std::size_t n = 0; n < tally_file().tally.contests.size(); ++n) {
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
    const std::vector<DecryptionShare> good = {share_of(2, tally_file()),
                                               share_of(3, tally_file())};
    const auto result = must(combine(election(), tally_file(), good));
    const std::vector<DecryptionShare> others = {share_of(1, tally_file()),
                                                 share_of(3, tally_file())};
    CHECK(result.totals == must(combine(election(), tally_file(), others)).totals);
}

TEST_CASE("attack 22 a total beyond the weight is an error") {
    TallyFile tally = tally_file();
    const std::vector<DecryptionShare> shares = {share_of(1, tally), share_of(2, tally)};
    tally.tally.contests[0].betas[0] =
        tally.tally.contests[0].betas[0] +
        G::mul_generator(G::Scalar::from_u64(tally.tally.weight + 1));
    const auto result = combine(election(), tally, shares);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().status == Status::invalid);
    tally = tally_file();
    tally.tally.contests[0].betas[0] =
        tally.tally.contests[0].betas[0] -
        G::mul_generator(G::Scalar::from_u64(tally.tally.weight + 1));
    CHECK_FALSE(combine(election(), tally, shares).has_value());
}

TEST_CASE("attack 7 only the named group exists") {
    const std::string text = rules_vectors()["manifest.json"].get<std::string>();
    const std::string name = R"("group":"ristretto255")";
    const auto at = text.find(name);
    REQUIRE(at != std::string::npos);
    for (const std::string other :
         {R"("group":"modp-2048")", R"("group":"Ristretto255")", R"("group":"")",
          R"("group":{"p":"23","q":"11","g":"4"})", R"("group":"ristretto255","p":"23")"}) {
        std::string changed = text;
        changed.replace(at, name.size(), other);
        const auto manifest = Manifest::parse(bytes_of(changed));
        REQUIRE_FALSE(manifest.has_value());
        CHECK(manifest.error().status == Status::malformed);
    }
}

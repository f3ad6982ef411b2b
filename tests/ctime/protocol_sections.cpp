// SPDX-License-Identifier: Apache-2.0
// The protocol's secrets from their creation to what is published. What is published is marked as
// public when it leaves the function that made it, not before.
#include "ballot/code.h"
#include "ballot/credential.h"
#include "ballot/maker.h"
#include "ballot/roll_change.h"
#include "ctime/secrecy.h"
#include "protocol/decryption.h"
#include "protocol/entry_verifier.h"
#include "protocol/half_maker.h"
#include "protocol/halves.h"
#include "protocol/polynomials.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

namespace {

using G = Ristretto255;

Credential secret_credential(const nlohmann::json& ballot) {
    CodeBytes code(hex_decode_array<16>(ballot["code_bytes"].get<std::string>()).value());
    mark_secret(code.expose());
    auto credential = Credential::from_code(rules_election().election.manifest().hash(), code);
    declassify(&credential, sizeof(credential)); // the optional and its pointer, not the secret
    declassify(credential->encoding);            // on the roll
    return std::move(*credential);
}

/// The secret bits of all contests of a ballot of the vectors.
BallotBits secret_bits(const nlohmann::json& ballot, std::size_t district) {
    const auto& manifest = rules_election().election.manifest();
    BallotBits all;
    for (const std::size_t place : manifest.districts()[district].contests) {
        const auto& contest = manifest.contests()[place];
        SecretVector<std::uint8_t> selection(contest.options.size());
        const auto& chosen = ballot["selections"][contest.id];
        for (std::size_t i = 0; i < contest.options.size(); ++i) {
            for (const auto& id : chosen)
                if (id == contest.options[i].id)
                    selection.expose()[i] = 1;
        }
        mark_secret(selection.expose().data(), selection.size());
        auto bits = manifest.contest_bits(place, selection);
        declassify(&bits, sizeof(bits)); // whether there are any; the bits are elsewhere
        all.append(bits->expose());
    }
    return all;
}

void publish(std::vector<Bytes>& ballots) {
    for (auto& ballot : ballots)
        declassify(ballot.data(), ballot.size());
}

} // namespace

CONSTANT_TIME(codes, "a voter's code, printed and read") {
    SecretRandom random("code");
    CodeBytes code;
    random.fill(code.expose());
    const SecretBytes printed = encode_code(code);
    auto again = decode_code(text_of(printed.expose()));
    declassify(&again, sizeof(again)); // whether it is a code; its bytes are elsewhere
    EVOTE_CHECK(again.has_value());
}

CONSTANT_TIME(credentials, "a credential from a code") {
    secret_credential(rules_vectors()["ballots"][0]);
}

CONSTANT_TIME(contest_bits, "a vote turned into bits with slack") {
    for (const auto& ballot : rules_vectors()["ballots"]) {
        const auto district = rules_election().election.manifest().find_district(
            ballot["district"].get<std::string>());
        secret_bits(ballot, *district);
    }
}

CONSTANT_TIME(ballots, "ballots: encrypted, proved, verified") {
    SecretRandom random("ballots");
    SeededRandom weights(bytes_of("weights"));
    Maker maker(rules_election().election.parameters(), random);
    const auto& ballot = rules_vectors()["ballots"][0];
    const auto district =
        rules_election().election.manifest().find_district(ballot["district"].get<std::string>());
    const Credential credential = secret_credential(ballot);
    std::vector<BallotRequest> requests;
    requests.push_back({&credential, 0, secret_bits(ballot, *district)});
    requests.push_back({&credential, 1, secret_bits(ballot, *district)});
    auto prepared = maker.prepare(*district, requests);
    for (auto& one : prepared) // the tracker is shown to the voter
        declassify(one.header_and_cipher.data(), one.header_and_cipher.size());
    const std::vector<const Credential*> credentials(2, &credential);
    auto ballots = maker.cast(std::move(prepared), credentials);
    publish(ballots);
    EntryVerifier verifier(rules_election().election, rules_election().roll, weights);
    const std::vector<ByteView> entries(ballots.begin(), ballots.end());
    for (const auto& entry : verifier.verify(entries))
        EVOTE_CHECK(entry.verdict == Verdict::valid);
}

CONSTANT_TIME(ceremony, "the key ceremony: polynomials, proof, shares") {
    SecretRandom random("ceremony");
    ByteArray<32> identity{};
    random.fill(identity);
    const auto& manifest = rules_election().election.manifest();
    const auto polynomials = Polynomials::choose(manifest, 1, random, identity);
    polynomials.encode();
    const Bytes commitments = polynomials.commitments();
    declassify(commitments.data(), commitments.size());
    auto dealing = polynomials.deal(polynomials.possession_nonce(random));
    auto proof = dealing.proof();
    declassify(proof);
    EVOTE_CHECK(Dealing::verify(manifest, 1, commitments, proof).has_value());
    const auto share = polynomials.share(2);
    const auto encoded = encode_share(share.expose());
    const auto verified = Dealing::verify(manifest, 1, commitments, proof);
    ShareSum sum(manifest, 2);
    bool right = sum.add(*verified, share.expose());
    declassify(right);
    EVOTE_CHECK(right);
    auto decoded = decode_share(encoded.expose(), share.size());
    declassify(&decoded, sizeof(decoded));
    EVOTE_CHECK(decoded->size() == share.size());
}

CONSTANT_TIME(halves, "a registrar's codes, halves and proofs") {
    SecretRandom random("halves");
    const Digest32 manifest{};
    const HalfMaker::Codes codes = [](std::size_t index, CodeBytes& out) {
        out.expose().fill(static_cast<std::uint8_t>(index));
        mark_secret(out.expose().data(), out.expose().size());
    };
    CodeBytes code;
    codes(3, code);
    const auto printed = encode_half_code(1, code);
    declassify(printed.expose().data(), printed.expose().size()); // the voter reads it
    auto half = Half::from_code(manifest, 1, code);
    declassify(&half, sizeof(half)); // whether there is one; its secret is elsewhere
    declassify(half->encoding);
    const HalfMaker maker(manifest, 1);
    Bytes halves(5 * Halves::half_size);
    maker.make(codes, 0, halves);
    declassify(halves.data(), halves.size());
    auto proof = maker.prove(codes, halves, maker.nonce(codes, halves, random));
    declassify(proof);
    auto replacement = prove_replacement(manifest, 1, *half, random);
    declassify(replacement);
}

CONSTANT_TIME(decryption, "a trustee's share of the decryption") {
    SecretRandom random("decryption");
    const auto& manifest = rules_election().election.manifest();
    const auto& text = rules_vectors()["tally.json"];
    const auto tally = must(TallyFile::parse(text_bytes(text), rules_election().election));
    SecretVector<G::Scalar> secrets;
    for (std::size_t key = 0; key < manifest.keys_needed(); ++key) {
        // The polynomials of all trustees at 1: the sums of their coefficients.
        G::Scalar sum;
        for (const auto& trustee : rules_vectors()["trustee_secrets"])
            for (const auto& coefficient : trustee["coefficients"][key])
                sum = sum + G::Scalar::decode(unhex(coefficient)).value();
        secrets.push_back(sum);
    }
    mark_secret(secrets.expose().data(), secrets.size() * sizeof(G::Scalar));
    auto share = decrypt(rules_election().election, tally, 1, secrets.expose(), random);
    for (auto& contest : share.contests) {
        declassify(contest.shares.data(), contest.shares.size() * sizeof(G::Element));
        declassify(contest.commitments);
        declassify(contest.response);
    }
    EVOTE_CHECK(wrong_contests(rules_election().election, tally, share).empty());
}

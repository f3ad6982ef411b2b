// SPDX-License-Identifier: Apache-2.0
// The native vectors, byte for byte: made by another implementation of the same protocol.
#include "protocol/ballot_proving.h"
#include "protocol/decryption_proof.h"
#include "support/native_vectors.h"

#include "evote/base/sha2.h"
#include "evote/protocol/decryption.h"
#include "evote/protocol/log_rules.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace evote;
using G = Ristretto255;
using nlohmann::json;

namespace {

G::Scalar scalar(const json& hex) {
    return G::Scalar::decode(unhex(hex)).value();
}

std::size_t district_index(const Manifest& manifest, const std::string& id) {
    for (std::size_t i = 0; i < manifest.districts().size(); ++i)
        if (manifest.districts()[i].id == id)
            return i;
    throw std::runtime_error("no district " + id);
}

BallotBits bits_of(const Manifest& manifest, std::size_t district, const json& selections) {
    BallotBits bits;
    for (const auto index : manifest.districts()[district].contests) {
        const auto& contest = manifest.contests()[index];
        const auto chosen = selections[contest.id].get<std::vector<std::string>>();
        SecretVector<std::uint8_t> selection(contest.options.size());
        for (std::size_t i = 0; i < contest.options.size(); ++i)
            selection.expose()[i] =
                std::count(chosen.begin(), chosen.end(), contest.options[i].id) != 0;
        bits.append(must(manifest.contest_bits(index, selection)).expose());
    }
    return bits;
}

// Makes the ballot of a vector from its nonces: r, s, a.. per contest, then kappa, d_0, d_1.
Bytes make_ballot(const Election& election, const json& vector) {
    const auto& manifest = election.manifest();
    const auto district = district_index(manifest, vector["district"]);
    const auto& layout = election.layout(district);
    BallotWitness<G> witness(layout.shape, 1);
    BallotNonces<G> nonces(layout.shape, 1);
    const auto bits = bits_of(manifest, district, vector["selections"]);
    std::ranges::copy(bits.expose(), witness.bits.expose().begin());
    witness.credential.expose()[0] = scalar(vector["u"]);
    auto next = vector["nonces"].begin();
    std::size_t contest = 0;
    for (const auto& part : layout.shape.contests()) {
        witness.randomness.expose()[contest] = scalar(*next++);
        nonces.s.expose()[contest++] = scalar(*next++);
        for (std::size_t i = 0; i < part.shape.bits; ++i)
            nonces.a.expose()[part.bit + i] = scalar(*next++);
    }
    nonces.kappa.expose()[0] = scalar(*next++);
    nonces.d0.expose()[0] = scalar(*next++);
    nonces.d1.expose()[0] = scalar(*next++);
    REQUIRE(next == vector["nonces"].end());

    const Bases<G> bases(election.bases().keys, election.bases().pedersen);
    const auto credential = G::mul_generator(scalar(vector["u"])).encode();
    auto encrypted = encrypt_ballots(
        bases, layout, witness, {ballot_header(election, district, vector["counter"], credential)});
    CHECK(hex_encode(tracker_of(encrypted.front())) == vector["tracker"]);
    return prove_ballots(bases, layout, witness, std::move(nonces), std::move(encrypted)).front();
}

// The tally of a whole log by the library, as evote-aggregate makes it.
EncryptedTally tally_of(const NativeElection& native, const std::vector<Bytes>& entries,
                        const Digest32& root) {
    BallotVerifier verifier(native.election, native.roll, system_random());
    const std::vector<ByteView> views(entries.begin(), entries.end());
    const auto checked = verifier.verify(views);
    LogRules rules(native.election, native.roll.entries().size());
    TallySum sum(native.election);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto step = rules.next(views[i], checked[i]);
        if (step.counts)
            sum.add(*checked[i].ballot);
        if (step.displaced)
            sum.remove(*checked[*step.displaced].ballot);
    }
    REQUIRE(rules.closed());
    return sum.finish(entries.size(), root);
}

Digest32 root_in(const std::string& checkpoint) {
    const auto lines = split(checkpoint, '\n');
    const auto root = base64_decode(lines[2]).value();
    Digest32 out{};
    std::ranges::copy(root, out.begin());
    return out;
}

// s[j][k] from all trustees' coefficients.
std::vector<G::Scalar> trustee_secret(const json& vector, std::uint16_t trustee) {
    std::vector<G::Scalar> secrets(vector["trustee_secrets"][0]["coefficients"].size());
    for (const auto& dealer : vector["trustee_secrets"])
        for (std::size_t k = 0; k < secrets.size(); ++k) {
            const auto& coefficients = dealer["coefficients"][k];
            G::Scalar power = G::Scalar::from_u64(1);
            for (const auto& coefficient : coefficients) {
                secrets[k] = secrets[k] + power * scalar(coefficient);
                power = power * G::Scalar::from_u64(trustee);
            }
        }
    return secrets;
}

void check_decryptions(const json& vector, const Election& election, const TallyFile& tally) {
    std::vector<DecryptionShare> shares;
    for (const auto& expected : vector["decryptions"]) {
        const std::string& text = expected["decryption.json"].get_ref<const std::string&>();
        auto share = must(DecryptionShare::parse(bytes_of(text), election.manifest()));
        CHECK(wrong_contests(election, tally, share).empty());

        const auto secrets = trustee_secret(vector, share.trustee);
        const auto share_keys = election.keys().share_keys(share.trustee);
        auto elements = decrypt_elements(tally.tally, secrets);
        std::vector<Digest64> weights;
        std::vector<Secret<G::Scalar>> nonces;
        for (std::size_t n = 0; n < tally.tally.contests.size(); ++n) {
            const auto& cipher = tally.tally.contests[n];
            weights.push_back(
                decryption_weights(election, tally.hash, share.trustee, n, cipher.alpha,
                                   std::span(share_keys).first(cipher.betas.size()), elements[n]));
            nonces.emplace_back(scalar(expected["nonces"][n]));
        }
        const DecryptionShare made{share.trustee, tally.hash,
                                   prove_decryption(tally.tally, std::move(elements), weights,
                                                    secrets, std::move(nonces))};
        CHECK(text_of(made.write(election.manifest())) == text);
        // With nonces of its own the library makes another proof that holds as well.
        const auto fresh = decrypt(election, tally, share.trustee, secrets, system_random());
        CHECK(wrong_contests(election, tally, fresh).empty());
        shares.push_back(std::move(share));
    }
    shares.resize(election.manifest().trustees().threshold);
    const auto result = must(combine(election, tally, shares));
    CHECK(text_of(result.write(election.manifest())) == vector["result.json"]);
    CHECK(must(Tally::parse(text_bytes(vector["result.json"]), election.manifest())).totals ==
          result.totals);
}

void check_election(const std::string& name) {
    const json vector = native_vectors(name);
    const NativeElection native(vector);
    CHECK(hex_encode(native.election.fingerprint()) == vector["fingerprint"]);
    std::vector<Bytes> entries;
    for (const auto& ballot : vector["ballots"]) {
        entries.push_back(make_ballot(native.election, ballot));
        CHECK(hex_encode(entries.back()) == ballot["ballot"]);
    }
    entries.push_back(closing_entry(native.election.fingerprint()));
    CHECK(hex_encode(entries.back()) == vector["closing_entry"]);

    const auto tally = tally_of(native, entries, root_in(vector["checkpoint"]));
    const Bytes tally_json = tally.write(native.election.manifest());
    CHECK(text_of(tally_json) == vector["tally.json"]);
    const auto parsed = must(EncryptedTally::parse(tally_json, native.election.manifest()));
    CHECK(parsed.write(native.election.manifest()) == tally_json);
    check_decryptions(vector, native.election, {tally, sha256(tally_json)});
}

} // namespace

TEST_CASE("native vector one of three") {
    check_election("one-of-three");
}

TEST_CASE("native vector districts rules weights") {
    check_election("districts-rules-weights");
}

TEST_CASE("native vector invalid ballots are refused with their reasons") {
    const json vector = native_vectors("invalid-ballots");
    const NativeElection native(vector);
    BallotVerifier verifier(native.election, native.roll, system_random());
    std::vector<Bytes> ballots{unhex(vector["valid"])};
    for (const auto& invalid : vector["invalid"])
        ballots.push_back(unhex(invalid["ballot"]));
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    // All at once, and each alone.
    const auto together = verifier.verify(views);
    std::vector<Verdict> verdicts;
    for (const auto& entry : together)
        verdicts.push_back(entry.verdict);
    CHECK(verdicts.front() == Verdict::valid);
    for (std::size_t i = 0; i < vector["invalid"].size(); ++i) {
        INFO(vector["invalid"][i]["name"].get<std::string>());
        CHECK(verdict_text(verdicts[i + 1]) == vector["invalid"][i]["reason"]);
        const auto alone = verifier.verify(std::span(views).subspan(i + 1, 1));
        CHECK(alone[0].verdict == verdicts[i + 1]);
        CHECK_FALSE(alone[0].ballot.has_value());
    }
}

TEST_CASE("native vector batches name every bad ballot") {
    const json vector = native_vectors("batches");
    const NativeElection native(vector);
    BallotVerifier verifier(native.election, native.roll, system_random());
    for (const auto& batch : vector["batches"]) {
        INFO(batch["name"].get<std::string>());
        std::vector<Bytes> ballots;
        for (const auto& ballot : batch["ballots"])
            ballots.push_back(unhex(ballot));
        const auto checked = verifier.verify(std::vector<ByteView>(ballots.begin(), ballots.end()));
        for (std::size_t i = 0; i < ballots.size(); ++i)
            CHECK(verdict_text(checked[i].verdict) == batch["verdicts"][i]);
    }
}

TEST_CASE("native vector log rules give every verdict and what counts") {
    const json vector = native_vectors("log-rules");
    for (const auto& rules_case : vector["cases"]) {
        const NativeElection native(rules_case);
        BallotVerifier verifier(native.election, native.roll, system_random());
        for (const auto& log : rules_case["logs"]) {
            INFO(rules_case["revote"] << ": " << log["name"]);
            std::vector<Bytes> entries;
            for (const auto& entry : log["entries"])
                entries.push_back(unhex(entry));
            const std::vector<ByteView> views(entries.begin(), entries.end());
            const auto checked = verifier.verify(views);
            LogRules rules(native.election, native.roll.entries().size());
            std::set<std::uint64_t> counted;
            bool all_valid = true;
            for (std::size_t i = 0; i < entries.size(); ++i) {
                const auto step = rules.next(views[i], checked[i]);
                CHECK(verdict_text(step.verdict) == log["verdicts"][i]);
                all_valid &=
                    step.verdict == Verdict::valid || step.verdict == Verdict::closing_entry;
                if (step.counts)
                    counted.insert(i);
                if (step.displaced)
                    counted.erase(*step.displaced);
            }
            CHECK(counted == log["counted"].get<std::set<std::uint64_t>>());
            CHECK(rules.counted() == counted.size());
            CHECK((all_valid && rules.closed()) == log["record_valid"].get<bool>());
        }
    }
}

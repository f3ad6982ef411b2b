// SPDX-License-Identifier: Apache-2.0
#include "support/vector_election.h"

#include "protocol/decryption_proof.h"
#include "protocol/log_rules.h"
#include "support/rooms.h"
#include "support/vector_ballot.h"

namespace evote {

using G = Ristretto255;
using Json = nlohmann::json;

std::size_t district_of_vector(const Election& election, const Json& vector) {
    return election.manifest().find_district(vector["district"].get<std::string>()).value();
}

BallotBits bits_of_vector(const Election& election, const Json& vector) {
    const auto& manifest = election.manifest();
    BallotBits bits;
    for (const auto index : manifest.districts()[district_of_vector(election, vector)].contests) {
        const auto& contest = manifest.contests()[index];
        const auto chosen = vector["selections"][contest.id].get<std::vector<std::string>>();
        SecretVector<std::uint8_t> selection(contest.options.size());
        for (const auto& option : chosen)
            selection.expose()[contest.find_option(option).value()] = 1;
        bits.append(must(manifest.contest_bits(index, selection)).expose());
    }
    return bits;
}

Bytes ballot_of_vector(const Election& election, const Json& vector) {
    return ballot_of_vector(election, vector, bits_of_vector(election, vector));
}

Bytes ballot_of_vector(const Election& election, const Json& vector, const BallotBits& bits) {
    return ballot_of_vector(election.parameters(), district_of_vector(election, vector), vector,
                            bits.expose());
}

EncryptedTally tally_of(const NativeElection& native, const std::vector<Bytes>& entries,
                        const Digest32& root) {
    EntryVerifier verifier(native.election, native.roll, system_random());
    const std::vector<ByteView> views(entries.begin(), entries.end());
    const auto checked = verifier.verify(views);
    LogRules rules(native.election, native.roll);
    TallySum sum(native.election, rules);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto step = rules.next(views[i], checked[i]);
        if (step.counted)
            sum.add(std::move(*step.counted));
        if (step.displaced) {
            const std::size_t entry = step.displaced->entry();
            const auto again = step.displaced->again(checked[entry], native.roll);
            sum.remove(std::move(*step.displaced), again);
        }
    }
    if (!rules.closed())
        throw std::runtime_error("the log is open");
    return sum.finish(entries.size(), root);
}

std::vector<G::Scalar> trustee_secrets_of_vector(const Json& vector, std::uint16_t trustee) {
    std::vector<G::Scalar> secrets(vector["trustee_secrets"][0]["coefficients"].size());
    for (const auto& dealer : vector["trustee_secrets"])
        for (std::size_t k = 0; k < secrets.size(); ++k) {
            const auto& coefficients = dealer["coefficients"][k];
            G::Scalar power = G::Scalar::from_u64(1);
            for (const auto& coefficient : coefficients) {
                secrets[k] = secrets[k] + power * scalar_of_vector(coefficient);
                power = power * G::Scalar::from_u64(trustee);
            }
        }
    return secrets;
}

DecryptionShare share_of_vector(const Json& vector, const Election& election,
                                const TallyFile& tally, std::uint16_t trustee, const Json& nonces) {
    const auto secrets = trustee_secrets_of_vector(vector, trustee);
    const auto share_keys = election.keys().share_keys(trustee);
    auto elements = decrypt_elements(tally.tally(), secrets);
    std::vector<Digest64> weights;
    std::vector<Secret<G::Scalar>> used;
    for (std::size_t n = 0; n < tally.tally().contests.size(); ++n) {
        const auto& cipher = tally.tally().contests[n];
        weights.push_back(decryption_weights(election, tally.hash(), trustee, n, cipher.alpha,
                                             std::span(share_keys).first(cipher.betas.size()),
                                             elements[n]));
        used.emplace_back(scalar_of_vector(nonces[n]));
    }
    return {
        trustee, tally.hash(),
        prove_decryption(tally.tally(), std::move(elements), weights, secrets, std::move(used))};
}

} // namespace evote

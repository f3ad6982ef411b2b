// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/decryption.h"

#include "protocol/decryption_proof.h"

#include "evote/base/check.h"
#include "evote/base/secret.h"
#include "evote/proof/challenge.h"
#include "evote/protocol/polynomials.h"

#include <algorithm>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;

} // namespace

Digest64 decryption_weights(const Election& election, const Digest32& tally, std::uint16_t trustee,
                            std::size_t contest, const G::Element& alpha,
                            std::span<const G::Element> share_keys,
                            std::span<const G::Element> shares) {
    crypto::Sha512 hash = crypto::begin_tagged_hash("decrypt/weights");
    hash.add(election.fingerprint()).add(tally).add_u16(trustee);
    std::vector<G::Element> elements{alpha};
    elements.insert(elements.end(), share_keys.begin(), share_keys.end());
    elements.insert(elements.end(), shares.begin(), shares.end());
    Bytes encodings(elements.size() * G::Element::encoded_size);
    group::encode_batch<G>(elements, encodings);
    return hash.add_u16(static_cast<std::uint16_t>(contest)).add(encodings).finish();
}

G::Scalar decryption_challenge(const Digest64& weights,
                               const proof::EqualityCommitments<G>& commitments) {
    return proof::hash_to_scalar<G>(
        "decrypt/challenge",
        {weights, commitments.on_generator.encode(), commitments.on_alpha.encode()});
}

std::vector<std::vector<G::Element>> decrypt_elements(const EncryptedTally& tally,
                                                      std::span<const G::Scalar> secrets) {
    SecretVector<G::Scalar> scalars;
    std::vector<G::Element> elements;
    for (const auto& cipher : tally.contests) {
        scalars.append(secrets.first(cipher.betas.size()));
        elements.insert(elements.end(), cipher.betas.size(), cipher.alpha);
    }
    group::mul_batch<G>(scalars.expose(), elements, elements);
    std::vector<std::vector<G::Element>> out;
    auto at = elements.begin();
    for (const auto& cipher : tally.contests) {
        const auto end = at + static_cast<std::ptrdiff_t>(cipher.betas.size());
        out.emplace_back(at, end);
        at = end;
    }
    return out;
}

std::vector<ContestShare> prove_decryption(const EncryptedTally& tally,
                                           std::vector<std::vector<G::Element>> shares,
                                           std::span<const Digest64> weights,
                                           std::span<const G::Scalar> secrets,
                                           std::vector<Secret<G::Scalar>> nonces) {
    std::vector<G::Element> alphas;
    for (const auto& cipher : tally.contests)
        alphas.push_back(cipher.alpha);
    const auto commitments = proof::equality_commit<G>(nonces, alphas);
    std::vector<ContestShare> out;
    for (std::size_t n = 0; n < alphas.size(); ++n) {
        const auto used = secrets.first(shares[n].size());
        auto response = proof::equality_respond<G>(
            std::move(nonces[n]), decryption_challenge(weights[n], commitments[n]),
            proof::fold<G>(proof::scalar_from_digest<G>(weights[n]), used));
        out.push_back({std::move(shares[n]), commitments[n], response});
    }
    return out;
}

DecryptionShare decrypt(const Election& election, const TallyFile& tally, std::uint16_t trustee,
                        std::span<const G::Scalar> secrets, crypto::Random& random) {
    const WipedStack wiped;
    const auto share_keys = election.keys().share_keys(trustee);
    const auto& contests = tally.tally.contests;
    auto shares = decrypt_elements(tally.tally, secrets);
    std::vector<Digest64> weights;
    std::vector<Secret<G::Scalar>> nonces;
    for (std::size_t n = 0; n < contests.size(); ++n) {
        const std::size_t options = contests[n].betas.size();
        weights.push_back(decryption_weights(election, tally.hash, trustee, n, contests[n].alpha,
                                             std::span(share_keys).first(options), shares[n]));
        crypto::HedgedNonces hedged(random, encode_share(secrets.first(options)).expose(),
                                    weights[n]);
        nonces.emplace_back(group::nonce_scalar<G>(hedged));
    }
    return {trustee, tally.hash,
            prove_decryption(tally.tally, std::move(shares), weights, secrets, std::move(nonces))};
}

std::vector<std::size_t> wrong_contests(const Election& election, const TallyFile& tally,
                                        const DecryptionShare& share) {
    std::vector<std::size_t> wrong;
    const bool of_this_tally = share.tally == tally.hash && share.trustee >= 1 &&
                               share.trustee <= election.manifest().trustees().count &&
                               share.contests.size() == tally.tally.contests.size();
    std::vector<G::Element> share_keys;
    if (of_this_tally)
        share_keys = election.keys().share_keys(share.trustee);
    for (std::size_t n = 0; n < tally.tally.contests.size(); ++n) {
        const auto holds = [&] {
            const auto& cipher = tally.tally.contests[n];
            const auto& part = share.contests[n];
            if (part.shares.size() != cipher.betas.size())
                return false;
            const auto keys = std::span<const G::Element>(share_keys).first(part.shares.size());
            const Digest64 weights = decryption_weights(election, tally.hash, share.trustee, n,
                                                        cipher.alpha, keys, part.shares);
            return proof::equality_holds_vartime<G>(
                cipher.alpha, keys, part.shares, proof::scalar_from_digest<G>(weights),
                part.commitments, decryption_challenge(weights, part.commitments), part.response);
        };
        if (!of_this_tally || !holds())
            wrong.push_back(n);
    }
    return wrong;
}

Result<Tally> combine(const Election& election, const TallyFile& tally,
                      std::span<const DecryptionShare> shares) {
    EVOTE_CHECK(shares.size() == election.manifest().trustees().threshold);
    Tally out{election.fingerprint(), tally.hash, {}, {}};
    for (const auto& share : shares)
        out.trustees.push_back(share.trustee);
    const auto lambda = elgamal::lagrange_at_zero<G>(out.trustees);
    const group::BoundedLog<G> log(tally.tally.weight);
    for (std::size_t n = 0; n < tally.tally.contests.size(); ++n) {
        std::vector<std::uint64_t> totals;
        for (std::size_t i = 0; i < tally.tally.contests[n].betas.size(); ++i) {
            std::vector<G::Element> parts;
            for (const auto& share : shares)
                parts.push_back(share.contests[n].shares[i]);
            const auto total =
                log.find(tally.tally.contests[n].betas[i] - group::msm_vartime<G>(lambda, parts));
            if (!total)
                return fail(ErrorCode::invalid,
                            msg("the total of option {0} in contest {1} is not between 0 and {2}",
                                election.manifest().contests()[n].options[i].id,
                                election.manifest().contests()[n].id, tally.tally.weight));
            totals.push_back(*total);
        }
        out.totals.push_back(std::move(totals));
    }
    return out;
}

} // namespace evote::protocol

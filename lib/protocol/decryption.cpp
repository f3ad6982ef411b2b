// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/decryption.h"

#include "protocol/decryption_proof.h"

#include "evote/base/check.h"
#include "evote/base/secret.h"
#include "evote/proof/challenge.h"

#include <algorithm>

namespace evote {

namespace {

using G = Ristretto255;

// The secrets a contest's decryption uses, as bytes to hedge its nonce with.
SecretBytes hedge_secret(std::span<const G::Scalar> secrets) {
    SecretBytes out;
    for (const auto& secret : secrets) {
        auto bytes = secret.encode();
        out.append(bytes);
        wipe(bytes.data(), bytes.size());
    }
    return out;
}

} // namespace

Digest64 decryption_weights(const Election& election, const Digest32& tally, std::uint16_t trustee,
                            std::size_t contest, const G::Element& alpha,
                            std::span<const G::Element> share_keys,
                            std::span<const G::Element> shares) {
    Sha512 hash = begin_tagged_hash("decrypt/weights");
    hash.add(election.fingerprint()).add(tally).add_u16(trustee);
    hash.add_u16(static_cast<std::uint16_t>(contest)).add(alpha.encode());
    for (const auto& key : share_keys)
        hash.add(key.encode());
    for (const auto& share : shares)
        hash.add(share.encode());
    return hash.finish();
}

G::Scalar decryption_challenge(const Digest64& weights, const EqualityCommitments<G>& commitments) {
    return hash_to_scalar<G>("decrypt/challenge", {weights, commitments.on_generator.encode(),
                                                   commitments.on_alpha.encode()});
}

std::vector<G::Element> decrypt_elements(std::span<const G::Scalar> secrets,
                                         const G::Element& alpha) {
    std::vector<G::Element> out;
    for (const auto& secret : secrets)
        out.push_back(secret * alpha);
    return out;
}

ContestShare prove_decryption(const Digest64& weights, const G::Element& alpha,
                              std::vector<G::Element> shares, std::span<const G::Scalar> secrets,
                              Secret<G::Scalar>&& nonce) {
    ContestShare out;
    out.shares = std::move(shares);
    out.commitments = equality_commit<G>(nonce, alpha);
    out.response =
        equality_respond<G>(std::move(nonce), decryption_challenge(weights, out.commitments),
                            fold<G>(scalar_from_digest<G>(weights), secrets));
    return out;
}

DecryptionShare decrypt(const Election& election, const TallyFile& tally, std::uint16_t trustee,
                        std::span<const G::Scalar> secrets, Random& random) {
    const WipedStack wiped;
    const auto share_keys = election.keys().share_keys(trustee);
    DecryptionShare out{trustee, tally.hash, {}};
    for (std::size_t n = 0; n < tally.tally.contests.size(); ++n) {
        const auto& cipher = tally.tally.contests[n];
        const std::size_t options = cipher.betas.size();
        const auto used = secrets.first(options);
        auto shares = decrypt_elements(used, cipher.alpha);
        const Digest64 weights = decryption_weights(election, tally.hash, trustee, n, cipher.alpha,
                                                    std::span(share_keys).first(options), shares);
        HedgedNonces nonces(random, hedge_secret(used).expose(), weights);
        Secret<G::Scalar> nonce(nonce_scalar<G>(nonces));
        out.contests.push_back(
            prove_decryption(weights, cipher.alpha, std::move(shares), used, std::move(nonce)));
    }
    return out;
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
            const auto m = scalar_from_digest<G>(weights);
            return equality_holds<G>(
                cipher.alpha, fold_vartime<G>(m, keys), fold_vartime<G>(m, part.shares),
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
    const auto lambda = lagrange_at_zero<G>(out.trustees);
    const BoundedLog<G> log(tally.tally.weight);
    for (std::size_t n = 0; n < tally.tally.contests.size(); ++n) {
        std::vector<std::uint64_t> totals;
        for (std::size_t i = 0; i < tally.tally.contests[n].betas.size(); ++i) {
            G::Element value = tally.tally.contests[n].betas[i];
            for (std::size_t k = 0; k < shares.size(); ++k)
                value = value - lambda[k] * shares[k].contests[n].shares[i];
            const auto total = log.find(value);
            if (!total)
                return fail(Status::invalid,
                            msg("the total of option {0} in contest {1} is not between 0 and {2}",
                                election.manifest().contests()[n].options[i].id,
                                election.manifest().contests()[n].id, tally.tally.weight));
            totals.push_back(*total);
        }
        out.totals.push_back(std::move(totals));
    }
    return out;
}

} // namespace evote

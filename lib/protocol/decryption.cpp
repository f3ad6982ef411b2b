// SPDX-License-Identifier: Apache-2.0
#include "protocol/decryption.h"

#include "base/secret.h"
#include "evote/check.h"
#include "proof/challenge.h"
#include "proof/elgamal.h"
#include "protocol/decryption_proof.h"
#include "protocol/polynomials.h"

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

TallyFile::TallyFile(EncryptedTally tally, Bytes bytes)
    : tally_(std::move(tally)), bytes_(std::move(bytes)), hash_(crypto::sha256(bytes_)) {}

TallyFile TallyFile::of(const Election& election, EncryptedTally tally) {
    const auto& contests = election.manifest().contests();
    EVOTE_CHECK(tally.election == election.fingerprint());
    EVOTE_CHECK(std::ranges::equal(
        tally.contests, contests, {}, [](const auto& cipher) { return cipher.betas.size(); },
        [](const Contest& contest) { return contest.options.size(); }));
    Bytes bytes = tally.write(election.manifest());
    return {std::move(tally), std::move(bytes)};
}

Result<TallyFile> TallyFile::parse(ByteView file, const Election& election) {
    EVOTE_TRY(auto tally, EncryptedTally::parse(file, election.manifest()));
    if (tally.election != election.fingerprint())
        return fail(ErrorCode::other_election, msg("this is the tally of another election"));
    return TallyFile(std::move(tally), to_bytes(file));
}

DecryptionShare decrypt(const Election& election, const TallyFile& file, std::uint16_t trustee,
                        std::span<const G::Scalar> secrets, crypto::Random& random) {
    EVOTE_CHECK(file.tally().election == election.fingerprint());
    EVOTE_CHECK(secrets.size() == election.keys().keys().size());
    const WipedStack wiped;
    const auto share_keys = election.keys().share_keys(trustee);
    const auto& contests = file.tally().contests;
    auto shares = decrypt_elements(file.tally(), secrets);
    std::vector<Digest64> weights;
    std::vector<Secret<G::Scalar>> nonces;
    for (std::size_t n = 0; n < contests.size(); ++n) {
        const std::size_t options = contests[n].betas.size();
        weights.push_back(decryption_weights(election, file.hash(), trustee, n, contests[n].alpha,
                                             std::span(share_keys).first(options), shares[n]));
        crypto::HedgedNonces hedged(random, encode_share(secrets.first(options)).expose(),
                                    weights[n]);
        nonces.emplace_back(group::nonce_scalar<G>(hedged));
    }
    return {trustee, file.hash(),
            prove_decryption(file.tally(), std::move(shares), weights, secrets, std::move(nonces))};
}

std::vector<std::size_t> wrong_contests(const Election& election, const TallyFile& file,
                                        const DecryptionShare& share) {
    const auto& contests = file.tally().contests;
    std::vector<std::size_t> wrong;
    const bool of_this_tally = file.tally().election == election.fingerprint() &&
                               share.tally == file.hash() && share.trustee >= 1 &&
                               share.trustee <= election.manifest().trustees().count &&
                               share.contests.size() == contests.size();
    std::vector<G::Element> share_keys;
    if (of_this_tally)
        share_keys = election.keys().share_keys(share.trustee);
    for (std::size_t n = 0; n < contests.size(); ++n) {
        const auto holds = [&] {
            const auto& cipher = contests[n];
            const auto& part = share.contests[n];
            if (part.shares.size() != cipher.betas.size())
                return false;
            const auto keys = std::span<const G::Element>(share_keys).first(part.shares.size());
            const Digest64 weights = decryption_weights(election, file.hash(), share.trustee, n,
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

Result<CheckedShare> check_share(const Election& election, const TallyFile& file,
                                 DecryptionShare share) {
    const std::uint16_t trustee = share.trustee;
    if (trustee < 1 || trustee > election.keys().trustee_count())
        return fail(ErrorCode::other_trustee,
                    msg("there is no trustee {0} in this election", trustee));
    const std::string& name = election.keys().trustee(trustee).name;
    if (share.tally != file.hash())
        return fail(ErrorCode::other_tally,
                    msg("trustee {0} ({1}) decrypted another tally", trustee, name));
    const auto wrong = wrong_contests(election, file, share);
    if (!wrong.empty())
        return fail(ErrorCode::bad_proof,
                    msg("the decryption of contest {0} by trustee {1} ({2}) is wrong",
                        election.manifest().contests()[wrong.front()].id, trustee, name));
    return CheckedShare(std::move(share));
}

namespace {

using Shares = std::vector<const DecryptionShare*>;

// The shares of the t lowest trustees, by trustee.
Result<Shares> lowest_shares(const Election& election, const TallyFile& file,
                             std::span<const CheckedShare> shares) {
    Shares out;
    for (const auto& share : shares) {
        if (share.share().tally != file.hash())
            return fail(ErrorCode::other_tally,
                        msg("trustee {0} ({1}) decrypted another tally", share.trustee(),
                            election.keys().trustee(share.trustee()).name));
        out.push_back(&share.share());
    }
    std::ranges::sort(out, {}, &DecryptionShare::trustee);
    const auto same = [](const auto* a, const auto* b) { return a->trustee == b->trustee; };
    out.erase(std::unique(out.begin(), out.end(), same), out.end());
    const std::size_t needed = election.keys().threshold();
    if (out.size() < needed)
        return fail(
            ErrorCode::shares_missing,
            msg("{0} of the {1} needed decryptions are present and valid", out.size(), needed));
    out.resize(needed);
    return out;
}

} // namespace

Result<Tally> combine(const Election& election, const TallyFile& file,
                      std::span<const CheckedShare> shares) {
    const EncryptedTally& tally = file.tally();
    const Manifest& manifest = election.manifest();
    if (tally.election != election.fingerprint())
        return fail(ErrorCode::other_election, msg("this is the tally of another election"));
    EVOTE_TRY(const Shares used, lowest_shares(election, file, shares));
    Tally out{election.fingerprint(), file.hash(), {}, {}};
    for (const auto* share : used)
        out.trustees.push_back(share->trustee);
    const auto lambda = proof::lagrange_at_zero<G>(out.trustees);
    const group::BoundedLog<G> log(tally.weight);
    for (std::size_t n = 0; n < tally.contests.size(); ++n) {
        std::vector<std::uint64_t> totals;
        for (std::size_t i = 0; i < tally.contests[n].betas.size(); ++i) {
            std::vector<G::Element> parts;
            for (const auto* share : used)
                parts.push_back(share->contests[n].shares[i]);
            const auto total =
                log.find_vartime(tally.contests[n].betas[i] - group::msm_vartime<G>(lambda, parts));
            if (!total)
                return fail(ErrorCode::invalid,
                            msg("the total of option {0} in contest {1} is not between 0 and {2}",
                                manifest.contests()[n].options[i].id, manifest.contests()[n].id,
                                tally.weight));
            totals.push_back(*total);
        }
        out.totals.push_back(std::move(totals));
    }
    return out;
}

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
#include "protocol/dealing.h"

#include "crypto/sha2.h"
#include "evote/check.h"
#include "group/batch.h"
#include "proof/elgamal.h"
#include "proof/possession.h"

#include <algorithm>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;
using Element = G::Element;
using Scalar = G::Scalar;

Failed bad_dealing(Message message) {
    return fail(ErrorCode::bad_proof, std::move(message));
}

// Identities and equal keys, by the encodings: they are canonical.
Outcome keys_are_distinct(ByteView bytes, std::size_t threshold, std::uint16_t trustee) {
    // ristretto255 encodes the identity as zeros.
    static constexpr ByteArray<Element::encoded_size> identity{};
    for (std::size_t at = 0; at < bytes.size(); at += Element::encoded_size)
        if (equal(bytes.subspan(at, Element::encoded_size), identity))
            return bad_dealing(msg("trustee {0} dealt a key that is zero", trustee));
    std::vector<std::string_view> keys;
    for (std::size_t at = 0; at < bytes.size(); at += Element::encoded_size * threshold)
        keys.push_back(text_of(bytes.subspan(at, Element::encoded_size)));
    std::ranges::sort(keys);
    if (std::ranges::adjacent_find(keys) != keys.end())
        return bad_dealing(msg("trustee {0} dealt the same key twice", trustee));
    return {};
}

// The commitments C[k][0], which are what possession is proved of.
std::vector<Element> constant_terms(std::span<const Element> commitments, std::size_t threshold) {
    std::vector<Element> out;
    for (std::size_t at = 0; at < commitments.size(); at += threshold)
        out.push_back(commitments[at]);
    return out;
}

} // namespace

Digest32 dealing_hash(const Digest32& manifest, std::uint16_t trustee, ByteView commitments) {
    Bytes index;
    append_u16(index, trustee);
    return crypto::tagged_hash32("ceremony/commitments", {manifest, index, commitments});
}

Scalar possession_challenge(const Digest32& manifest, std::uint16_t trustee, ByteView commitments,
                            const ByteArray<32>& t) {
    Bytes context = to_bytes(manifest);
    append_u16(context, trustee);
    return proof::possession_challenge<G>("ceremony/possession", context, commitments, t);
}

Result<Dealing> Dealing::verify(const Manifest& manifest, std::uint16_t trustee,
                                ByteView commitments, const PossessionProof& proof) {
    EVOTE_CHECK(trustee >= 1 && trustee <= manifest.trustees().count);
    const std::size_t count = manifest.keys_needed() * manifest.trustees().threshold;
    if (commitments.size() != count * Element::encoded_size)
        return bad_dealing(msg("trustee {0} did not deal {1} keys with {2} coefficients each",
                               trustee, manifest.keys_needed(), manifest.trustees().threshold));
    Dealing dealing;
    dealing.trustee_ = trustee;
    dealing.threshold_ = manifest.trustees().threshold;
    dealing.commitments_.resize(count);
    dealing.bytes_ = to_bytes(commitments);
    dealing.proof_ = proof;
    dealing.hash_ = dealing_hash(manifest.hash(), trustee, commitments);
    std::vector<std::uint8_t> valid(count);
    const auto t = Element::decode(proof.commitment);
    const auto zeta = Scalar::decode(proof.response);
    if (!group::decode_batch_vartime<G>(commitments, dealing.commitments_, valid) || !t || !zeta)
        return bad_dealing(msg("trustee {0} dealt something that is not a key", trustee));
    EVOTE_TRY_VOID(keys_are_distinct(commitments, dealing.threshold_, trustee));
    const Scalar challenge =
        possession_challenge(manifest.hash(), trustee, commitments, proof.commitment);
    if (!proof::possession_holds_vartime<G>(
            constant_terms(dealing.commitments_, dealing.threshold_), *t, challenge, *zeta))
        return bad_dealing(
            msg("trustee {0} did not prove that it knows the secrets of its keys", trustee));
    return dealing;
}

bool Dealing::share_is_right(std::uint16_t recipient, std::span<const Scalar> share) const {
    if (share.size() != key_count())
        return false;
    const auto expected = evaluate_commitments_vartime(commitments_, threshold_, recipient);
    bool right = true;
    for (std::size_t k = 0; k < share.size(); ++k)
        right = (G::mul_generator(share[k]) == expected[k]) && right;
    return right;
}

std::vector<Element> evaluate_commitments_vartime(std::span<const Element> commitments,
                                                  std::size_t threshold, std::uint16_t point) {
    std::vector<Element> out;
    out.reserve(commitments.size() / threshold);
    for (std::size_t at = 0; at < commitments.size(); at += threshold) {
        Element sum;
        for (std::size_t n = threshold; n-- > 0;)
            sum = proof::scale_vartime<G>(point, sum) + commitments[at + n];
        out.push_back(sum);
    }
    return out;
}

} // namespace evote::protocol

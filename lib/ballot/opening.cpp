// SPDX-License-Identifier: Apache-2.0
#include "ballot/opening.h"

#include "ballot/contest.h"
#include "evote/check.h"
#include "group/batch.h"

#include <algorithm>

namespace evote::ballot {

namespace {

using G = group::Ristretto255;

// alpha and betas of all contests.
std::vector<G::Element> cipher_of(const Parameters& parameters, const proof::BallotShape& shape,
                                  const Opening& opening) {
    const auto keys = parameters.bases().keys;
    std::vector<G::Element> cipher;
    for (std::size_t i = 0; i < shape.contests().size(); ++i) {
        const auto& part = shape.contests()[i];
        const G::Scalar& r = opening.randomness[i];
        const std::vector<G::Scalar> scalars(part.shape->bits, r);
        std::vector<G::Element> betas(part.shape->bits);
        group::mul_batch<G>(scalars, keys.first(part.shape->bits), betas);
        for (std::size_t j = 0; j < part.shape->bits; ++j)
            if (opening.bits[part.bit + j] == 1)
                betas[j] = betas[j] + G::generator();
        cipher.push_back(G::mul_generator(r));
        cipher.insert(cipher.end(), betas.begin(), betas.end());
    }
    return cipher;
}

} // namespace

Opening open_ballot(PreparedBallot&& prepared) {
    const PreparedBallot opened = std::move(prepared);
    const auto bits = opened.bits.expose();
    const auto randomness = opened.randomness.expose();
    return {to_bytes(ByteView(opened.header_and_cipher).first(header_size)),
            {bits.begin(), bits.end()},
            {randomness.begin(), randomness.end()}};
}

Result<std::size_t> district_of_header(const Parameters& parameters, ByteView header) {
    const auto start = check_start(header, {EntryKind::ballot, parameters.fingerprint()});
    if (header.size() != header_size || start == StartFault::malformed)
        return fail(ErrorCode::malformed, msg("this is not the header of a ballot"),
                    verbatim("header"));
    if (start == StartFault::other_election)
        return fail(ErrorCode::other_election,
                    msg("this is the opening of a ballot of another election"), verbatim("header"));
    const std::size_t district = read_header(header)->district;
    if (district >= parameters.layouts().district_count())
        return fail(ErrorCode::malformed, msg("the election has no such district"),
                    verbatim("header"));
    return district;
}

Result<Bytes> recompute(const Parameters& parameters, const Opening& opening) {
    EVOTE_TRY(const std::size_t district, district_of_header(parameters, opening.header));
    const Layout& layout = parameters.layouts().of(district);
    const auto& shape = layout.shape();
    if (opening.randomness.size() != shape.contests().size() ||
        opening.bits.size() != shape.bits() ||
        std::any_of(opening.bits.begin(), opening.bits.end(), [](auto bit) { return bit > 1; }))
        return fail(ErrorCode::malformed,
                    msg("the opening does not match the contests of its district"));
    const auto cipher = cipher_of(parameters, shape, opening);
    Bytes encodings(cipher.size() * item_size);
    group::encode_batch<G>(cipher, encodings);
    Bytes out = opening.header;
    layout.append_part(out, Part::cipher, [&](Field /*field*/, std::size_t index) {
        return ByteView(encodings).subspan(index * item_size, item_size);
    });
    return out;
}

bool could_be_cast(const Parameters& parameters, const Opening& opening) {
    const auto district = district_of_header(parameters, opening.header);
    EVOTE_CHECK(district.has_value());
    const auto contests = parameters.layouts().of(*district).shape().contests();
    return std::all_of(contests.begin(), contests.end(),
                       [&](const proof::ContestPart& part) {
                           return keeps_rules_vartime(
                               *part.shape,
                               std::span(opening.bits).subspan(part.bit, part.shape->bits));
                       }) &&
           std::none_of(opening.randomness.begin(), opening.randomness.end(),
                        [](const G::Scalar& r) { return r.is_zero(); });
}

} // namespace evote::ballot

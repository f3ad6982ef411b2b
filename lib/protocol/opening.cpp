// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/opening.h"

#include "protocol/json_elements.h"

#include "evote/base/check.h"

#include <algorithm>
#include <numeric>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;

constexpr std::string_view format_name = "evote-opening-1";

// The district that a header names, if it is the header of a ballot of this election.
Result<std::size_t> district_of(const Election& election, ByteView header) {
    ByteCursor cursor(header);
    const auto version = cursor.take_u8();
    const auto kind = cursor.take_u8();
    const auto fingerprint = cursor.take_array<32>();
    const auto district = cursor.take_u16();
    if (header.size() != BallotLayout::header_size || version != BallotLayout::version ||
        kind != BallotLayout::kind)
        return fail(ErrorCode::malformed, msg("this is not the header of a ballot"),
                    verbatim("header"));
    if (fingerprint != election.fingerprint())
        return fail(ErrorCode::invalid, msg("this is the opening of a ballot of another election"),
                    verbatim("header"));
    if (*district >= election.district_count())
        return fail(ErrorCode::malformed, msg("the election has no such district"),
                    verbatim("header"));
    return std::size_t{*district};
}

void read_contest(const json::JsonValue& value, const Manifest& manifest, std::size_t contest,
                  Opening& opening) {
    value.member("id").must_be(manifest.contests()[contest].id);
    opening.randomness.push_back(read_scalar(value.member("randomness")));
    const std::size_t bits = manifest.shape(contest).bits;
    for (const auto& bit : value.member("bits").elements(bits, bits))
        opening.bits.push_back(static_cast<std::uint8_t>(bit.unsigned_integer(1)));
    value.no_other_members();
}

bool keeps_rules(const proof::ContestShape& shape, std::span<const std::uint8_t> bits) {
    return std::ranges::all_of(shape.rules, [&](const proof::LinearRule& rule) {
        return std::transform_reduce(bits.begin(), bits.end(), rule.coefficients.begin(),
                                     std::int64_t{0}) == rule.max;
    });
}

} // namespace

Bytes write_opening(const Election& election, const Opening& opening) {
    const Manifest& manifest = election.manifest();
    const auto district = district_of(election, opening.header);
    EVOTE_CHECK(district.has_value());
    const auto& shape = election.layout(*district).shape;
    EVOTE_CHECK(opening.randomness.size() == shape.contests().size() &&
                opening.bits.size() == shape.bits());
    json::JsonWriter contests = json::JsonWriter::array();
    for (std::size_t i = 0; i < shape.contests().size(); ++i) {
        const auto& part = shape.contests()[i];
        const auto bits = std::span(opening.bits).subspan(part.bit, part.shape->bits);
        contests.push_back(
            {{"id", manifest.contests()[manifest.districts()[*district].contests[i]].id},
             {"randomness", scalar_hex(opening.randomness[i])},
             {"bits", std::vector<unsigned>(bits.begin(), bits.end())}});
    }
    return json::json_bytes({{"format", format_name},
                             {"header", hex_encode(opening.header)},
                             {"contests", std::move(contests)}});
}

Result<Opening> parse_opening(ByteView file, const Election& election) {
    EVOTE_TRY(const json::JsonDocument document, json::JsonDocument::parse(file));
    const json::JsonValue root = document.root();
    root.member("format").must_be(format_name);
    Opening opening;
    opening.header = root.member("header").hex(BallotLayout::header_size);
    EVOTE_TRY_VOID(document.finish());
    EVOTE_TRY(const std::size_t district, district_of(election, opening.header));
    const auto& contests = election.manifest().districts()[district].contests;
    const auto values = root.member("contests").elements(contests.size(), contests.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        read_contest(values[i], election.manifest(), contests[i], opening);
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());
    return opening;
}

std::vector<OpenedContest> opened_choices(const Election& election, const Opening& opening) {
    const auto district = district_of(election, opening.header);
    EVOTE_CHECK(district.has_value());
    const auto& contests = election.manifest().districts()[*district].contests;
    std::vector<OpenedContest> choices;
    for (const auto& part : election.layout(*district).shape.contests()) {
        OpenedContest opened{contests[choices.size()], {}};
        for (std::size_t i = 0; i < part.shape->options; ++i)
            if (opening.bits[part.bit + i] == 1)
                opened.options.push_back(i);
        choices.push_back(std::move(opened));
    }
    return choices;
}

bool could_be_cast(const Election& election, const Opening& opening) {
    const auto district = district_of(election, opening.header);
    EVOTE_CHECK(district.has_value());
    return std::ranges::all_of(election.layout(*district).shape.contests(),
                               [&](const proof::ContestPart& part) {
                                   return keeps_rules(
                                       *part.shape,
                                       std::span(opening.bits).subspan(part.bit, part.shape->bits));
                               }) &&
           std::ranges::none_of(opening.randomness, &G::Scalar::is_zero);
}

Result<Bytes> recompute(const Election& election, const Opening& opening) {
    EVOTE_TRY(const std::size_t district, district_of(election, opening.header));
    const auto& shape = election.layout(district).shape;
    if (opening.randomness.size() != shape.contests().size() ||
        opening.bits.size() != shape.bits() ||
        std::ranges::any_of(opening.bits, [](auto bit) { return bit > 1; }))
        return fail(ErrorCode::malformed,
                    msg("the opening does not fit the contests of its district"));
    const auto keys = election.keys().keys();
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
    Bytes out = opening.header;
    out.resize(out.size() + cipher.size() * G::Element::encoded_size);
    group::encode_batch<G>(cipher, MutableByteView(out).subspan(opening.header.size()));
    return out;
}

} // namespace evote::protocol

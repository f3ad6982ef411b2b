// SPDX-License-Identifier: Apache-2.0
#include "protocol/halves.h"

#include "base/text.h"
#include "evote/check.h"
#include "protocol/encoding_order.h"

namespace evote::protocol {

namespace {

constexpr std::string_view halves_header = "number,district,weight,half";
// A number and a weight of 10 digits each, an id of 64 characters, a half and three commas.
constexpr std::size_t longest_half_line = 10 + 1 + 64 + 1 + 10 + 1 + 2 * Halves::half_size;
// Voters are counted in 32 bits.
constexpr std::uint64_t most_voters = UINT32_MAX;

} // namespace

std::string registrar_key_name(const Manifest& manifest, std::uint8_t registrar) {
    return manifest.id() + "/registrar-" + std::to_string(registrar);
}

HalvesReader::HalvesReader(const Manifest& manifest, std::uint8_t registrar, std::string source)
    : manifest_(manifest),
      rows_(halves_header, longest_half_line, msg("this line is too long for a file of halves")) {
    EVOTE_CHECK(registrar >= 1 && registrar <= manifest.registrars());
    halves_.registrar_ = registrar;
    halves_.source_ = std::move(source);
}

Outcome HalvesReader::add(ByteView piece) {
    auto added = rows_.add(piece, [this](std::string_view row) { return add_row(row); });
    if (!added)
        return fail(std::move(added).take_error().in_file(halves_.source_));
    return {};
}

Outcome HalvesReader::add_row(std::string_view row) {
    const auto values = split(row, ',');
    if (values.size() != 4)
        return fail(ErrorCode::malformed,
                    msg("four values are expected here: number, district, weight, half"));
    const std::uint64_t number = halves_.places_.size() + std::uint64_t{1};
    if (decimal_decode(values[0], most_voters) != number)
        return fail(ErrorCode::malformed, msg("the number {0} is expected here", number));
    EVOTE_TRY(const VoterPlace place, read_voter_place(values[1], values[2], manifest_));
    EVOTE_TRY_VOID(add_weight(weight_, place.weight()));
    const auto half = hex_decode_array<Halves::half_size>(values[3]);
    if (!half)
        return fail(ErrorCode::malformed,
                    msg("a half of {0} lower-case hex digits is expected here, followed by a line "
                        "feed",
                        2 * Halves::half_size));
    // ristretto255 encodes the identity as zeros.
    if (*half == ByteArray<Halves::half_size>{})
        return fail(ErrorCode::bad_half,
                    msg("this half is the identity, whose secret anyone knows"));
    halves_.places_.push_back(place);
    append(halves_.encodings_, *half);
    return {};
}

Result<Halves> HalvesReader::finish() && {
    auto hash = rows_.finish();
    if (!hash)
        return fail(std::move(hash).take_error().in_file(halves_.source_));
    EVOTE_TRY_VOID(must_differ());
    halves_.hash_ = *hash;
    halves_.manifest_ = manifest_.hash();
    return std::move(halves_);
}

Outcome HalvesReader::must_differ() const {
    const auto at = [this](std::uint32_t index) { return halves_.half(index); };
    const auto same = first_repetition(order_of_encodings(halves_.size(), at), at);
    if (!same)
        return {};
    return fail(Error{ErrorCode::bad_half,
                      msg("this half is on line {0} already", Halves::line_of(same->first)),
                      halves_.source_,
                      {msg("line {0}", Halves::line_of(same->second))}});
}

void append_halves_header(Bytes& out) {
    append(out, bytes_of(halves_header));
    out.push_back('\n');
}

void append_halves_row(Bytes& out, std::uint64_t number, const VoterPlace& place, ByteView half,
                       const Manifest& manifest) {
    EVOTE_CHECK(number >= 1 && half.size() == Halves::half_size);
    append(out, bytes_of(std::to_string(number) + "," + voter_place_text(place, manifest) + "," +
                         hex_encode(half) + "\n"));
}

} // namespace evote::protocol

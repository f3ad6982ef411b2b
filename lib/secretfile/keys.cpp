// SPDX-License-Identifier: Apache-2.0
#include "bech32.h"
#include "secretfile/age.h"

#include <algorithm>

namespace evote::secretfile {

namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view identity_prefix = "AGE-SECRET-KEY-";

// Below 2^255 - 19, little-endian.
bool is_canonical_vartime(const ByteArray<32>& point) {
    const auto all_ones = [](std::uint8_t byte) { return byte == 0xFF; };
    if (point[31] != 0x7F)
        return point[31] < 0x7F;
    return point[0] < 0xED || !std::ranges::all_of(ByteView(point).subspan(1, 30), all_ones);
}

// The scalar 0 is clamped to 2^254, which takes to zero exactly the points whose order is a power
// of two.
bool is_low_order(const ByteArray<32>& point) {
    return !age::x25519(age::Key32(), point).has_value();
}

} // namespace

Result<AgeRecipient> AgeRecipient::parse(std::string_view text) {
    const auto point = age::bech32_decode(recipient_prefix, age::LetterCase::lower, bytes_of(text));
    if (!point)
        return fail(ErrorCode::malformed, msg("this is not an age public key"));
    if (!is_canonical_vartime(point->expose()) || is_low_order(point->expose()))
        return fail(ErrorCode::malformed, msg("this age public key protects nothing"));
    return AgeRecipient(point->expose());
}

std::string AgeRecipient::text() const {
    return to_string(
        age::bech32_encode(recipient_prefix, age::LetterCase::lower, age::Key32(point_)).expose());
}

AgeIdentity::AgeIdentity(Secret<ByteArray<32>> scalar)
    : scalar_(std::move(scalar)), recipient_(age::x25519_public(scalar_)) {}

AgeIdentity AgeIdentity::generate(crypto::Random& random) {
    Secret<ByteArray<32>> scalar;
    random.fill(scalar.expose());
    return AgeIdentity(std::move(scalar));
}

Result<AgeIdentity> AgeIdentity::parse(ByteView text) {
    auto scalar = age::bech32_decode(identity_prefix, age::LetterCase::upper, text);
    if (!scalar)
        return fail(ErrorCode::malformed, msg("this is not an age secret key"));
    return AgeIdentity(std::move(*scalar));
}

SecretBytes AgeIdentity::text() const {
    return age::bech32_encode(identity_prefix, age::LetterCase::upper, scalar_);
}

} // namespace evote::secretfile

// SPDX-License-Identifier: Apache-2.0
#include "evote/base/check.h"
#include "evote/base/sha2.h"
#include "evote/base/text.h"
#include "evote/board/note.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace evote {

namespace {

constexpr std::uint8_t ed25519_type = 1;
constexpr std::size_t typed_key_size = 33;                     // 0x01 || 32 bytes
constexpr std::size_t typed_key_text = typed_key_size / 3 * 4; // no padding
constexpr std::string_view private_prefix = "PRIVATE+KEY+";

// White_Space of Unicode beyond the control characters, in UTF-8.
constexpr std::array<std::string_view, 19> spaces{"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001",
                                                  "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
                                                  "\u2007", "\u2008", "\u2009", "\u200a", "\u2028",
                                                  "\u2029", "\u202f", "\u205f", "\u3000"};

std::uint32_t key_id(std::string_view name, const Ed25519PublicKey& key) {
    const ByteArray<2> middle{'\n', ed25519_type};
    const Digest32 hash = sha256({bytes_of(name), middle, key.bytes()});
    return *ByteCursor(hash).take_u32();
}

struct KeyText {
    std::string_view name;
    std::string_view id;
    std::string_view key;
};

std::optional<KeyText> split_key(std::string_view text) {
    const auto parts = split(text, '+');
    // Base64 may hold '+' itself: the key is all that follows the second one.
    if (parts.size() < 3 || !is_key_name(parts[0]) || parts[1].size() != 8)
        return std::nullopt;
    return KeyText{parts[0], parts[1], text.substr(parts[0].size() + 10)};
}

// Decodes in secret memory only.
std::optional<Secret<ByteArray<32>>> decode_seed(std::string_view text) {
    if (text.size() != typed_key_text)
        return std::nullopt;
    SecretBytes bytes(typed_key_size);
    const auto* const digits = reinterpret_cast<const unsigned char*>(text.data());
    if (EVP_DecodeBlock(bytes.expose().data(), digits, static_cast<int>(text.size())) !=
        static_cast<int>(typed_key_size))
        return std::nullopt;
    SecretBytes again(typed_key_text + 1);
    EVP_EncodeBlock(again.expose().data(), bytes.expose().data(), static_cast<int>(bytes.size()));
    if (!equal_constant_time(again.expose().first(typed_key_text), bytes_of(text)) ||
        bytes.expose()[0] != ed25519_type)
        return std::nullopt;
    Secret<ByteArray<32>> seed;
    std::ranges::copy(bytes.expose().subspan(1), seed.expose().begin());
    return seed;
}

} // namespace

bool is_key_name(std::string_view name) {
    if (name.empty() || !is_utf8(name))
        return false;
    const bool plain = std::ranges::none_of(name, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7f;
    });
    return plain && std::ranges::none_of(spaces, [name](std::string_view space) {
               return name.find(space) != std::string_view::npos;
           });
}

VerifierKey::VerifierKey(std::string name, const Ed25519PublicKey& key)
    : name_(std::move(name)), key_(key), id_(key_id(name_, key_)) {
    EVOTE_CHECK(is_key_name(name_));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
    const auto parts = split_key(text);
    if (!parts)
        return fail(Status::malformed, msg("this is not a verifier key"));
    const auto bytes = base64_decode(parts->key);
    if (!bytes || bytes->size() != typed_key_size || bytes->front() != ed25519_type)
        return fail(Status::malformed, msg("this is not a verifier key of the kind Ed25519"));
    EVOTE_TRY(const auto key, Ed25519PublicKey::parse(ByteView(*bytes).subspan(1)));
    VerifierKey out(std::string(parts->name), key);
    if (fmt::format("{:08x}", out.id_) != parts->id)
        return fail(Status::malformed,
                    msg("the check digits of this verifier key do not fit its name and key"));
    return out;
}

std::string VerifierKey::text() const {
    Bytes bytes{ed25519_type};
    append(bytes, key_.bytes());
    return fmt::format("{}+{:08x}+{}", name_, id_, base64_encode(bytes));
}

NoteSigner::NoteSigner(std::string name, SigningKey key)
    : key_(std::move(key)), verifier_(std::move(name), key_.public_key()) {}

Result<NoteSigner> NoteSigner::parse(ByteView text) {
    const auto refusal = [] {
        return fail(Status::malformed, msg("this is not a private signing key"));
    };
    std::string_view rest = text_of(text);
    if (!rest.starts_with(private_prefix))
        return refusal();
    rest.remove_prefix(private_prefix.size());
    const auto parts = split_key(rest);
    if (!parts)
        return refusal();
    auto seed = decode_seed(parts->key);
    if (!seed)
        return refusal();
    NoteSigner out(std::string(parts->name), SigningKey(std::move(*seed)));
    if (fmt::format("{:08x}", out.verifier_.id()) != parts->id)
        return refusal();
    return out;
}

SecretBytes NoteSigner::text() const {
    SecretBytes bytes(typed_key_size);
    bytes.expose()[0] = ed25519_type;
    std::ranges::copy(key_.seed().expose(), bytes.expose().begin() + 1);
    SecretBytes digits(typed_key_text + 1); // EVP_EncodeBlock puts a zero at the end
    EVP_EncodeBlock(digits.expose().data(), bytes.expose().data(), static_cast<int>(bytes.size()));
    SecretBytes out;
    out.append(
        bytes_of(fmt::format("{}{}+{:08x}+", private_prefix, verifier_.name(), verifier_.id())));
    out.append(ByteView(digits.expose()).first(typed_key_text));
    return out;
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "evote/base/check.h"
#include "evote/base/secret_text.h"
#include "evote/base/text.h"
#include "evote/board/note.h"
#include "evote/crypto/sha2.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

constexpr std::uint8_t ed25519_type = 1;
constexpr std::size_t typed_key_size = 33; // 0x01 || 32 bytes
constexpr std::string_view private_prefix = "PRIVATE+KEY+";

std::uint32_t key_id(std::string_view name, const crypto::Ed25519PublicKey& key) {
    const ByteArray<2> middle{'\n', ed25519_type};
    const Digest32 hash = crypto::sha256({bytes_of(name), middle, key.bytes()});
    return *ByteCursor(hash).take_u32();
}

struct KeyText {
    std::string_view name;
    std::string_view id;
    std::string_view key;
};

// The key itself is not examined: it may be secret.
std::optional<KeyText> split_key(std::string_view text) {
    const std::size_t id = text.find('+') + 1; // 0 if there is none
    constexpr std::size_t id_size = 8;
    if (id == 0 || text.size() <= id + id_size || text[id + id_size] != '+')
        return std::nullopt;
    const KeyText out{text.substr(0, id - 1), text.substr(id, id_size),
                      text.substr(id + id_size + 1)};
    if (!is_key_name(out.name) || out.id.find('+') != std::string_view::npos)
        return std::nullopt;
    return out;
}

// Decodes in secret memory only.
std::optional<Secret<ByteArray<32>>> decode_seed(std::string_view text) {
    const auto bytes = base64_decode_secret(text);
    if (!bytes || bytes->size() != typed_key_size || bytes->expose()[0] != ed25519_type)
        return std::nullopt;
    Secret<ByteArray<32>> seed;
    std::ranges::copy(bytes->expose().subspan(1), seed.expose().begin());
    return seed;
}

} // namespace

bool is_key_name(std::string_view name) {
    if (name.empty() || !is_utf8(name) || has_white_space(name))
        return false;
    return std::ranges::none_of(
        name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '+' || c == 0x7f; });
}

VerifierKey::VerifierKey(std::string name, const crypto::Ed25519PublicKey& key)
    : name_(std::move(name)), key_(key), id_(key_id(name_, key_)) {
    EVOTE_CHECK(is_key_name(name_));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
    const auto parts = split_key(text);
    if (!parts)
        return fail(ErrorCode::malformed, msg("this is not a verifier key"));
    const auto bytes = base64_decode(parts->key);
    if (!bytes || bytes->size() != typed_key_size || bytes->front() != ed25519_type)
        return fail(ErrorCode::malformed, msg("this is not an Ed25519 verifier key"));
    EVOTE_TRY(const auto key, crypto::Ed25519PublicKey::parse(ByteView(*bytes).subspan(1)));
    VerifierKey out(std::string(parts->name), key);
    if (fmt::format("{:08x}", out.id_) != parts->id)
        return fail(ErrorCode::malformed,
                    msg("the check digits of this verifier key do not match its name and key"));
    return out;
}

std::string VerifierKey::text() const {
    Bytes bytes{ed25519_type};
    append(bytes, key_.bytes());
    return fmt::format("{}+{:08x}+{}", name_, id_, base64_encode(bytes));
}

NoteSigner::NoteSigner(std::string name, crypto::SigningKey key)
    : key_(std::move(key)), verifier_(std::move(name), key_.public_key()) {}

Result<NoteSigner> NoteSigner::parse(ByteView text) {
    const auto refusal = [] {
        return fail(ErrorCode::malformed, msg("this is not a private signing key"));
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
    NoteSigner out(std::string(parts->name), crypto::SigningKey(std::move(*seed)));
    if (fmt::format("{:08x}", out.verifier_.id()) != parts->id)
        return refusal();
    return out;
}

SecretBytes NoteSigner::text() const {
    SecretBytes bytes(typed_key_size);
    bytes.expose()[0] = ed25519_type;
    std::ranges::copy(key_.seed().expose(), bytes.expose().begin() + 1);
    SecretBytes out;
    out.append(
        bytes_of(fmt::format("{}{}+{:08x}+", private_prefix, verifier_.name(), verifier_.id())));
    out.append(base64_encode_secret(bytes.expose()).expose());
    return out;
}

} // namespace evote::board

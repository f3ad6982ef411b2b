// SPDX-License-Identifier: Apache-2.0
#include "board/key_text.h"

#include "base/secret_text.h"
#include "base/text.h"
#include "crypto/sha2.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

constexpr std::size_t typed_key_size = 33; // type || 32 bytes
constexpr std::string_view private_prefix = "PRIVATE+KEY+";

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
std::optional<Secret<ByteArray<32>>> decode_seed(KeyType type, std::string_view text) {
    const auto bytes = base64_decode_secret(text);
    if (!bytes || bytes->size() != typed_key_size ||
        bytes->expose()[0] != static_cast<std::uint8_t>(type))
        return std::nullopt;
    Secret<ByteArray<32>> seed;
    std::ranges::copy(bytes->expose().subspan(1), seed.expose().begin());
    return seed;
}

std::string id_text(KeyType type, std::string_view name, const crypto::Ed25519PublicKey& key) {
    return fmt::format("{:08x}", key_id(type, name, key));
}

} // namespace

std::uint32_t key_id(KeyType type, std::string_view name, const crypto::Ed25519PublicKey& key) {
    const ByteArray<2> middle{'\n', static_cast<std::uint8_t>(type)};
    const Digest32 hash = crypto::sha256({bytes_of(name), middle, key.bytes()});
    return *ByteCursor(hash).take_u32();
}

std::string key_text(KeyType type, std::string_view name, const crypto::Ed25519PublicKey& key) {
    Bytes bytes{static_cast<std::uint8_t>(type)};
    append(bytes, key.bytes());
    return fmt::format("{}+{}+{}", name, id_text(type, name, key), base64_encode(bytes));
}

Result<NamedPublicKey> parse_key_text(KeyType type, std::string_view text) {
    const auto parts = split_key(text);
    if (!parts)
        return fail(ErrorCode::malformed, msg("this is not a verifier key"));
    const auto bytes = base64_decode(parts->key);
    if (!bytes || bytes->size() != typed_key_size ||
        bytes->front() != static_cast<std::uint8_t>(type))
        return fail(ErrorCode::malformed,
                    type == KeyType::note
                        ? msg("this is not an Ed25519 verifier key")
                        : msg("this is not the key of a witness (kind 4, Ed25519)"));
    EVOTE_TRY(const auto key, crypto::Ed25519PublicKey::parse(ByteView(*bytes).subspan(1)));
    if (id_text(type, parts->name, key) != parts->id)
        return fail(ErrorCode::malformed,
                    msg("the check digits of this verifier key do not match its name and key"));
    return NamedPublicKey{std::string(parts->name), key};
}

SecretBytes private_key_text(KeyType type, std::string_view name, const crypto::SigningKey& key) {
    SecretBytes bytes(typed_key_size);
    bytes.expose()[0] = static_cast<std::uint8_t>(type);
    std::ranges::copy(key.seed().expose(), bytes.expose().begin() + 1);
    SecretBytes out;
    out.append(bytes_of(
        fmt::format("{}{}+{}+", private_prefix, name, id_text(type, name, key.public_key()))));
    out.append(base64_encode_secret(bytes.expose()).expose());
    return out;
}

Result<NamedSigningKey> parse_private_key_text(KeyType type, ByteView text) {
    const auto refusal = [type] {
        return fail(ErrorCode::malformed, type == KeyType::note
                                              ? msg("this is not a private signing key")
                                              : msg("this is not the private key of a witness"));
    };
    std::string_view rest = text_of(text);
    if (!rest.starts_with(private_prefix))
        return refusal();
    rest.remove_prefix(private_prefix.size());
    const auto parts = split_key(rest);
    if (!parts)
        return refusal();
    auto seed = decode_seed(type, parts->key);
    if (!seed)
        return refusal();
    crypto::SigningKey key(std::move(*seed));
    if (id_text(type, parts->name, key.public_key()) != parts->id)
        return refusal();
    return NamedSigningKey{std::string(parts->name), std::move(key)};
}

} // namespace evote::board

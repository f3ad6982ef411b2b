// SPDX-License-Identifier: Apache-2.0
#include "wrap.h"

#include "base/text.h"
#include "evote/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::secretfile::age {

namespace {

constexpr std::string_view x25519_type = "X25519";
constexpr std::string_view x25519_info = "age-encryption.org/v1/X25519";
constexpr std::string_view scrypt_label = "age-encryption.org/v1/scrypt";
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t body_bytes = file_key_bytes + tag_bytes;

Bytes seal_file_key(const Key32& wrap_key, const FileKey& key) {
    Bytes out(body_bytes);
    // A wrap key is used once, so the nonce is fixed.
    seal(wrap_key, AeadNonce{}, key.expose(), out);
    return out;
}

std::optional<FileKey> open_file_key(const Key32& wrap_key, ByteView body) {
    FileKey key;
    if (!open(wrap_key, AeadNonce{}, body, key.expose()))
        return std::nullopt;
    return key;
}

Key32 x25519_wrap_key(const Key32& shared, const ByteArray<32>& share,
                      const AgeRecipient& recipient) {
    Bytes salt = to_bytes(share);
    append(salt, recipient.bytes());
    return hkdf_sha256(shared.expose(), salt, x25519_info);
}

std::optional<Key32> scrypt_wrap_key(const SecretBytes& passphrase, ByteView salt,
                                     unsigned work_factor) {
    Bytes labelled = to_bytes(bytes_of(scrypt_label));
    append(labelled, salt);
    return scrypt(passphrase.expose(), labelled, work_factor);
}

auto no_memory() {
    return fail(ErrorCode::out_of_resources,
                msg("there is not enough memory to use the passphrase"));
}

auto bad_stanza(const Stanza& stanza) {
    return fail(ErrorCode::malformed, msg("this entry of the header is not well-formed"),
                stanza.place);
}

// A stanza's second argument, of a fixed size.
template <std::size_t N>
std::optional<ByteArray<N>> argument_bytes(const Stanza& stanza) {
    const auto bytes = base64_decode(stanza.arguments[1], Base64Padding::forbidden);
    if (!bytes || bytes->size() != N)
        return std::nullopt;
    return ByteCursor(*bytes).take_array<N>();
}

// Decimal without leading zero.
Result<unsigned> read_work_factor(const Stanza& stanza) {
    const auto text = stanza.arguments[2];
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.front() == '0' || !std::ranges::all_of(text, is_digit))
        return bad_stanza(stanza);
    const auto value = decimal_decode(text, age_largest_work_factor);
    if (!value)
        return fail(ErrorCode::over_limit,
                    msg("the file asks for more work than is allowed; the limit is {0}",
                        age_largest_work_factor),
                    stanza.place);
    return static_cast<unsigned>(*value);
}

} // namespace

std::string wrap_x25519(const FileKey& key, const AgeRecipient& recipient,
                        crypto::HedgedNonces& nonces) {
    const Key32 ephemeral = draw<32>(nonces);
    const auto share = x25519_public(ephemeral);
    const auto shared = x25519(ephemeral, recipient.bytes());
    EVOTE_CHECK(shared.has_value()); // an AgeRecipient is not of low order
    const auto arguments =
        fmt::format("{} {}", x25519_type, base64_encode(share, Base64Padding::forbidden));
    return stanza_text(arguments, seal_file_key(x25519_wrap_key(*shared, share, recipient), key));
}

Outcome check_x25519(const Stanza& stanza) {
    if (stanza.arguments.front() != x25519_type || stanza.arguments.size() != 2 ||
        stanza.body.size() != body_bytes || !argument_bytes<32>(stanza))
        return bad_stanza(stanza);
    return {};
}

Result<FileKey> unwrap_x25519(const std::vector<Stanza>& stanzas, const AgeIdentity& identity) {
    std::optional<FileKey> key;
    for (const Stanza& stanza : stanzas) {
        if (stanza.arguments.front() == scrypt_type)
            return fail(ErrorCode::wrong_key,
                        msg("this file is under a passphrase, not encrypted for a key"));
        if (stanza.arguments.front() != x25519_type)
            continue;
        if (stanza.arguments.size() != 2 || stanza.body.size() != body_bytes)
            return bad_stanza(stanza);
        const auto share = argument_bytes<32>(stanza);
        const auto shared = share ? x25519(identity.scalar(), *share) : std::nullopt;
        if (!shared)
            return bad_stanza(stanza);
        if (!key)
            key =
                open_file_key(x25519_wrap_key(*shared, *share, identity.recipient()), stanza.body);
    }
    if (!key)
        return fail(ErrorCode::wrong_key, msg("this file is not encrypted for this key"));
    return std::move(*key);
}

Result<std::string> wrap_scrypt(const FileKey& key, const SecretBytes& passphrase,
                                unsigned work_factor, crypto::HedgedNonces& nonces) {
    const auto salt = draw<salt_bytes>(nonces);
    const auto wrap_key = scrypt_wrap_key(passphrase, salt.expose(), work_factor);
    if (!wrap_key)
        return no_memory();
    const auto arguments =
        fmt::format("{} {} {}", scrypt_type, base64_encode(salt.expose(), Base64Padding::forbidden),
                    work_factor);
    return stanza_text(arguments, seal_file_key(*wrap_key, key));
}

Result<FileKey> unwrap_scrypt(const std::vector<Stanza>& stanzas, const SecretBytes& passphrase) {
    const Stanza& stanza = stanzas.front(); // a scrypt stanza is the only one
    if (stanza.arguments.front() != scrypt_type)
        return fail(ErrorCode::wrong_key,
                    msg("this file is encrypted for a key, not under a passphrase"));
    if (stanza.arguments.size() != 3 || stanza.body.size() != body_bytes)
        return bad_stanza(stanza);
    const auto salt = argument_bytes<salt_bytes>(stanza);
    if (!salt)
        return bad_stanza(stanza);
    EVOTE_TRY(const unsigned work_factor, read_work_factor(stanza));
    const auto wrap_key = scrypt_wrap_key(passphrase, *salt, work_factor);
    if (!wrap_key)
        return no_memory();
    auto key = open_file_key(*wrap_key, stanza.body);
    if (!key)
        return fail(ErrorCode::wrong_passphrase, msg("the passphrase is wrong"));
    return std::move(*key);
}

} // namespace evote::secretfile::age

// SPDX-License-Identifier: Apache-2.0
#include "base/secret.h"
#include "evote/check.h"
#include "header.h"
#include "payload.h"
#include "secretfile/age.h"
#include "wrap.h"

#include <algorithm>

namespace evote::secretfile {

namespace {

Bytes write_file_bytes(std::string_view stanzas, const age::FileKey& key,
                       crypto::HedgedNonces& nonces, ByteView plain) {
    Bytes file = to_bytes(bytes_of(age::write_header(stanzas, key)));
    const auto nonce = age::draw<sizeof(age::PayloadNonce)>(nonces);
    age::append_payload(file, key, nonce.expose(), plain);
    return file;
}

Result<SecretBytes> open_file(const age::Header& header, const age::FileKey& key) {
    if (!equal(age::header_mac(key, header.authenticated), header.mac))
        return fail(ErrorCode::malformed, msg("the file is damaged: its header was altered"),
                    msg("header"));
    return age::read_payload(key, header.payload);
}

} // namespace

Bytes age_encrypt(ByteView plain, std::span<const AgeRecipient> recipients,
                  crypto::Random& random) {
    const WipedStack wiped;
    EVOTE_CHECK(!recipients.empty());
    Bytes statement;
    for (const auto& recipient : recipients)
        append(statement, recipient.bytes());
    crypto::HedgedNonces nonces(random, plain, statement);
    const auto key = age::draw<age::file_key_bytes>(nonces);
    std::string stanzas;
    for (const auto& recipient : recipients)
        stanzas += age::wrap_x25519(key, recipient, nonces);
    return write_file_bytes(stanzas, key, nonces, plain);
}

Result<Bytes> age_encrypt_passphrase(ByteView plain, const SecretBytes& passphrase,
                                     unsigned work_factor, crypto::Random& random) {
    const WipedStack wiped;
    EVOTE_CHECK(work_factor >= 1 && work_factor <= age_largest_work_factor);
    if (passphrase.size() == 0)
        return fail(ErrorCode::unusable_passphrase, msg("the passphrase is empty"));
    crypto::HedgedNonces nonces(random, plain, passphrase.expose());
    const auto key = age::draw<age::file_key_bytes>(nonces);
    EVOTE_TRY(const auto stanza, age::wrap_scrypt(key, passphrase, work_factor, nonces));
    return write_file_bytes(stanza, key, nonces, plain);
}

Result<SecretBytes> age_decrypt(ByteView file, const AgeIdentity& identity) {
    const WipedStack wiped;
    EVOTE_TRY(const auto header, age::read_header(file));
    EVOTE_TRY(const auto key, age::unwrap_x25519(header.stanzas, identity));
    return open_file(header, key);
}

Outcome age_can_be_for_one_key(ByteView file, std::size_t plain_size) {
    EVOTE_TRY(const auto header, age::read_header(file));
    if (header.stanzas.size() != 1)
        return fail(ErrorCode::malformed, msg("this file is not encrypted for exactly one key"));
    EVOTE_TRY_VOID(age::check_x25519(header.stanzas.front()));
    const std::size_t chunks =
        std::max<std::size_t>(1, (plain_size + age::chunk_bytes - 1) / age::chunk_bytes);
    if (header.payload.size() != sizeof(age::PayloadNonce) + plain_size + chunks * age::tag_bytes)
        return fail(ErrorCode::malformed,
                    msg("this file does not contain {0} bytes, as it should", plain_size));
    return {};
}

Result<SecretBytes> age_decrypt_passphrase(ByteView file, const SecretBytes& passphrase) {
    const WipedStack wiped;
    if (passphrase.size() == 0)
        return fail(ErrorCode::unusable_passphrase, msg("the passphrase is empty"));
    EVOTE_TRY(const auto header, age::read_header(file));
    EVOTE_TRY(const auto key, age::unwrap_scrypt(header.stanzas, passphrase));
    return open_file(header, key);
}

} // namespace evote::secretfile

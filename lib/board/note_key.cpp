// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "board/key_text.h"
#include "evote/check.h"

#include <algorithm>

namespace evote::board {

bool is_key_name(std::string_view name) {
    if (name.empty() || !is_utf8(name) || has_white_space(name))
        return false;
    return std::ranges::none_of(
        name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '+' || c == 0x7f; });
}

VerifierKey::VerifierKey(std::string name, const crypto::Ed25519PublicKey& key)
    : name_(std::move(name)), key_(key), id_(key_id(KeyType::note, name_, key_)) {
    EVOTE_CHECK(is_key_name(name_));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
    EVOTE_TRY(auto parsed, parse_key_text(KeyType::note, text));
    return VerifierKey(std::move(parsed.name), parsed.key);
}

std::string VerifierKey::text() const {
    return key_text(KeyType::note, name_, key_);
}

NoteSigner::NoteSigner(std::string name, crypto::SigningKey key)
    : key_(std::move(key)), verifier_(std::move(name), key_.public_key()) {}

Result<NoteSigner> NoteSigner::parse(ByteView text) {
    EVOTE_TRY(auto parsed, parse_private_key_text(KeyType::note, text));
    return NoteSigner(std::move(parsed.name), std::move(parsed.key));
}

crypto::MacKey NoteSigner::derive_key(std::string_view purpose) const {
    const WipedStack wiped;
    constexpr std::string_view label("evote/v1/derived-key\0", 21);
    return crypto::MacKey(crypto::hmac_sha256(key_.seed(), {bytes_of(label), bytes_of(purpose)}));
}

SecretBytes NoteSigner::text() const {
    return private_key_text(KeyType::note, verifier_.name(), key_);
}

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// Makes age files by hand, so that each fault can be planted in an otherwise sound file.
#pragma once

#include "evote/result.h"
#include "secretfile/age.h"
#include "secretfile/primitives.h"
#include "support/rooms.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace craft {

/// A file of test-vectors/age.
std::string vector_file(std::string_view name);

/// The identity of test-vectors/age/identity.txt, which can decrypt what is made here.
const evote::AgeIdentity& identity();

inline constexpr std::string_view version = "age-encryption.org/v1\n";
inline constexpr std::string_view passphrase = "password";

/// Base64 without padding.
std::string base64(evote::ByteView bytes);

/// A share, and the file key wrapped with it for identity(), both in base64.
std::string share();
std::string x25519_body();
/// "-> X25519 share LF body LF".
std::string x25519_stanza();
/// The argument of a scrypt stanza: a salt in base64; and the body for it and `work_factor`.
std::string salt();
std::string scrypt_body(unsigned work_factor);
std::string stanza(std::string_view arguments, std::string_view body);

struct Chunk {
    evote::Bytes plain;
    std::uint8_t position; ///< in the nonce
    std::uint8_t last;     ///< in the nonce
};

/// Nonce and chunks.
evote::Bytes payload(const std::vector<Chunk>& chunks);
/// A payload that says "text".
evote::Bytes sound_payload();

/// The correct MAC, in base64, of a header with this text up to "---".
std::string mac(std::string_view header);

/// `header`, given without its end line, with the correct MAC and a payload.
evote::Bytes file(std::string_view header, const evote::Bytes& payload = sound_payload());

/// Bytes that look random, the same each time.
evote::Bytes some_text(std::size_t size);

/// A text followed by bytes.
evote::Bytes joined(std::string_view text, const evote::Bytes& more);

/// What a reader must say about a wrongly made file.
struct Fault {
    std::string name;
    evote::Bytes file;
    evote::ErrorCode code;
    std::string message;
    std::string place;
};

/// Checks outcome, message and place.
void check(const Fault& fault, const evote::Result<evote::SecretBytes>& result);

} // namespace craft

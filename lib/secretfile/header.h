// SPDX-License-Identifier: Apache-2.0
// The header of an age file: the file key, wrapped for each recipient, and a MAC over it all.
#pragma once

#include "evote/result.h"
#include "primitives.h"

#include <string>
#include <string_view>
#include <vector>

namespace evote::secretfile::age {

/// The type of a stanza for a passphrase.
inline constexpr std::string_view scrypt_type = "scrypt";

/// The file key wrapped in one way. Views point into the file.
struct Stanza {
    std::vector<std::string_view> arguments; ///< at least one: the type
    Bytes body;
    Message place; ///< for errors: "line 2"
};

struct Header {
    std::vector<Stanza> stanzas; ///< at least one
    ByteView authenticated;      ///< what the MAC covers
    Digest32 mac{};
    ByteView payload; ///< everything after the header
};

/// Reads by the grammar of the specification, section "ABNF definition of file header". Also
/// refuses a scrypt stanza that is not the only one.
Result<Header> read_header(ByteView file);

/// A whole header from stanzas made by stanza_text.
std::string write_header(std::string_view stanzas, const FileKey& key);

/// One stanza with a body of at most 47 bytes.
std::string stanza_text(std::string_view arguments, ByteView body);

/// HMAC-SHA-256 over the header up to "---".
Digest32 header_mac(const FileKey& key, ByteView authenticated);

} // namespace evote::secretfile::age

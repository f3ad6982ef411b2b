// SPDX-License-Identifier: Apache-2.0
// What this user's program has verified of a mirror's entries: DIR.follow/verified.
#pragma once

#include "crypto/hmac.h"
#include "crypto/random.h"
#include "record/verified_part.h"

#include <filesystem>
#include <optional>

namespace evote::mirror {

/// The file in DIR.follow.
constexpr const char* followed_name = "verified";

/// The key of this user's states: a file of 64 hex digits that only the owner may read, made if it
/// is missing. It is not beside the mirror, so that a state that came with a mirror from somewhere
/// else is not believed.
Result<crypto::MacKey> state_key(const std::filesystem::path& file, crypto::Random& random);

/// The text of the file (docs/record.md).
Bytes write_state(const record::VerifiedPart& part, const crypto::MacKey& key);

/// Nothing for what was not written with this key, by this version, for this election.
std::optional<record::VerifiedPart> read_state(ByteView file, const Digest32& election,
                                               const crypto::MacKey& key);

/// The state of a mirror, if there is one to be believed. Whether it fits the log is for whoever
/// uses it to find out.
std::optional<record::VerifiedPart> find_state(const std::filesystem::path& mirror,
                                               const Digest32& election, const crypto::MacKey& key);

} // namespace evote::mirror

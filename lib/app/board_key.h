// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/board/note.h"
#include "evote/crypto/random.h"

#include <filesystem>
#include <string>

namespace evote::app {

/// The board's private key from its file. ErrorCode::malformed if it is none, ErrorCode::refused if
/// it is the key of another board than `origin`.
Result<board::NoteSigner> read_board_key(const std::filesystem::path& path,
                                         const std::string& origin);

/// The same; where there is no file yet, a new key is made, for the owner's eyes only, and stays.
Result<board::NoteSigner> make_board_key(const std::filesystem::path& path,
                                         const std::string& origin, crypto::Random& random);

} // namespace evote::app

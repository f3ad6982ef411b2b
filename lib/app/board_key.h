// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/base/random.h"
#include "evote/board/note.h"

#include <filesystem>
#include <string>

namespace evote {

/// The board's private key from its file. Status::malformed if it is none, Status::refused if it is
/// the key of another board than `origin`.
Result<NoteSigner> read_board_key(const std::filesystem::path& path, const std::string& origin);

/// The same; where there is no file yet, a new key is made, for the owner's eyes only, and stays.
Result<NoteSigner> make_board_key(const std::filesystem::path& path, const std::string& origin,
                                  Random& random);

} // namespace evote

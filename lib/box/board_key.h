// SPDX-License-Identifier: Apache-2.0
// The file with the board's private key.
#pragma once

#include "board/note.h"
#include "crypto/random.h"

#include <filesystem>
#include <string>

namespace evote::box {

/// The board's private key, and where the files are that belong to it.
struct BoardKey {
    board::NoteSigner signer;
    std::filesystem::path file; ///< K; where it is a link, what that leads to

    /// K.memory: what the key has signed (box/board_memory.h).
    std::filesystem::path memory() const;
    /// K.index: what the box must know of the log. Made anew if it is missing or does not fit.
    std::filesystem::path index() const;
};

/// The board's private key from its file. ErrorCode::malformed for what is not a key,
/// ErrorCode::wrong_key for the key of another board than `origin`.
Result<BoardKey> read_board_key(const std::filesystem::path& path, const std::string& origin);

/// The same, and ErrorCode::wrong_key for another key with this board's name, too.
Result<BoardKey> read_key_of_board(const std::filesystem::path& path,
                                   const board::VerifierKey& board);

/// As read_board_key; where there is no file yet, a new key is made, for the owner's eyes only, and
/// stays.
Result<BoardKey> make_board_key(const std::filesystem::path& path, const std::string& origin,
                                crypto::Random& random);

} // namespace evote::box

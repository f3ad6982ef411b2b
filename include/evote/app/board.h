// SPDX-License-Identifier: Apache-2.0
// evote-board: the public box. One writer at a time; the board's key signs every step.
#pragma once

#include "evote/app/command.h"
#include "evote/crypto/random.h"

#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// `evote-board append DIR B... --key K [--receipts OUT]`.
struct BoardAppendOptions {
    std::filesystem::path folder;
    std::vector<std::filesystem::path> ballots; ///< files with a ballot each, and folders of such
    std::filesystem::path key;
    std::filesystem::path receipts; ///< a folder for the receipts; empty: none are made
};

/// Verifies ballots and appends the good ones, in the order given, folders by file name. Prints
/// tracker and index of each once it is on the disk for good, and why each other one was refused.
/// One whose very bytes are on the board already is no second entry and no error: it gets the same
/// answer and receipt, so that a run that failed can be repeated. A receipt that is there stays.
/// ErrorCode::ballots_refused if any was; ErrorCode::not_open_yet before the election opens,
/// ErrorCode::closed after it closes and on a closed board. What has to be remembered of the log is
/// kept in K.index, which is made anew if it is missing or does not fit the log. `random` is used
/// by all threads at once.
Outcome board_append(const BoardAppendOptions& options, crypto::Random& random, Console& console);

/// `evote-board close DIR --key K`: appends the closing entry and writes board/closed. After an
/// interrupted run it goes on. ErrorCode::closed if the board is closed already.
Outcome board_close(const std::filesystem::path& folder, const std::filesystem::path& key,
                    Console& console);

/// `evote-board receipt DIR --tracker T --out R`: evidence that the ballot is in the log, as it is
/// now. ErrorCode::not_on_board if the log has no such ballot.
Outcome board_receipt(const std::filesystem::path& folder, const std::string& tracker,
                      const std::filesystem::path& out, Console& console);

/// `evote-board check-receipt DIR R`: whether the log still has the ballot and goes on from what
/// the board signed then. ErrorCode::board_contradicts if not: the receipt and the board's
/// checkpoint are the evidence. DIR needs manifest.json, board.json and board/checkpoint; without
/// the log's tiles a newer checkpoint can only be compared in part, which is
/// ErrorCode::not_checked.
Outcome board_check_receipt(const std::filesystem::path& folder,
                            const std::filesystem::path& receipt, Console& console);

} // namespace evote::app

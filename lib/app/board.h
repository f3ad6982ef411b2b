// SPDX-License-Identifier: Apache-2.0
// evote-board: the public box. One writer at a time; the board's key signs every step.
#pragma once

#include "app/command.h"
#include "app/reach_standby.h"
#include "crypto/random.h"
#include "record/stated_fingerprint.h"

#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// `evote-board append DIR B... --key K [--receipts OUT] [--standby URL]`.
struct BoardAppendOptions {
    std::filesystem::path folder;
    std::vector<std::filesystem::path> ballots; ///< files with a ballot each, and folders of such
    std::filesystem::path key;
    std::filesystem::path receipts; ///< a folder for the receipts; empty: none are made
    record::Anchor anchor = {};
    StandbyOptions standby = {};
};

/// Verifies ballots and appends the good ones, in the order given, folders by file name. Prints
/// tracker and index of each once it is on the disk for good, and why each other one was refused.
/// One whose very bytes are on the board already is no second entry and no error: it gets the same
/// answer and receipt, so that a run that failed can be repeated. A receipt that is there stays.
/// A file that cannot be read is refused too, as "unreadable", and the others are taken.
/// ErrorCode::ballots_refused if any was; ErrorCode::not_open_yet before the election opens,
/// ErrorCode::closed after it closes and on a closed board. K.memory has what the key has signed,
/// and what has to be known of the log is kept in K.index, which is made anew if it is missing or
/// does not fit the log. `random` is used by all threads at once.
Outcome board_append(const BoardAppendOptions& options, crypto::Random& random, Console& console);

/// `evote-board close DIR --key K [--yes] [--before-closes] [--standby URL]`.
struct BoardCloseOptions {
    std::filesystem::path folder;
    std::filesystem::path key;
    record::Anchor anchor = {};
    Consent consent = Consent::ask;
    BeforeCloses before_closes = BeforeCloses::refuse;
    StandbyOptions standby = {};
};

/// Shows hours, turnout and entries, asks, appends the closing entry and writes board/closed. After
/// an interrupted run it goes on without asking again. ErrorCode::not_over_yet before the time at
/// which the election closes, ErrorCode::closed if the board is closed already.
Outcome board_close(const BoardCloseOptions& options, crypto::Random& random, Console& console);

/// `evote-board resume DIR --key K [--yes]`.
struct BoardResumeOptions {
    std::filesystem::path folder;
    std::filesystem::path key;
    record::Anchor anchor = {};
    Consent consent = Consent::ask;
};

/// The way to go on when what the key remembers is lost, or the board that it remembers, and there
/// is only an older copy: shows both, asks, writes a note into the record that everybody can see,
/// and makes the key remember the board that is there. ErrorCode::refused if nothing is lost.
Outcome board_resume(const BoardResumeOptions& options, Console& console);

/// `evote-board receipt DIR --tracker T --out R`: evidence that the ballot is in the log, as it is
/// now. ErrorCode::not_on_board if the log has no such ballot.
Outcome board_receipt(const std::filesystem::path& folder, const std::string& tracker,
                      const std::filesystem::path& out, Console& console);

struct CheckReceiptOptions {
    std::filesystem::path folder;
    std::filesystem::path receipt;
    record::Anchor anchor = {};
    std::filesystem::path code_file = {}; ///< of the voter whose ballot it should be, or empty
    std::filesystem::path paper = {};     ///< the receipt for people; empty: none is written
};

/// `evote-board check-receipt DIR R [--paper P]`: whether the log still has the ballot and goes on
/// from what the board signed then. ErrorCode::board_contradicts if not: the receipt and the
/// board's checkpoint are the evidence. DIR needs manifest.json, board.json and board/checkpoint.
/// What else is missing there leaves something unchecked, which is ErrorCode::not_checked: without
/// the log's tiles a newer checkpoint can only be compared in part; without keys.json, roll.csv or
/// election.json the fingerprint is unknown, and so is whose board this is. With all of them the
/// election must be sealed. With a code it also says whether the ballot is that voter's
/// (ErrorCode::other_voter if not) and whether it is the one that counts. The paper is written when
/// nothing is left to be checked.
Outcome board_check_receipt(const CheckReceiptOptions& options, Console& console);

} // namespace evote::app

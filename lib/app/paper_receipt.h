// SPDX-License-Identifier: Apache-2.0
// Receipts for people (--paper): what a receipt's file says, on paper.
#pragma once

#include "app/command.h"
#include "record/receipts.h"
#include "record/sealed_record.h"

#include <filesystem>
#include <string>

namespace evote::app {

/// A receipt that was verified.
struct PaperSource {
    const record::SealedRecord& record;
    const board::Receipt& receipt;
    const board::SignedCheckpoint& signed_then;
    const Digest32& tracker;
    std::filesystem::path file; ///< of the receipt
    std::string board{};        ///< its address, if it is known
};

/// Writes it in the language of the console: a sheet of HTML if the name of `paper` ends with
/// ".html", otherwise a text. ErrorCode::file_exists if there is such a file.
Outcome write_paper(const std::filesystem::path& paper, const PaperSource& source,
                    Console& console);

/// The short form of a tracker: its first 80 bits as four groups of four characters of the alphabet
/// of codes (Crockford's base32).
std::string short_tracker(const Digest32& tracker);

} // namespace evote::app

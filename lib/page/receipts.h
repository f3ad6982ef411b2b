// SPDX-License-Identifier: Apache-2.0
// Receipts for people: what a receipt's file says, as half a page of text or as a sheet to print.
#pragma once

#include "texts/texts.h"

#include <cstdint>
#include <optional>
#include <string>

namespace evote::page {

/// What is said of a receipt that was verified. The texts may contain anything: a sheet escapes
/// them, and a text shows them as printable() does.
struct ReceiptFacts {
    /// How many witnesses the election has, needs and has the signatures of.
    struct Witnesses {
        std::size_t signed_so_far = 0;
        std::size_t all = 0;
        std::size_t needed = 0;
        std::optional<std::int64_t> latest{}; ///< when the last of them signed, by its own clock
    };

    std::string title; ///< of the election, in the language of the text
    std::string id;    ///< of the election
    std::string fingerprint;
    std::string spoken;        ///< the same, spoken
    std::string tracker;       ///< in hex
    std::string short_tracker; ///< its beginning, as people compare it
    std::uint64_t index = 0;   ///< of the ballot in the log
    std::uint64_t size = 0;    ///< of the log that the board signed
    std::string root;          ///< of that log, in hex
    std::int64_t time = 0;     ///< of writing, in seconds since 1970
    std::optional<Witnesses> witnesses{};
    std::string file;    ///< the name of the receipt's file
    std::string board{}; ///< the address of the board, or empty
};

/// What the QR code of a sheet says: `f=<fingerprint>&t=<tracker>&i=<index>&n=<size>&h=<root>`;
/// after the address of the board and `#`, if there is one that is not too long.
std::string receipt_link(const ReceiptFacts& facts);

/// Lines of up to 78 characters.
std::string receipt_text(const ReceiptFacts& facts, texts::Language language);

/// A document of HTML, for the upper half of an A4 page. It contains all that it needs and no
/// script.
std::string receipt_sheet(const ReceiptFacts& facts, texts::Language language);

/// A point in time as people write it where this computer is: "2030-01-31 14:05 (UTC+06:00)", in
/// Kyrgyz and Russian "31.01.2030 14:05 (UTC+06:00)"; the plain number of seconds for a time
/// outside of the years 1 to 9999.
std::string local_time_text(std::int64_t unix_seconds, texts::Language language);

} // namespace evote::page

// SPDX-License-Identifier: Apache-2.0
// Letters with codes: one HTML document to print, a page of A4 for each voter, in three languages.
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace evote::page {

/// What all letters of a registrar have in common. The texts may contain anything: they are
/// escaped.
struct LetterFacts {
    std::array<std::string, 3> title; ///< of the election, in Kyrgyz, Russian and English
    std::uint8_t registrar = 1;       ///< whose codes these are, from 1
    std::uint8_t registrars = 1;
    std::string fingerprint; ///< in hex
    std::string spoken;      ///< the same, spoken
    std::string page;        ///< address of the page where people vote, or empty
    std::string call;        ///< whom to call
};

/// What the QR code of a letter says: `f=<fingerprint>&r=<registrar>&c=<code>`; after the address
/// of the page and `#`, if there is one. No server is sent what follows `#`.
SecretBytes letter_link(const LetterFacts& facts, ByteView code);

/// Which of a voter's codes a letter brings.
enum class LetterCode {
    first,
    later, ///< it replaces one that is valid no longer
};

/// A document of letters. It contains all that it needs and no script.
class Letters {
  public:
    explicit Letters(LetterFacts facts);

    /// Adds the letter of a voter with this code, as it is printed.
    void add(std::string_view voter, ByteView code, LetterCode which = LetterCode::first);

    /// The document.
    SecretBytes finish() &&;

  private:
    LetterFacts facts_;
    std::string before_; // of every letter: up to the name
    std::string after_;  // what follows the code
    SecretBytes out_;
};

} // namespace evote::page

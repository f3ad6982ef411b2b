// SPDX-License-Identifier: Apache-2.0
// evote-credentials in an election with registrars: how they set it up together.
#pragma once

#include "app/ceremony.h"
#include "app/command.h"
#include "crypto/random.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// `evote-credentials list DIR --voters V --out L`.
struct RegistrarListOptions {
    std::filesystem::path folder;
    std::filesystem::path voters; ///< lines `voter,district[,weight]`
    std::filesystem::path out;    ///< made: the private list
};

/// Draws the private list that all registrars are given. Errors are those of credentials_issue();
/// ErrorCode::refused for an election without registrars. Never overwrites.
Outcome registrar_list(const RegistrarListOptions& options, crypto::Random& random,
                       Console& console);

/// `evote-credentials open-row --list L --number N [--out FILE]`.
struct OpenRowOptions {
    std::filesystem::path list;
    std::uint64_t number = 0;
    std::filesystem::path out{}; ///< made; empty: the row is a fact
};

/// One row of the list with its inclusion path. ErrorCode::usage for a number that it does not
/// have.
Outcome registrar_open_row(const OpenRowOptions& options, Console& console);

/// `evote-credentials check-row FILE --list-hash H` or `check-row DIR FILE`.
struct CheckRowOptions {
    std::vector<std::string> paths; ///< the file, or folder and file
    std::string list_hash{};        ///< hex; empty: that of the registrars' notes in DIR
};

/// Whether a row is in the list. ErrorCode::invalid if not, ErrorCode::registrars_differ if the
/// notes name several lists. In a sealed election the notes must have the registrars' signatures.
Outcome registrar_check_row(const CheckRowOptions& options, Console& console);

/// `evote-credentials halves DIR --list L --registrar I --name N --secret S --codes C
/// (--recipient R... | --plain)`.
struct RegistrarHalvesOptions {
    std::filesystem::path folder;
    std::filesystem::path list;
    unsigned registrar = 0;
    std::string name;
    SecretFileOptions secret;            ///< made
    std::filesystem::path codes;         ///< made: lines `number,voter,code`
    std::vector<std::string> recipients; ///< age recipients who can read the codes
    bool plain = false;                  ///< codes are not encrypted, but for the owner only
};

/// Makes a registrar's secret and codes, and then what it publishes of them: registrars/I.csv and
/// I.note. Nothing is overwritten; if anything cannot be written, nothing is left. Prints the
/// verifier key that `evote-setup seal` needs. Also ErrorCode::registrars_differ if another
/// registrar's note in the record names another list.
Outcome registrar_halves(const RegistrarHalvesOptions& options, crypto::Random& random,
                         Console& console);

/// `evote-credentials roll DIR`: writes roll.csv from the halves of all registrars, whose proofs
/// are checked. Whose signatures they have is checked when the election is sealed.
Outcome registrar_roll(const std::filesystem::path& folder, Console& console);

/// `evote-credentials letters DIR --codes C --list L --registrar I --out LETTERS`.
struct RegistrarLettersOptions {
    std::filesystem::path folder;
    std::filesystem::path codes;
    std::filesystem::path list;
    unsigned registrar = 0;
    std::filesystem::path out;        ///< made: an HTML document to print
    std::string page{};               ///< address of the page where people vote
    std::string call{};               ///< whom to call
    std::filesystem::path identity{}; ///< a file with the age key for the codes
    bool only = false;                ///< the codes are those of some voters, such as new ones
};

/// A page for each code, of a sealed election. Without `only` no voter of the list may be missing.
/// Every code is compared with the half that the voter has now, by the roll or by a roll change on
/// the board: ErrorCode::changed, with the line, for one that is not of this election,
/// ErrorCode::not_on_roll for one that was replaced or revoked.
Outcome registrar_letters(const RegistrarLettersOptions& options, Console& console);

} // namespace evote::app

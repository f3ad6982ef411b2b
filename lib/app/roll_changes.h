// SPDX-License-Identifier: Apache-2.0
// evote-credentials after sealing: roll changes, lost codes, and who has voted.
#pragma once

#include "app/ceremony.h"
#include "ballot/roll_change.h"
#include "box/box.h"
#include "crypto/random.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace evote::app {

/// `evote-credentials change DIR X.change --secret S --number N (--replace | --revoke) --reason R
/// [--list L] [--until INDEX] [--codes C (--recipient R... | --plain)] [--yes]`.
struct RollChangeOptions {
    std::filesystem::path folder;
    std::filesystem::path change; ///< made if it is missing
    SecretFileOptions secret;     ///< the registrar's; the journal is beside it
    std::uint64_t number = 0;
    ballot::ChangeAction action = ballot::ChangeAction::revoke;
    std::string reason;
    std::filesystem::path list;          ///< the registrars' list, to show the name; empty: none
    std::optional<std::uint64_t> until;  ///< else some way beyond the entries that are there
    std::filesystem::path codes;         ///< made: the voter's new code; empty: none
    std::vector<std::string> recipients; ///< age recipients who can read the code
    bool plain = false;                  ///< the code is not encrypted, but for the owner only
    record::Anchor anchor = {};
    Consent consent = Consent::ask;
    box::Clock clock = box::system_clock;
};

/// Adds to X.change what this registrar can: its half, and its signature once all halves are there.
/// Complete, it is a file for `evote-board append`. The secret file and the journal S.journal, with
/// the reason, are written before X.change. The first time that a secret is used so, the announced
/// fingerprint must be given: the secret remembers it, and signs in no other election. Errors as
/// registrar::UnfinishedChange and registrar::add_parts; ErrorCode::refused if X.change asks for
/// something else than the options, ErrorCode::closed once the board is closed,
/// ErrorCode::in_record for any of these files in the record, ErrorCode::declined. Warns of a
/// replacement that comes too late.
Outcome credentials_change(const RollChangeOptions& options, crypto::Random& random,
                           Console& console);

/// `evote-credentials find-half (DIR | --lookup L) --code-file C`.
struct FindHalfOptions {
    std::filesystem::path folder; ///< of the election; empty: a lookup is used
    std::filesystem::path code_file;
    record::Anchor anchor = {};
    std::filesystem::path lookup{}; ///< what credentials_lookup() made; two of its files are read
};

/// Says which registrar issued a code, to the voter with which number, and whether it is current,
/// was replaced or was revoked. ErrorCode::not_on_roll if that registrar issued no such code. A
/// lookup is believed: only its stated fingerprint is compared with the anchor.
Outcome credentials_find_half(const FindHalfOptions& options, Console& console);

/// `evote-credentials lookup DIR --out L`.
struct HalfLookupOptions {
    std::filesystem::path folder;
    std::filesystem::path out; ///< made: a folder
    record::Anchor anchor = {};
};

/// Makes small static files of all halves by prefix, and of what became of them, which a page can
/// read: see docs/record.md. All that they tell is public. ErrorCode::file_exists for an existing
/// folder, ErrorCode::usage for one in the record.
Outcome credentials_lookup(const HalfLookupOptions& options, Console& console);

/// `evote-credentials turnout DIR --list L --out T`.
struct TurnoutOptions {
    std::filesystem::path folder;
    std::filesystem::path list; ///< the registrars' list
    std::filesystem::path out;  ///< made: number,voter,district,voted
    record::Anchor anchor = {};
};

/// Verifies the log and writes who has a counted ballot so far, for the owner only.
/// ErrorCode::damaged for a damaged log; bad entries are named and do not count.
/// ErrorCode::in_record for a list or T in the record.
Outcome credentials_turnout(const TurnoutOptions& options, crypto::Random& random,
                            Console& console);

} // namespace evote::app

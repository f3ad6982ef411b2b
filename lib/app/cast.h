// SPDX-License-Identifier: Apache-2.0
// evote-cast: a voter's ballot, in one step, or in two with the choice of an audit in between.
#pragma once

#include "app/command.h"
#include "crypto/random.h"
#include "record/stated_fingerprint.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace evote::app {

/// What a ballot is made from.
struct CastOptions {
    std::filesystem::path folder;                  ///< the election's record
    std::vector<std::filesystem::path> code_files; ///< the voter's code, or codes; empty: ask
    std::filesystem::path choices;        ///< lines `contest: option[, option]`; empty: ask
    std::optional<std::uint64_t> counter; ///< this voter's earlier valid ballots; else looked up
    record::Anchor anchor = {};
};

/// `evote-cast prepare DIR [--code-file C...] [--choices F] --state S [--counter N]`: encrypts,
/// writes what is needed to continue to S (readable by its owner only) and prints the tracker. S
/// holds the voter's secrets and must be guarded like the code. With registrars there is a code of
/// each of them. ErrorCode::bad_code for a mistyped or missing code, other_registrar for two of one
/// registrar, not_on_roll, also for codes that were replaced or revoked, bad_choice for a selection
/// that breaks a rule, closed, and already_voted for a second vote where voters may vote only once;
/// not_sealed, and wrong_fingerprint by the anchor; in_record for a private file in the record.
/// Whoever was asked for a code or for choices has the screen cleared before the tracker appears.
Outcome cast_prepare(const CastOptions& options, const std::filesystem::path& state,
                     crypto::Random& random, Console& console);

/// What becomes of a prepared ballot.
struct FinishOptions {
    std::filesystem::path state;
    std::filesystem::path out; ///< the ballot or opening
    record::Anchor anchor = {};
};

/// `evote-cast cast --state S --out B`: makes the ballot B. S is replaced by the decision for this
/// ballot, without secrets, before B appears, and removed afterwards, so that what was audited is
/// never cast and vice versa. After an error or a crash the same command can be repeated: either
/// nothing was decided, or it writes the same ballot. ErrorCode::already_used for a ballot that was
/// decided to be audited, wrong_election if the folder has another election than when it was
/// prepared, wrong_fingerprint by the anchor, in_record for a prepared ballot in the record. Warns
/// about one that others can read.
Outcome cast_cast(const FinishOptions& options, crypto::Random& random, Console& console);

/// `evote-cast audit --state S --out O`: opens the prepared ballot instead, likewise.
Outcome cast_audit(const FinishOptions& options, Console& console);

/// `evote-cast vote DIR [--code-file C...] [--choices F] --out B [--counter N]`: prepare and cast.
Outcome cast_vote(const CastOptions& options, const std::filesystem::path& out,
                  crypto::Random& random, Console& console);

} // namespace evote::app

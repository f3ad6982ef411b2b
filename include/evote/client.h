// SPDX-License-Identifier: Apache-2.0
/// @file
/// A voter's device: makes a ballot, has it audited or casts it, checks the receipt.
/// Sources: docs/protocol.md, sections 4 (codes), 5 (ballots) and 6 (receipts); casting or auditing
/// a ballot whose tracker is fixed: J. Benaloh, Simple Verifiable Elections, EVT 2006.
#pragma once

#include "evote/owned.h"
#include "evote/record.h"
#include "evote/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

struct VoterState;
struct PreparedState;
/// For the library itself.
void destroy(VoterState* state);
/// For the library itself.
void destroy(PreparedState* state);

/// What is chosen in one contest, by the ids of the manifest.
struct Choice {
    std::string contest;              ///< its id
    std::vector<std::string> options; ///< may be empty where the rules allow it
};

/// A ballot as it is sent to the box.
struct Ballot {
    std::vector<std::uint8_t> bytes;        ///< 460 to 65,535 bytes, by the district
    std::array<std::uint8_t, 32> tracker{}; ///< as noted before casting
};

/// What an audited ballot shows.
struct OpenedBallot {
    std::array<std::uint8_t, 32> tracker{}; ///< as noted before the audit
    std::string district;                   ///< its id
    std::vector<Choice> choices;            ///< in the order of the ballot
};

/// What a valid receipt says: the board signed that it had this ballot.
struct CheckedReceipt {
    std::array<std::uint8_t, 32> tracker{}; ///< of the ballot
    std::uint64_t index = 0;                ///< the ballot's place in the log
    std::uint64_t log_size = 0;             ///< how many entries the log had when it was signed
};

/// An encrypted ballot whose tracker is fixed. It is cast or audited, once. Holds secrets, which
/// are wiped with it. One thread at a time.
class PreparedBallot {
  public:
    /// SHA-256 of header and ciphertexts. The voter notes it before deciding to cast or to audit.
    std::array<std::uint8_t, 32> tracker() const;

    /// Proves the ballot. The proofs take most of the time (docs/performance.md). Constant
    /// time in choices and secrets.
    Ballot cast() &&;

    /// The file evote-opening-1: randomness and choices, for check_opening on another device. The
    /// ballot can then no longer be cast: nothing proves it.
    std::string audit() &&;

  private:
    friend class Voter;

    explicit PreparedBallot(PreparedState* state) : state_(state) {}

    Owned<PreparedState> state_;
};

/// A voter with the code from the letter, or the codes of all registrars. Holds the voter's secret
/// key, which is wiped with it. One thread at a time.
class Voter {
  public:
    /// The voter of this code; with registrars, of these codes, one of each, a line each and in any
    /// order. A code has seven groups of four characters; case, blanks and hyphens do not matter.
    /// The caller wipes it. Codes that the sealed roll does not have are looked for among the roll
    /// changes in the record's log, if it is there, which reads all of it. Errors: bad_code
    /// (mistyped, or a registrar's is missing), other_registrar (two of one registrar),
    /// not_on_roll; of kind system or invalid for a log that cannot be read. Time: constant in the
    /// code, but for where separators are and what is wrong with it.
    static Result<Voter> identify(const Record& record, std::string_view code);

    /// The id of the voter's district.
    std::string_view district() const;

    /// Encrypts. There must be one choice for each contest of the district, in any order. `counter`
    /// is how many valid ballots of this voter the board has; with a wrong one the box refuses the
    /// ballot. Errors: bad_choice, with contest and rule; already_voted if the election counts
    /// first ballots only and `counter` is not 0. Constant time in what is encrypted; finding
    /// options by their ids is not.
    Result<PreparedBallot> prepare(const std::vector<Choice>& choices, std::uint64_t counter) const;

  private:
    explicit Voter(VoterState* state) : state_(state) {}

    Owned<VoterState> state_;
};

/// What an opened ballot encrypts: recomputed from the opening and compared with the tracker that
/// the voter noted. Errors: malformed (no opening), other_election, other_ballot (the device had
/// prepared another ballot than it showed), bad_ballot (the box would have refused it).
Result<OpenedBallot> check_opening(const Record& record, std::string_view opening,
                                   const std::array<std::uint8_t, 32>& tracker);

/// Whether a receipt is valid: it has a ballot of this election with this tracker, and the
/// election's board signed a log with it. Offline; whether the board still has it is for an audit
/// of the log. Errors: malformed, bad_receipt, bad_signature, other_ballot (another tracker).
Result<CheckedReceipt> check_receipt(const Record& record, std::string_view receipt,
                                     const std::array<std::uint8_t, 32>& tracker);

/// Keeps the secrets of this process in locked memory that core dumps leave out (OpenSSL's secure
/// heap). To be called first, once. False if the memory could not be locked; secrets are then wiped
/// all the same.
bool lock_secrets();

} // namespace evote

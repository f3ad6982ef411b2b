// SPDX-License-Identifier: Apache-2.0
// What two machines with one board's key say to each other, as notes that the key signs: so that
// neither believes a stranger, whatever the connection is worth.
#pragma once

#include "board/merkle.h"
#include "board/note.h"
#include "board/pairing.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote::board {

/// From the first machine: what its log is to become. Without entries it is a question.
struct StandbyRequest {
    Digest32 election{};   ///< what the entries of the log are bound to
    ByteArray<16> nonce{}; ///< fresh; the answer has it too
    Pairing pairing;       ///< of the machine that sends this
    TreeHead from;         ///< what the entries go on from
    TreeHead to;           ///< the log with them: that binds each of them
    bool closed = false;   ///< nothing is to come after that

    /// "evote-standby-asked-1", then "election", "nonce", "pairing", "from", "to" and "log", a line
    /// each. No other note of a board begins so.
    std::string text() const;
    /// Strict; ErrorCode::malformed for anything that text() does not write.
    static Result<StandbyRequest> parse(std::string_view text);

    bool operator==(const StandbyRequest&) const = default;
};

/// From the second machine: what it has for good when it answers.
struct StandbyAnswer {
    Digest32 election{};
    ByteArray<16> nonce{}; ///< of the request
    Pairing pairing;       ///< of the machine that answers
    TreeHead tree;
    bool closed = false;

    /// "evote-standby-answered-1", then "election", "nonce", "pairing", "tree" and "log".
    std::string text() const;
    static Result<StandbyAnswer> parse(std::string_view text);

    bool operator==(const StandbyAnswer&) const = default;
};

/// The second machine's word that it is none any more and never signs anything, so that the first
/// one may go on alone.
struct StandbyRelease {
    Digest32 election{};
    Pairing pairing; ///< released

    /// "evote-standby-released-1", then "election" and "pairing".
    std::string text() const;
    static Result<StandbyRelease> parse(std::string_view text);

    bool operator==(const StandbyRelease&) const = default;
};

/// Signed notes. Errors as Note::parse and Note::verify.
Result<StandbyAnswer> open_standby_answer(ByteView note, const VerifierKey& board);
Bytes sign_standby_answer(const StandbyAnswer& answer, const NoteSigner& board);
Result<StandbyRelease> open_standby_release(ByteView note, const VerifierKey& board);
Bytes sign_standby_release(const StandbyRelease& release, const NoteSigner& board);

/// A request with its entries, as it is sent: u32 length of the note, the note, and each entry
/// after its length as u16.
Bytes sign_standby_request(const StandbyRequest& request, std::span<const ByteView> entries,
                           const NoteSigner& board);

/// The entries refer to the bytes that were read.
struct OpenedStandbyRequest {
    StandbyRequest request;
    std::vector<ByteView> entries;
};

/// ErrorCode::malformed for what is no such request, ErrorCode::bad_signature for a stranger's: no
/// entry is looked at before the signature.
Result<OpenedStandbyRequest> open_standby_request(ByteView sent, const VerifierKey& board);

} // namespace evote::board

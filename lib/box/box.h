// SPDX-License-Identifier: Apache-2.0
// The ballot box: judges ballots and appends the good ones to the board. A server, a command and a
// test use the same one: it neither asks nor prints, and the time comes from outside.
#pragma once

#include "ballot/verdict.h"
#include "board/log_writer.h"
#include "board/pairing.h"
#include "board/receipt.h"
#include "box/board_key.h"
#include "crypto/random.h"
#include "evote/message.h"
#include "record/sealed_record.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace evote::box {

/// Is told how many entries of the log are verified, and how many there are.
using ShowProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// The present time in seconds since 1970-01-01 UTC.
using Clock = std::function<std::int64_t()>;

/// The clock of the system.
std::int64_t system_clock();

/// Sends these bytes to the second machine and gives its answer; an error if there is none.
using SendToStandby = std::function<Result<Bytes>(ByteView)>;

/// What a box is given from outside.
struct BoxSettings {
    unsigned threads = 1; ///< at least 1; fewer are used if the system does not give so many
    Clock clock = system_clock;
    board::Storage& storage = board::system_storage();
    SendToStandby standby{}; ///< empty: there is no second machine (box/standby.h)
};

/// Why the box does not take a ballot.
struct Refusal {
    std::string_view reason; ///< the protocol's word
    Message words;
    /// Its randomness is known and only its place is wrong: these very bytes may be in the log.
    bool may_be_there = false;
};

/// What the box says of one entry.
struct Answer {
    enum class Kind {
        accepted, ///< it is, or after the commit will be, in the log
        already,  ///< these very bytes are in the log already, or earlier in the batch
        refused,
    };

    Kind kind = Kind::refused;
    std::uint64_t index = 0;         ///< its place in the log; not of a refused one
    std::optional<Digest32> tracker; ///< not of a refused one, nor of a roll change
    std::optional<Refusal> refusal;
};

/// What a commit gives back once everything accepted is on the disk for good.
struct Committed {
    std::vector<Answer> answers;
    board::SignedCheckpoint checkpoint; ///< of the log now
};

/// The voters of a district, and those of them who have a valid ballot in the log.
struct Turnout {
    std::uint64_t voters = 0;
    std::uint64_t voted = 0;

    bool operator==(const Turnout&) const = default;
};

/// What the log says of whoever has a credential now.
struct VoterStanding {
    static constexpr std::uint32_t nobody = UINT32_MAX;

    /// valid; or why no ballot by the credential is taken: not on the roll, replaced, revoked.
    ballot::Verdict verdict = ballot::Verdict::not_on_roll;
    std::uint32_t voter = nobody; ///< place in the roll
    std::uint64_t counter = 0;    ///< what the voter's next ballot must have
};

struct BoxState;

/// Entries that were judged and are not in the log yet. Destroyed without a commit, it leaves the
/// box as it was before. It must not outlive its box.
class Batch {
  public:
    Batch(Batch&& other) noexcept;
    Batch& operator=(Batch&&) = delete;
    ~Batch();

    /// One an entry, in their order.
    const std::vector<Answer>& answers() const { return answers_; }

    /// How many of them are accepted.
    std::size_t accepted() const;

    /// Appends the accepted ones, if any. After an error none of them is acknowledged, and the
    /// box looks at the log on the disk anew before it does anything else.
    Result<Committed> commit() &&;

  private:
    friend struct BoxState;
    Batch(BoxState& box, std::vector<Bytes> entries);

    BoxState* box_;
    std::vector<Bytes> entries_;
    std::vector<Answer> answers_;
};

/// Has the board to itself while it is open. For one thread at a time; it has threads of its own,
/// which it keeps, with their verifiers, from batch to batch.
class Box {
  public:
    /// Opens the board to go on with it. Verifies what the index does not cover, with progress.
    /// ErrorCode::wrong_key if the key is not this board's, ErrorCode::locked if another program is
    /// using the key or writing to the board, ErrorCode::closed if it is closed or was closed as
    /// far as the key remembers; otherwise as BoardMemory::recall and LogWriter::open. With a
    /// second machine every batch is there for good before it is signed, and errors are those of
    /// PairedMemory::keep; a key that has one is refused without it. `random` must outlive the box
    /// and is used by all its threads at once.
    static Result<Box> open(record::SealedRecord record, BoardKey key, crypto::Random& random,
                            BoxSettings settings = {}, const ShowProgress& progress = {});

    Box(Box&&) noexcept;
    Box& operator=(Box&&) = delete;
    ~Box();

    const record::SealedRecord& record() const;

    /// What this machine is beside another one with the board's key.
    const board::Pairing& pairing() const;

    /// The log as the box last saw it.
    const board::SignedCheckpoint& checkpoint() const;

    /// The turnout so far, in the order of the manifest's districts. No batch may be open.
    std::vector<Turnout> turnout() const;

    /// Of this credential, in the log as it is known. No batch may be open.
    VoterStanding standing(const ByteArray<32>& credential) const;

    /// Verifies entries as one batch and judges them in order, each as if those before it that were
    /// accepted were in the log. One batch at a time: the one before must be committed or gone.
    /// ErrorCode::not_open_yet for ballots before the election opens, ErrorCode::closed once it has
    /// closed and on a closed board; otherwise an error only if the log cannot be read.
    Result<Batch> judge(std::vector<Bytes> entries);

    /// The receipt of an entry, at the present checkpoint. `index` must be below its size.
    Result<board::Receipt> receipt(std::uint64_t index);

    /// The same for an entry whose bytes are at hand, which are not read again. ErrorCode::damaged
    /// if the log has another one there.
    Result<board::Receipt> receipt(std::uint64_t index, ByteView entry);

    /// Puts lines of the sealed witnesses into the checkpoint on the disk. No batch may be open.
    /// ErrorCode::log_changed if the log has another checkpoint than this one, for which they are.
    Outcome add_cosignatures(const board::Checkpoint& checkpoint,
                             std::span<const board::NoteSignature> lines);

    /// Appends the closing entry and writes the mark; no batch may be open. From then on the board
    /// takes nothing. After an error it can be called again.
    Outcome close();

    /// Brings the index file up to date. Without it everything still works; only the next opening
    /// is slower.
    Outcome save_index();

  private:
    explicit Box(std::unique_ptr<BoxState> state);

    std::unique_ptr<BoxState> state_;
};

/// ErrorCode::not_open_yet before the election opens, ErrorCode::closed once it has closed.
Outcome must_be_open_at(const protocol::Manifest& manifest, std::int64_t unix_seconds);

/// The same, for taking these entries: roll changes are taken before the election opens too, from
/// the sealing on.
Outcome must_be_open_for(const protocol::Manifest& manifest, std::span<const Bytes> entries,
                         std::int64_t unix_seconds);

/// ErrorCode::not_over_yet before the election closes, if the manifest says when.
Outcome must_be_over_at(const protocol::Manifest& manifest, std::int64_t unix_seconds);

/// Closes a board without opening the box, for which no entry need be verified. After an
/// interrupted run it goes on. Gives the last checkpoint. ErrorCode::closed if the board is closed
/// already; otherwise errors as Box::open.
Result<board::SignedCheckpoint> close_board(const record::SealedRecord& record, BoardKey key,
                                            board::Storage& storage = board::system_storage(),
                                            SendToStandby standby = {});

} // namespace evote::box

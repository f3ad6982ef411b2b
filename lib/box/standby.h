// SPDX-License-Identifier: Apache-2.0
// A second machine: has for good what the first one is about to sign, so that it can take over and
// nothing that was acknowledged is lost.
#pragma once

#include "board/log_writer.h"
#include "board/pairing.h"
#include "box/board_key.h"
#include "box/box.h"
#include "record/sealed_record.h"

#include <memory>

namespace evote::box {

/// Has the key and its copy of the board to itself. One thread at a time.
class Standby {
  public:
    /// For a key without a memory beside it, as on a new second machine, or for a second machine
    /// that goes on. ErrorCode::refused on any other machine. Its copy of the board may be any
    /// beginning of the log.
    static Result<Standby> open(const record::SealedRecord& record, BoardKey key,
                                crypto::Random& random,
                                board::Storage& storage = board::system_storage());

    Standby(Standby&&) noexcept;
    Standby& operator=(Standby&&) = delete;
    ~Standby();

    /// Takes what the first machine sends (board/standby_note.h), and says what is here then. What
    /// does not go on from what is here, or is from a machine that is not the first one, changes
    /// nothing. ErrorCode::malformed or bad_signature for what the board's key has not signed,
    /// ErrorCode::other_election; after an error of the disk it can be sent again.
    Result<Bytes> answer(ByteView sent);

    const board::TreeHead& tree() const;
    const board::Pairing& pairing() const;
    bool closed() const;

  private:
    struct State;
    explicit Standby(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// The word of a machine that is no second one any more, to one that takes it for one. Errors as
/// Standby::answer.
Result<Bytes> answer_former_first(ByteView sent, const Digest32& fingerprint,
                                  const board::Pairing& pairing, const board::TreeHead& tree,
                                  const board::NoteSigner& signer);

/// Knows the ballots of a copy of the board that another thread or process appends to, and keeps
/// K.index up to date, so that a machine that takes over need not verify all ballots first.
class StandbyIndex {
  public:
    /// `record` and `random` must outlive it.
    StandbyIndex(const record::SealedRecord& record, const BoardKey& key, unsigned threads,
                 crypto::Random& random);
    StandbyIndex(StandbyIndex&&) noexcept;
    StandbyIndex& operator=(StandbyIndex&&) = delete;
    ~StandbyIndex();

    /// Verifies what has come to the log, and saves the index. The first time it begins with what
    /// the file covers.
    Outcome go_on();

    /// Up to where the log is known.
    std::uint64_t size() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace evote::box

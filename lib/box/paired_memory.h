// SPDX-License-Identifier: Apache-2.0
// What the board's key remembers, for a machine that signs: with a second machine, nothing is
// remembered for good before that one has it too.
#pragma once

#include "board/log_feed.h"
#include "board/standby_note.h"
#include "box/board_memory.h"
#include "box/box.h"

#include <optional>

namespace evote::box {

/// The log's writer keeps the next tree head before it signs it (board/log_memory.h). So whatever
/// this refuses to keep is never signed.
class PairedMemory final : public board::LogMemory {
  public:
    /// `send` reaches the second machine; empty: none is given. A machine that is a second one, or
    /// was, is refused: ErrorCode::refused. Errors as BoardMemory::lock and recall.
    static Result<std::unique_ptr<PairedMemory>> open(const record::OpenRecord& record,
                                                      const BoardKey& key, board::Storage& storage,
                                                      SendToStandby send);

    const board::Pairing& pairing() const { return memory_->pairing(); }

    Result<board::RememberedLog> recall() override { return memory_->recall(); }

    /// ErrorCode::standby_missing if the machine has a second one and it was not given;
    /// ErrorCode::taken_over if that one has taken over, ErrorCode::rolled_back if it has more, and
    /// ErrorCode::board_contradicts if it has another log; otherwise errors of reaching it.
    Outcome keep(const board::RememberedLog& log) override;

    /// Begins to have the second machine, if one is given, and brings it up to this log, which the
    /// memory has already. Errors as keep().
    Outcome bring(const board::RememberedLog& log);

  private:
    PairedMemory(std::unique_ptr<BoardMemory> memory, const record::OpenRecord& record,
                 std::optional<board::NoteSigner> signer, SendToStandby send);

    Outcome must_have_standby();
    Outcome begin_pair();
    Outcome find_out(const board::RememberedLog& log);
    Outcome must_be_second(const board::StandbyAnswer& answer) const;
    Outcome send_next(const board::RememberedLog& log);
    Result<board::StandbyAnswer> ask(const board::RememberedLog& log, const board::TreeHead& from,
                                     const board::TreeHead& to, std::span<const ByteView> entries);

    std::unique_ptr<BoardMemory> memory_;
    std::filesystem::path folder_;
    Digest32 fingerprint_;
    std::optional<board::NoteSigner> signer_; // with a second machine
    SendToStandby send_;
    std::optional<board::LogFeed> feed_; // where the second machine is, once it is known
    bool theirs_is_closed_ = false;
};

} // namespace evote::box

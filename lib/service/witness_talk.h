// SPDX-License-Identifier: Apache-2.0
// How a log asks one witness for its signature (C2SP tlog-witness).
#pragma once

#include "board/log_reader.h"
#include "http/message.h"

#include <functional>
#include <string>
#include <vector>

namespace evote::service {

/// What the witness has signed before is learnt from its answers alone. One thread at a time.
class WitnessTalk {
  public:
    /// Sends the body of an add-checkpoint and waits for the answer.
    using Ask = std::function<Result<http::Response>(std::string body)>;

    WitnessTalk(std::filesystem::path folder, board::VerifierKey log)
        : folder_(std::move(folder)), log_(std::move(log)) {}

    /// The lines of the witness's answer, not yet verified. The log, which has `log_size` entries
    /// now, goes on from `checkpoint`. ErrorCode::board_contradicts if the witness says that it has
    /// signed more entries than the log has, or another history; ErrorCode::refused for any other
    /// refusal, also if it has signed a newer checkpoint; malformed for an answer that is none;
    /// otherwise errors as `ask`, or of reading the log.
    Result<std::vector<board::NoteSignature>> lines_for(const board::SignedCheckpoint& checkpoint,
                                                        std::uint64_t log_size, const Ask& ask);

  private:
    Result<std::string> body_for(const board::SignedCheckpoint& checkpoint) const;
    Outcome learn(const http::Response& answer, std::uint64_t size, std::uint64_t log_size);

    std::filesystem::path folder_;
    board::VerifierKey log_;
    std::uint64_t signed_ = 0; // by the witness, as far as is known
};

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
// A witness of one log as a service (C2SP tlog-witness): signs each checkpoint that goes on from
// the last one that it signed. No network here.
#pragma once

#include "board/add_checkpoint.h"
#include "http/log.h"
#include "http/message.h"
#include "service/witness_files.h"

#include <memory>
#include <mutex>
#include <optional>

namespace evote::service {

/// Thread-safe. Its log has a line for every answer to the log's own checkpoints that is not a
/// signature.
class WitnessDesk {
  public:
    struct Parts {
        board::Cosigner cosigner;
        board::VerifierKey log; ///< the one that it is a witness of
        WitnessFiles files;
        http::Clock clock;
        const http::Log& journal; ///< outlives the desk
    };

    /// Reads the state, so that a wrong one is known from the beginning: errors as
    /// WitnessFiles::recall.
    static Result<std::unique_ptr<WitnessDesk>> open(Parts parts);

    /// POST /add-checkpoint, and GET /<SHA-256 of the log's name in hex>/checkpoint: the last one
    /// that the witness signed, with both signatures.
    http::Response answer(const http::Request& request);

    /// What is answered to the body of an add-checkpoint. 200 with the line once the state is on
    /// the disk; 400 for what is malformed, 404 for another log, 403 for what the log has not
    /// signed, 409 with the size that the witness has signed if it is not the old size, 422 if the
    /// checkpoint does not go on from there. 503 if the state cannot be read or written, or is an
    /// older copy of what this desk has written: nothing is signed then. Two checkpoints of one
    /// size that the log has signed are kept as evidence.
    http::Response add_checkpoint(std::string_view body);

  private:
    explicit WitnessDesk(Parts parts) : parts_(std::move(parts)) {}

    http::Response go_on(const board::AddCheckpoint& asked, const board::SignedCheckpoint& next);
    Result<std::optional<board::WitnessState>> recall() const;
    Outcome remember(const board::SignedCheckpoint& checkpoint);
    http::Response sign(const board::SignedCheckpoint& checkpoint);
    http::Response last_checkpoint();
    void keep_split(const board::SignedCheckpoint& then, const board::SignedCheckpoint& now);
    http::Response fault(const Error& error) const;
    http::Response refuse(unsigned status, std::string_view title, std::uint64_t had,
                          std::uint64_t asked) const;

    Parts parts_;
    std::mutex mutex_;                       // of what follows
    std::optional<board::TreeHead> durable_; // in the state, for certain
    std::uint64_t remembered_ = 0;           // the size of that, or of what was before it
    std::size_t evidence_ = 0;               // how many pairs were kept
};

} // namespace evote::service

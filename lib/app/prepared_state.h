// SPDX-License-Identifier: Apache-2.0
// The file between preparing a ballot and casting or auditing it (app/prepared_format.h) on disk.
#pragma once

#include "app/prepared_format.h"

#include "evote/os/file.h"

#include <filesystem>
#include <optional>

namespace evote::app {

/// A prepared ballot with all that it takes to go on.
struct PreparedState {
    record::OpenRecord record;
    protocol::PreparedBallot prepared;
    protocol::Credential credential;
};

/// Writes the state file, for its owner only. Never overwrites.
Outcome save_state(const std::filesystem::path& path, const record::OpenRecord& record,
                   const protocol::PreparedBallot& prepared,
                   const protocol::Credential& credential);

/// The state file, locked against others who use it: the first to decide on a fate decides for
/// good. Whatever fails after that, the same fate can be asked for again and gives the same file.
class StateFile {
  public:
    /// Waits for others who have it open. ErrorCode::malformed for another file. A decision that is
    /// found in it is on the disk for good.
    static Result<StateFile> open(std::filesystem::path path);

    /// Nothing while it holds a prepared ballot.
    const std::optional<DecidedBallot>& decision() const { return decision_; }

    /// The prepared ballot, and the record that it belongs to; only without a decision.
    /// ErrorCode::refused if the record is gone or another one stands in its place.
    Result<PreparedState> prepared() const;

    /// Replaces the prepared ballot and its secrets by this. If that fails, nothing was decided, or
    /// this was.
    Outcome decide(DecidedBallot ballot);

    /// Removes the file, once the ballot or opening has a place of its own.
    Outcome remove() const;

  private:
    StateFile(std::filesystem::path path, os::FileDescriptor lock, SecretBytes bytes)
        : path_(std::move(path)), lock_(std::move(lock)), bytes_(std::move(bytes)) {}

    std::filesystem::path path_;
    os::FileDescriptor lock_;
    SecretBytes bytes_;
    std::optional<DecidedBallot> decision_;
};

} // namespace evote::app

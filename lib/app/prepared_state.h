// SPDX-License-Identifier: Apache-2.0
// The file between preparing a ballot and casting or auditing it (app/prepared_format.h) on disk.
#pragma once

#include "app/prepared_format.h"
#include "os/file.h"
#include "record/sealed_record.h"

#include <filesystem>
#include <optional>

namespace evote::app {

/// A prepared ballot with everything needed to continue.
struct PreparedState {
    record::SealedRecord record;
    ballot::PreparedBallot prepared;
    ballot::Credential credential;
};

/// Writes the state file, readable by its owner only. Never overwrites.
Outcome save_state(const std::filesystem::path& path, const record::OpenRecord& record,
                   const ballot::PreparedBallot& prepared, const ballot::Credential& credential);

/// The state file, locked against other users: the first decision on a fate is final. Whatever
/// fails after that, asking for the same fate again gives the same file.
class StateFile {
  public:
    /// Waits while others have it open. ErrorCode::malformed for another file. A decision found in
    /// it is durably on the disk.
    static Result<StateFile> open(std::filesystem::path path);

    /// Nothing while it holds a prepared ballot.
    const std::optional<DecidedBallot>& decision() const { return decision_; }

    /// The prepared ballot, and the record that it belongs to; only without a decision.
    /// ErrorKind::refused if the record is gone, not sealed, or another one is in its place;
    /// ErrorCode::wrong_fingerprint by the anchor; ErrorCode::in_record if the file is in the
    /// record.
    Result<PreparedState> prepared(const record::Anchor& anchor) const;

    /// Replaces the prepared ballot and its secrets by this. If that fails, either nothing was
    /// decided or this was.
    Outcome decide(DecidedBallot ballot);

    /// Removes the file, once the ballot or opening has its own file.
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

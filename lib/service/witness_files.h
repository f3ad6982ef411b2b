// SPDX-License-Identifier: Apache-2.0
// The files of a witness: its private key, what it remembers of a log, and evidence beside that.
#pragma once

#include "board/storage.h"
#include "board/witness.h"
#include "os/file.h"

#include <filesystem>
#include <optional>

namespace evote::service {

/// The witness's private key. ErrorCode::malformed for what is none.
Result<board::Cosigner> read_cosigner(const std::filesystem::path& path);

/// Whatever signs as a witness does so between lock() and the end of the lock, and begins with
/// recall(): so the service and the command can be used with one key in turn, or at once.
class WitnessFiles {
  public:
    WitnessFiles(std::filesystem::path key, std::filesystem::path state,
                 board::Storage& storage = board::system_storage())
        : key_(std::move(key)), state_(std::move(state)), storage_(&storage) {}

    const std::filesystem::path& state() const { return state_; }

    /// Waits for whoever else uses the key.
    Result<os::FileDescriptor> lock() const { return os::lock_file(key_); }

    /// What the witness remembers of this log; nothing before it has signed for the first time.
    /// Errors as board::WitnessState::parse, with the file.
    Result<std::optional<board::WitnessState>> recall(const board::CosignerKey& witness,
                                                      const board::VerifierKey& log) const;

    /// Durably; after an error the file has the old state or the new one.
    Outcome keep(const board::WitnessState& state) const;

    /// Keeps a checkpoint as evidence beside the state.
    Result<std::filesystem::path> keep_evidence(const board::SignedCheckpoint& checkpoint) const;

  private:
    std::filesystem::path key_;
    std::filesystem::path state_;
    board::Storage* storage_;
};

} // namespace evote::service

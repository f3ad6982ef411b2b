// SPDX-License-Identifier: Apache-2.0
// The election's directory: which file is what (docs/record.md). Paths are defined here and nowhere
// else.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace evote::record {

/// The paths of one election record. Only is_record() and strangers() access the disk.
class RecordFolder {
  public:
    explicit RecordFolder(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }

    std::filesystem::path manifest() const { return path_ / "manifest.json"; }

    std::filesystem::path keys() const { return path_ / "keys.json"; }

    std::filesystem::path roll() const { return path_ / "roll.csv"; }

    /// The folder of the registrars' files, in an election that has registrars.
    std::filesystem::path registrars() const { return path_ / "registrars"; }

    /// What registrar `index` (from 1) has published, and what it has signed of it.
    std::filesystem::path halves(std::uint8_t index) const;
    std::filesystem::path registrar_note(std::uint8_t index) const;

    std::filesystem::path board() const { return path_ / "board.json"; }

    std::filesystem::path election() const { return path_ / "election.json"; }

    /// The folder of the trustees' notes.
    std::filesystem::path ceremony() const { return path_ / "ceremony"; }

    /// The note of trustee `index` (from 1) in a round: "join", "deal", "check", "answer", "seal".
    std::filesystem::path note(std::string_view round, std::uint16_t index) const;

    /// The folder of notes that are evidence against their signers.
    std::filesystem::path evidence() const { return ceremony() / "evidence"; }

    /// Such a note of trustee `index`, by the hash of its text.
    std::filesystem::path evidence(std::string_view round, std::uint16_t index,
                                   const Digest32& text) const;

    /// The folder of the log: checkpoint, closed, tile/.
    std::filesystem::path log() const { return path_ / "board"; }

    std::filesystem::path checkpoint() const { return log() / "checkpoint"; }

    /// Exists once the log is closed.
    std::filesystem::path closed() const { return log() / "closed"; }

    std::filesystem::path tally() const { return path_ / "tally.json"; }

    std::filesystem::path decryptions() const { return path_ / "decryptions"; }

    /// The decryption of trustee `index` (from 1).
    std::filesystem::path decryption(std::uint16_t index) const;

    std::filesystem::path result() const { return path_ / "result.json"; }

    /// True if the folder contains anything of a record, however damaged.
    bool is_record() const;

    /// What does not belong in a record with this many trustees and registrars: files and folders
    /// with other names, links, and whatever is inside the folder of evidence. The folder of the
    /// log, and folders that do not belong, are not opened. Sorted.
    Result<std::vector<std::filesystem::path>> strangers(std::uint16_t trustees,
                                                         std::uint8_t registrars = 0) const;

  private:
    std::filesystem::path path_;
};

/// ErrorCode::in_record if a private file is or would be in the election's folder, which everybody
/// gets a copy of, by whatever links. An empty path is none.
Outcome keep_out_of_record(const std::filesystem::path& file, const std::filesystem::path& record);

/// A fault of a file in a record, which is damage, whatever it looks like. Fails with what is the
/// system's fault.
Result<Error> damage_of(Error error, const std::filesystem::path& file);

} // namespace evote::record

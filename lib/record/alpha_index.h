// SPDX-License-Identifier: Apache-2.0
// Finds which ballots of a log may share an alpha, in bounded memory: 16 bytes for every alpha, in
// sorted runs in a temporary file once there are many.
#pragma once

#include "crypto/random.h"
#include "os/file.h"

#include <compare>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace evote::record {

/// An alpha and the entry that contains it. Equal alphas have equal keys; different ones almost
/// never, and nobody can arrange it, because the key is hashed with a random salt.
struct AlphaRecord {
    std::uint64_t key = 0;
    std::uint64_t entry = 0;

    auto operator<=>(const AlphaRecord&) const = default;
};

class AlphaIndex {
  public:
    /// Keeps up to `most_in_memory` records in memory; beyond that in a file in `temporary_folder`,
    /// which has no name and vanishes with the program.
    AlphaIndex(crypto::Random& random, std::filesystem::path temporary_folder,
               std::size_t most_in_memory = std::size_t{1} << 20);

    /// The record of an alpha's encoding. Thread-safe.
    AlphaRecord record(ByteView alpha, std::uint64_t entry) const;

    /// One thread at a time, in any order. Fails only if the temporary file cannot be written.
    Outcome add(std::span<const AlphaRecord> records);

    /// Visits all records whose key occurs more than once, by key and then by entry. Consumes the
    /// records.
    Outcome visit_repeated(const std::function<Outcome(const AlphaRecord&)>& visit);

  private:
    struct Run {
        std::uint64_t begin; // in records, in the file
        std::uint64_t end;
    };

    class RunReader;

    Outcome spill();
    Outcome merge(const std::function<Outcome(const AlphaRecord&)>& visit) const;

    ByteArray<16> salt_{};
    std::filesystem::path temporary_folder_;
    std::size_t most_in_memory_;
    std::vector<AlphaRecord> memory_;
    os::FileDescriptor file_;
    std::vector<Run> runs_;
};

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// Single files of a log. Whatever is wrong with one is damage: ErrorCode::damaged with the file.
#pragma once

#include "board/log_reader.h"
#include "os/file.h"

namespace evote::board {

constexpr const char* checkpoint_name = "checkpoint";
constexpr const char* closed_name = "closed";
constexpr std::uint64_t largest_checkpoint = 1U << 20;

/// The folder without a separator at its end.
std::filesystem::path clean_folder(const std::filesystem::path& folder);

/// Keeps other writers out of a log, until the descriptor is closed. The lock is on the folder
/// itself, so that there is no lock file in the public record. ErrorCode::locked if another program
/// has it.
Result<os::FileDescriptor> lock_log(const std::filesystem::path& folder);

/// The bytes of a tile of exactly this width; nothing if there is no such file.
Result<std::optional<Bytes>> find_tile_bytes(const std::filesystem::path& folder,
                                             const TileName& name);

/// The hashes of a hash tile. Where a partial tile is gone, the full one stands in for it; a wider
/// partial one does not (C2SP tlog-tiles lets a log delete partial tiles once the full one exists,
/// and readers ask only for those of a checkpoint's size).
Result<std::vector<Digest32>> read_hash_tile(const std::filesystem::path& folder,
                                             const TileName& name);

/// The same for a bundle of entries.
Result<EntryBundle> read_bundle(const std::filesystem::path& folder, const TileName& name);

Bytes join_hashes(std::span<const Digest32> hashes);

} // namespace evote::board

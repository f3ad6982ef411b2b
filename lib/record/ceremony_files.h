// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "board/note.h"
#include "record/record_folder.h"

namespace evote::record {

/// Even in the largest possible ceremony a deal note is far smaller.
constexpr std::uint64_t largest_note = std::uint64_t{1} << 26;
/// A seal has two lines; this leaves room for signatures by others.
constexpr std::uint64_t largest_seal = std::uint64_t{1} << 16;

Result<board::Note> read_note(const std::filesystem::path& file);

/// The regular files named `*.note` in a folder, sorted; none if there is no such folder.
Result<std::vector<std::filesystem::path>> note_files(const std::filesystem::path& folder);

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// The files of a record, and which changes of them do not matter.
#pragma once

#include "base/text.h"
#include "board/note.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace evote {

/// All files below a folder, sorted.
inline std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> out;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder))
        if (item.is_regular_file())
            out.push_back(item.path());
    std::ranges::sort(out);
    return out;
}

/// True if two contents of a file in a record mean the same (docs/record.md): of a ceremony's notes
/// and of checkpoints only the text and its signature count, and in JSON files that are not bound
/// by a hash of their bytes, neither white space nor the order of keys nor how a character of a
/// text is written. `file` is relative to the record.
inline bool same_meaning(const std::filesystem::path& file, ByteView one, ByteView other) {
    if (equal(one, other))
        return true;
    const std::string folder = file.parent_path().string();
    if (folder == "ceremony" || file == "board/checkpoint" || file == "board/closed") {
        const auto first = Note::parse(one);
        const auto second = Note::parse(other);
        if (!first || !second || first->text() != second->text())
            return false;
        return std::ranges::all_of(first->signatures(), [&](const NoteSignature& signature) {
            return std::ranges::count(second->signatures(), signature) > 0;
        });
    }
    if (folder != "decryptions" && file != "election.json" && file != "result.json")
        return false;
    // nlohmann's parser does not read beyond a zero byte.
    if (std::ranges::count(one, 0) + std::ranges::count(other, 0) > 0)
        return false;
    const auto first = nlohmann::json::parse(text_of(one), nullptr, false);
    const auto second = nlohmann::json::parse(text_of(other), nullptr, false);
    return !first.is_discarded() && first == second;
}

/// Overwrites a file without syncing: tests do it too often to wait for the disk.
inline void overwrite(const std::filesystem::path& path, ByteView bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text_of(bytes);
    file.close();
    if (!file)
        throw std::runtime_error("cannot write " + path.string());
}

} // namespace evote

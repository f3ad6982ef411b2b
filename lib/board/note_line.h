// SPDX-License-Identifier: Apache-2.0
// Lines of the notes in which a board says something of its log.
#pragma once

#include "base/text.h"
#include "board/merkle.h"

#include <optional>
#include <string>
#include <string_view>

namespace evote::board {

/// "<size> <root in hex>".
inline std::string tree_text(const TreeHead& tree) {
    return std::to_string(tree.size) + " " + hex_encode(tree.root);
}

/// The inverse; any other text gives nullopt.
inline std::optional<TreeHead> parse_tree(std::string_view text) {
    const auto parts = split(text, ' ');
    if (parts.size() != 2)
        return std::nullopt;
    const auto size = decimal_decode(parts[0], INT64_MAX);
    const auto root = hex_decode_array<32>(parts[1]);
    if (!size || !root)
        return std::nullopt;
    return TreeHead{*size, *root};
}

/// The rest of a line that begins with a word and a blank; empty for any other line.
inline std::string_view after(std::string_view word, std::string_view line) {
    return line.starts_with(word) ? line.substr(word.size()) : std::string_view();
}

} // namespace evote::board

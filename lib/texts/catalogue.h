// SPDX-License-Identifier: Apache-2.0
// One table for each language, sorted by the English template.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace evote::texts {

/// A template in English and in the language of the table, with the same placeholders.
struct CatalogueEntry {
    std::string_view english;
    std::string_view text;
};

/// Sorted, and no template twice: what the lookup needs.
consteval bool is_catalogue(std::span<const CatalogueEntry> entries) {
    return std::ranges::adjacent_find(entries, std::ranges::greater_equal(),
                                      &CatalogueEntry::english) == entries.end();
}

std::span<const CatalogueEntry> russian_catalogue();
std::span<const CatalogueEntry> kyrgyz_catalogue();

} // namespace evote::texts

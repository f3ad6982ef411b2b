// SPDX-License-Identifier: Apache-2.0
// Manual pages in section 1.
#pragma once

#include "description.h"
#include "evote/message.h"
#include "texts/texts.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote::tools {

/// A word with its explanation.
struct Term {
    std::string_view word;
    Template text;
};

/// A few sentences on what a tool is for.
Template introduction_of(std::string_view tool);

/// Files that belong to a tool, besides those that its options name.
std::vector<Term> files_of(std::string_view tool);

std::span<const Term> exit_statuses();
std::span<const Term> environment();

/// Who made it and when: "evote 0.1.0", "2026-11-29".
struct Edition {
    std::string source;
    std::string date;
};

/// The page of a tool in one language, in the macros of man(7). `all` are the tools that it refers
/// to.
std::string manual_page(const ToolDescription& tool, std::span<const ToolDescription> all,
                        texts::Language language, const Edition& edition);

} // namespace evote::tools

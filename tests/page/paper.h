// SPDX-License-Identifier: Apache-2.0
// A document of letters as whoever prints it sees it: page by page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evote {

/// The pages of a document, each from its <section> to the end of it.
std::vector<std::string> pages_of(std::string_view html);

/// The codes that are printed in a text: the groups of each element of the class "code", joined by
/// hyphens.
std::vector<std::string> printed_codes(std::string_view html);

/// The tags of a document in their order, with attributes and without what is drawn and written.
/// Empty if one is not closed, or closed where another one is open.
std::vector<std::string> skeleton(std::string_view html);

/// What is written in a text besides its tags, references to characters resolved.
std::string written(std::string_view html);

/// What is between two texts, where they are there first; empty if they are not.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end);

/// How often a text is in another one.
std::size_t count(std::string_view text, std::string_view part);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// The texts for people in C++ sources.
#pragma once

#include "support/rooms.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

struct SourceTexts {
    std::vector<std::string> templates; ///< the literals of msg("...") and Template("..."), joined
    std::vector<std::string> sentences; ///< all other literals with a blank between words, joined
    std::vector<std::string> faults;    ///< calls of msg() whose first argument is no literal
};

/// The texts of one source. Comments do not count.
SourceTexts find_texts(std::string_view source);

/// The texts of all sources in lib/, include/ and tools/, and the sentences of tools/, which are
/// the descriptions that `--help` shows: text to file. Faults are reported under their text with
/// the file "fault".
std::map<std::string, std::string> texts_of_project();

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// Texts that people made in one program or another: which encoding they are in, and one form for
// letters that Unicode can write in two ways. The time taken depends on the text.
#pragma once

#include "base/secret.h"
#include "evote/bytes.h"
#include "evote/result.h"

#include <string>
#include <string_view>

namespace evote::people {

/// The text of a file without a byte order mark: a view of these bytes. ErrorCode::malformed, with
/// the first such line, for anything but UTF-8; says which encoding it probably is.
Result<std::string_view> people_text(ByteView file);

/// ErrorCode::malformed if the fields of this line of a list are separated by semicolons or tabs
/// and not by commas: other programs' formats, in which every line would be wrong.
Outcome check_separators(std::string_view line);

/// ErrorCode::malformed if there is a quotation mark in a line of a list, where no value has one.
Outcome check_unquoted(std::string_view line);

/// Unicode's normalisation form C of well-formed UTF-8, in which equal letters are equal bytes.
SecretBytes composed(ByteView text);
std::string composed(std::string_view text);

/// What is the same for all ways to write one name, in well-formed UTF-8: normalisation form C, and
/// one space wherever there is white space between words, none at the ends.
std::string comparable_name(std::string_view name);

/// The same for capitals and small letters, too: for looking names up, not for telling them apart.
std::string folded_name(std::string_view name);

/// Whether there is a Cyrillic letter in well-formed UTF-8.
bool has_cyrillic(std::string_view text);

} // namespace evote::people

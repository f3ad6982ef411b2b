// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "evote/bytes.h"
#include "evote/result.h"
#include "protocol/manifest.h"

#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// One line of the registrar's list.
struct ListedVoter {
    std::string name;
    std::size_t district = 0; ///< place in the manifest
    std::uint64_t weight = 1;
};

/// The registrar's list of voters.
struct VotersFile {
    /// So many wrong lines are named, unless the caller wants more; the rest is counted.
    static constexpr std::size_t named_faults = 20;

    bool has_header = false;
    std::vector<ListedVoter> voters; ///< in the order of the file
    std::vector<Error> faults;       ///< of the first wrong lines
    std::size_t wrong_lines = 0;

    /// Lines `voter,district` or `voter,district,weight`, ended by LF or CRLF, after an optional
    /// header line with these names, in UTF-8 with or without a byte order mark. A name is 1 to 256
    /// bytes of plain text without commas and quotation marks, and does not begin as formulas of
    /// spreadsheets do; it is taken in Unicode's normalisation form C, and compared with blanks
    /// folded. Faults of lines are ErrorCode::malformed for another form, ErrorCode::bad_voters for
    /// a voter named twice, an unknown district and impossible weights; always with the line. A
    /// file that cannot be a list at all is an error.
    static Result<VotersFile> parse(ByteView file, const protocol::Manifest& manifest,
                                    std::size_t most_faults = VotersFile::named_faults);
};

/// A list without a wrong line. Several of them are named one by one, so that a registrar can mend
/// them all at once.
Result<VotersFile> read_voters_file(const std::filesystem::path& path,
                                    const protocol::Manifest& manifest, Console& console,
                                    std::size_t most_faults = VotersFile::named_faults);

} // namespace evote::app

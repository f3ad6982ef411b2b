// SPDX-License-Identifier: Apache-2.0
#include "registrar/journal.h"

#include "base/text.h"
#include "base/time_text.h"
#include "os/file.h"
#include "record/verdict_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace evote::registrar {

namespace {

constexpr std::string_view journal_header = "date,number,action,reason,change\n";

// As CSV has texts with commas and quotation marks.
std::string csv_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

} // namespace

Outcome check_reason(std::string_view reason) {
    if (reason.empty() || reason.size() > longest_reason || printable(reason) != reason)
        return fail(ErrorCode::usage,
                    msg("a reason is one line of 1 to {0} bytes of plain text", longest_reason));
    if (std::string_view("=+-@").find(reason.front()) != std::string_view::npos)
        return fail(ErrorCode::usage,
                    msg("a reason that begins with {0} is a formula for a spreadsheet; write it in "
                        "another way",
                        reason.substr(0, 1)));
    return {};
}

Outcome append_to_journal(const std::filesystem::path& path, const JournalRow& row) {
    const os::FileDescriptor fd(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (fd.get() < 0)
        return fail(os::file_error(path));

    struct stat there {};

    if (::fstat(fd.get(), &there) != 0)
        return fail(os::file_error(path));
    std::string text(there.st_size == 0 ? journal_header : std::string_view());
    text += utc_text(row.unix_seconds) + "," + std::to_string(row.number) + "," +
            std::string(record::word_of(row.action)) + "," + csv_text(row.reason) + "," +
            hex_encode(row.change) + "\n";
    EVOTE_TRY_VOID(os::write_all(fd.get(), bytes_of(text), path));
    if (::fsync(fd.get()) != 0)
        return fail(os::file_error(path));
    EVOTE_TRY(const auto absolute, os::absolute_path(path));
    return os::sync_folder(absolute.parent_path());
}

} // namespace evote::registrar

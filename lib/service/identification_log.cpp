// SPDX-License-Identifier: Apache-2.0
#include "service/identification_log.h"

#include "base/text.h"
#include "base/time_text.h"

namespace evote::service {

namespace {

// Names at identity providers may hold anything. A spreadsheet takes no quoted text that begins
// with an apostrophe for a formula.
std::string csv_text(std::string_view text) {
    std::string out = "\"";
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        out += '\'';
    for (const char c : printable(text)) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

} // namespace

Result<CheckedLog> check_log(RegistrarTables& tables,
                             const std::function<Outcome(const Identification&)>& take) {
    EVOTE_TRY(const StateOwner owner, tables.owner());
    CheckedLog out{0, first_hash(owner.fingerprint, owner.registrar)};
    EVOTE_TRY_VOID(tables.for_each([&](const Identification& row) -> Outcome {
        if (row.row != out.rows + 1)
            return fail(ErrorCode::damaged, msg("row {0} of the log is missing", out.rows + 1));
        if (row.hash != row_hash(out.head, row))
            return fail(ErrorCode::damaged,
                        msg("row {0} of the log, or the one before, was changed", row.row));
        out = {row.row, row.hash};
        return take(row);
    }));
    return out;
}

std::string log_line(const Identification& row) {
    return std::to_string(row.row) + "," + utc_text(row.time) + "," +
           std::string(word_for(row.way)) + "," + csv_text(row.issuer) + "," + csv_text(row.who) +
           "," + std::to_string(row.number) + "," + std::to_string(row.issue) + "," +
           hex_encode(row.hash) + "\n";
}

} // namespace evote::service

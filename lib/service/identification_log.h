// SPDX-License-Identifier: Apache-2.0
// The log of identifications as a file for others, and whether nobody has changed it.
#pragma once

#include "service/registrar_tables.h"

namespace evote::service {

/// The log up to some row.
struct CheckedLog {
    std::uint64_t rows = 0;
    Digest32 head{}; ///< the hash of the last row; first_hash() if there is none
};

/// Goes through the whole log, and gives each row to `take`. ErrorCode::damaged, with the first row
/// whose hash is not that of what came before it and its content, or that is missing.
Result<CheckedLog> check_log(RegistrarTables& tables,
                             const std::function<Outcome(const Identification&)>& take);

/// The columns, and a row, as CSV with LF: row,time,way,issuer,who,number,issue,hash.
inline constexpr std::string_view log_header = "row,time,way,issuer,who,number,issue,hash\n";
std::string log_line(const Identification& row);

} // namespace evote::service

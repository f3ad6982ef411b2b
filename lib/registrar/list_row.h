// SPDX-License-Identifier: Apache-2.0
// One row of the private list with its inclusion path, as a text that auditors are given
// (docs/record.md, "One row of the private list").
#pragma once

#include "registrar/private_list.h"

namespace evote::registrar {

inline constexpr std::uint64_t largest_list_row = 8192;

/// The text: `evote-list-row-1`, `rows <n>`, the row as it is in the list, and the hashes of the
/// path from the leaf up in base64, a line each.
std::string list_row_text(const RowOpening& opening);

/// Strict. ErrorCode::malformed, with the line. Whether the row is in a list says check_row().
Result<RowOpening> parse_list_row(ByteView file);

} // namespace evote::registrar

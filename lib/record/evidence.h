// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <filesystem>
#include <string_view>

namespace evote::record {

/// Keeps a file as evidence beside `about`, which is a record or a file, and not in it: under
/// `<about>.evidence/<name>-<first 8 bytes of its SHA-256>`. One that is there already stays.
/// Returns its path.
Result<std::filesystem::path> keep_evidence(const std::filesystem::path& about,
                                            std::string_view name, ByteView file);

} // namespace evote::record

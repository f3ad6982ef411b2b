// SPDX-License-Identifier: Apache-2.0
// What a mirror asks a server for. Names are made here, never taken from the server.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace evote::mirror {

/// A part of a file of the record.
struct FilePiece {
    Bytes bytes;
    std::uint64_t size = 0; ///< of the whole file
};

/// GET URL/record/NAME, from a byte on, so many bytes at the most: fewer where the file ends.
/// Nothing if the server has no such file. ErrorCode::unreachable if it does not answer after all
/// attempts, ErrorCode::stopped if somebody ends the waiting.
using Network = std::function<Result<std::optional<FilePiece>>(
    const std::string& name, std::uint64_t begin, std::uint64_t most)>;

/// How much is asked for at once.
constexpr std::uint64_t piece_bytes = std::uint64_t{8} << 20;

/// A whole file. ErrorCode::file_too_large for one above the limit, ErrorCode::unreachable if it
/// changes while it is read.
Result<std::optional<Bytes>> fetch_file(const Network& network, const std::string& name,
                                        std::uint64_t limit);

} // namespace evote::mirror

// SPDX-License-Identifier: Apache-2.0
#include "record/evidence.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "os/file.h"

#include <fmt/format.h>

namespace evote::record {

Result<std::filesystem::path> keep_evidence(const std::filesystem::path& about,
                                            std::string_view name, ByteView file) {
    EVOTE_TRY(const auto absolute, os::absolute_path(about));
    auto beside = absolute.lexically_normal();
    if (!beside.has_filename())
        beside = beside.parent_path();
    beside += ".evidence";
    const Digest32 hash = crypto::sha256(file);
    const auto path = beside / fmt::format("{}-{}", name, hex_encode(ByteView(hash).first(8)));
    EVOTE_TRY_VOID(os::make_folders(beside));
    if (!os::file_exists(path))
        EVOTE_TRY_VOID(os::write_file(path, file));
    return path;
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "board/cosignature.h"
#include "record/election_files.h"

#include <algorithm>
#include <filesystem>

namespace evote::app {

/// ErrorCode::wrong_key, with the key's file, if board.json does not name the witness.
inline Outcome must_be_named(const board::CosignerKey& witness, const record::BoardFile& board,
                             const std::filesystem::path& key) {
    const auto& policy = board.witnesses;
    if (policy && std::ranges::find(policy->keys(), witness) != policy->keys().end())
        return {};
    return fail(
        Error{ErrorCode::wrong_key,
              msg("this election does not name the witness {0} with this key", witness.name()),
              key.string(),
              {}});
}

} // namespace evote::app

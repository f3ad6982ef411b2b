// SPDX-License-Identifier: Apache-2.0
// evote-board follow: a mirror of a served board that is verified as it grows (docs/board.md).
#pragma once

#include "app/command.h"
#include "record/stated_fingerprint.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace evote::app {

enum class Following {
    until_result, ///< and until somebody ends it
    once,         ///< `--once`
};

struct BoardFollowOptions {
    std::string url;
    std::filesystem::path folder;
    std::filesystem::path authorities{};
    std::filesystem::path receipts{};
    record::Anchor anchor = {};
    Following following = Following::until_result;
    std::uint64_t every_seconds = 30;
    std::uint64_t witness_seconds = 3600;
    std::optional<std::uint64_t> stale_seconds{};
};

/// Mirrors the board at a URL into a folder, and verifies each entry once as it comes, until the
/// result is there, SIGTERM or SIGINT. Status::invalid if anything was found that speaks against
/// the board; with `--json` each finding and each round is a line on stdout, before the object at
/// the end.
Status board_follow(const BoardFollowOptions& options, Console& console);

/// Mirrors it once, without verifying the entries: for whoever verifies the mirror then. Only what
/// has no contradiction in it succeeds.
Outcome mirror_once(const BoardFollowOptions& options, Console& console);

} // namespace evote::app

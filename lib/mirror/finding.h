// SPDX-License-Identifier: Apache-2.0
// What a follower has to shout about.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <filesystem>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace evote::mirror {

enum class FindingKind {
    fork,           ///< the board has signed two histories
    shrink,         ///< the log is older than one that was served before
    went_on,        ///< the log goes on after it was closed
    altered,        ///< what is served is not what the board has signed
    sealed_changed, ///< a sealed file, or a note of the ceremony, is another one now
    later_changed,  ///< the tally, a decryption or the result is another one now
    invalid_entry,  ///< an entry breaks the rules
    receipt,        ///< the log does not have what a receipt says
    few_witnesses,  ///< fewer witnesses than the quorum, for too long
    stale,          ///< what the quorum has signed is too old
    after_loss, ///< the board says that it went on after a loss: no lie, but ballots may be missing
};

/// "fork", "invalid-entry": for programs.
std::string_view name_of(FindingKind kind);

/// Whether it speaks against the board or its server.
bool is_alarm(FindingKind kind);

struct Finding {
    FindingKind kind = FindingKind::fork;
    Error error; ///< what is wrong, in words
    std::vector<std::filesystem::path> evidence{};
};

using Shout = std::function<void(const Finding&)>;

/// A file that is kept as evidence, by the beginning of its name.
using EvidenceFile = std::pair<std::string_view, Bytes>;

/// Keeps the files beside the mirror (record::keep_evidence), and shouts. The error is what the
/// caller fails with, if it cannot go on.
Outcome shout_with(const Shout& shout, const std::filesystem::path& mirror, FindingKind kind,
                   Error error, std::initializer_list<EvidenceFile> files);

} // namespace evote::mirror

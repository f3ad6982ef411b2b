// SPDX-License-Identifier: Apache-2.0
// A board, a server that may lie, and somebody who follows, without a network.
#pragma once

#include "mirror/follower.h"
#include "support/record_files.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

#include <deque>
#include <map>
#include <optional>

namespace evote::test {

struct ObservedBoard {
    explicit ObservedBoard(const std::string& manifest = tiny_manifest(1, 1),
                           std::size_t voters = 6)
        : honest(election("record", manifest, voters)), serves(honest.folder().path()) {}

    /// Elections of one seed have the same keys: another one is another history.
    SmallElection& election(const std::string& name,
                            const std::string& manifest = tiny_manifest(1, 1),
                            std::size_t voters = 6) {
        SmallElection& out = elections.emplace_back(root.path() / name, manifest);
        out.hold_ceremony();
        out.seal(std::vector<SmallVoter>(voters));
        return out;
    }

    /// What the server gives out.
    Network network() {
        return [this](const std::string& name, std::uint64_t begin,
                      std::uint64_t most) -> Result<std::optional<FilePiece>> {
            asked.push_back(name);
            if (requests_left && (*requests_left)-- == 0)
                return fail(ErrorCode::unreachable, msg("no answer"));
            Bytes all;
            if (const auto lie = lies.find(name); lie != lies.end()) {
                all = lie->second;
            } else {
                auto read = os::read_plain_file(serves / name);
                if (!read)
                    return std::optional<FilePiece>();
                all = std::move(*read);
            }
            const auto from = std::min<std::uint64_t>(begin, all.size());
            const auto size = std::min({most, largest_piece, all.size() - from});
            return std::optional(
                FilePiece{to_bytes(ByteView(all).subspan(from, size)), all.size()});
        };
    }

    Result<Follower> begin(bool verifies = true) {
        FollowSettings settings;
        settings.anchor = anchor;
        settings.receipts = receipts;
        settings.stale_seconds = stale_seconds;
        if (verifies)
            settings.state_key.emplace(key);
        return Follower::begin(
            mirror(), network(), std::move(settings),
            [this](const Finding& finding) { found.push_back(finding); }, system_random());
    }

    Result<Round> round(Follower& follower) const {
        return follower.round(clock, {[](std::uint64_t, std::uint64_t) {},
                                      [](std::uint64_t, std::uint64_t) { return true; }});
    }

    /// A new program for each round.
    Result<Round> follow(bool verifies = true) {
        EVOTE_TRY(auto follower, begin(verifies));
        return round(follower);
    }

    std::filesystem::path mirror() const { return root.path() / "mirror"; }

    RecordFolder mirrored() const { return RecordFolder(mirror()); }

    LogReader log() const {
        return must(LogReader::open(mirrored().log(), honest.board().verifier()));
    }

    /// The only finding, which is taken away.
    Finding only() {
        REQUIRE(found.size() == 1);
        Finding out = std::move(found[0]);
        found.clear();
        for (const auto& path : out.evidence) {
            CHECK(os::file_exists(path));
            CHECK(path.parent_path() == root.path() / "mirror.evidence");
        }
        return out;
    }

    TemporaryFolder root;
    std::deque<SmallElection> elections;
    SmallElection& honest;
    std::filesystem::path serves;
    std::map<std::string, Bytes> lies;
    std::optional<std::size_t> requests_left;
    std::uint64_t largest_piece = UINT64_MAX;
    std::vector<std::string> asked;
    Anchor anchor;
    std::filesystem::path receipts;
    std::optional<std::uint64_t> stale_seconds;
    ByteArray<32> key{1};
    Follower::Clock clock;
    std::vector<Finding> found;
};

} // namespace evote::test

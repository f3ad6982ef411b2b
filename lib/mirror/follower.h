// SPDX-License-Identifier: Apache-2.0
// A mirror of a served board that is kept up to date, and everything in it verified as it comes.
#pragma once

#include "mirror/entry_follower.h"
#include "mirror/finding.h"
#include "mirror/followed_state.h"
#include "mirror/mirror_folder.h"
#include "record/sealed_record.h"

#include <memory>

namespace evote::mirror {

struct FollowSettings {
    record::Anchor anchor = {};
    std::filesystem::path receipts{}; ///< a folder; empty: none
    /// How long the served checkpoint may have fewer witnesses than the quorum.
    std::uint64_t witness_seconds = 3600;
    /// How old the quorum's word may be in the hours of voting; nothing: any age.
    std::optional<std::uint64_t> stale_seconds{};
    unsigned threads = 1;
    /// Verify the entries; without a key they are only mirrored, hash for hash.
    std::optional<crypto::MacKey> state_key{};
};

/// What a round found.
struct Round {
    std::uint64_t size = 0;        ///< entries by the checkpoint that the mirror has now
    std::uint64_t verified = 0;    ///< verified in full in this run
    std::uint64_t turnout = 0;     ///< voters with a counted ballot
    std::size_t witnesses = 0;     ///< who have signed the checkpoint
    std::uint64_t receipts = 0;    ///< that were checked in this round and are good
    std::uint64_t waiting = 0;     ///< receipts of a longer log than is served yet
    std::vector<Error> unusable{}; ///< receipts that are none of this board
    bool closed = false;
    bool complete = false; ///< closed, and the result is there
};

class Follower {
  public:
    struct Clock {
        std::int64_t unix_seconds = 0;
        std::uint64_t stopwatch = 0; ///< seconds, from any beginning
    };

    /// Both are told of the entries: mirrored, then verified. False ends the work.
    struct Watch {
        std::function<void(std::uint64_t, std::uint64_t)> mirrored{};
        EntryFollower::Progress verified{};
    };

    /// Brings and verifies what was sealed. `network` and `random` outlive the object; `shout` is
    /// called for all that is found.
    static Result<Follower> begin(const std::filesystem::path& mirror, Network network,
                                  FollowSettings settings, Shout shout, crypto::Random& random);

    Follower(Follower&&) noexcept;
    Follower& operator=(Follower&&) = delete;
    ~Follower();

    const record::SealedRecord& record() const;

    /// Brings everything up to date. What leaves the mirror as it was is shouted about, and the
    /// round goes on; after what does not (a fork, a log that shrinks, something that is not as it
    /// was signed or sealed) it fails with that error. ErrorCode::unreachable and
    /// ErrorCode::stopped as Network: then the next round goes on from there.
    Result<Round> round(const Clock& clock, const Watch& watch);

  private:
    struct State;
    explicit Follower(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace evote::mirror

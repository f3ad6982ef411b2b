// SPDX-License-Identifier: Apache-2.0
// The rules of the box: which ballots it takes.
#pragma once

#include "box/box_index.h"

#include "evote/base/message.h"
#include "evote/protocol/verdict.h"
#include "evote/record/open_record.h"

#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace evote::box {

/// Is told how many entries of the log are verified, and how many there are.
using ShowProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Why the box does not take a ballot.
struct Refusal {
    std::string_view reason; ///< the protocol's word
    Message words;
    /// Its randomness is known and only its place is wrong: these very bytes may be in the log.
    bool may_be_there = false;
};

/// Knows what the log holds, and judges what is to follow.
class BallotBox {
  public:
    /// Takes what is known from the index file, and the rest from the log, whose entries are then
    /// verified anew, with progress. `random` is used by `threads` threads at once. `record` must
    /// outlive the box.
    static Result<BallotBox> open(const record::OpenRecord& record, BoxIndex index,
                                  board::LogReader& log, unsigned threads, crypto::Random& random,
                                  const ShowProgress& progress);

    /// Verifies all of them as one batch and judges them in order, each as if those before it that
    /// were not refused stood in the log already. Nothing for a ballot that is to be taken.
    std::vector<std::optional<Refusal>> judge(std::span<const ByteView> ballots);

    /// The ballots of the last call that were not refused are in the log, which stands here now.
    void taken(const board::TreeHead& log);

    /// Brings the index file up to date.
    Outcome save();

  private:
    struct Facts {
        protocol::Verdict verdict = protocol::Verdict::malformed; ///< by itself
        std::uint32_t voter = BoxBallot::nobody;
        std::uint64_t counter = 0;
        std::vector<std::uint64_t> alphas; ///< of a valid one
    };

    BallotBox(const record::OpenRecord& record, BoxIndex index, BoxMemory memory, unsigned threads,
              crypto::Random& random)
        : record_(record),
          index_(std::move(index)),
          memory_(std::move(memory)),
          threads_(threads),
          random_(random) {}

    Outcome catch_up(const board::LogReader& log, const ShowProgress& progress);
    std::vector<Facts> check(std::span<const ByteView> entries) const;
    void check_some(std::span<const ByteView> entries, std::span<Facts> facts) const;
    protocol::Verdict in_order(const Facts& facts) const;
    bool repeats_alpha(const Facts& facts) const;
    Refusal refusal(const Facts& facts, protocol::Verdict verdict) const;
    void expect(Facts&& facts);

    const record::OpenRecord& record_;
    BoxIndex index_;
    BoxMemory memory_;
    unsigned threads_;
    crypto::Random& random_;
    // Ballots that were judged well, and are not in the log yet.
    std::vector<BoxBallot> expected_;
    std::unordered_map<std::uint32_t, std::uint64_t> expected_of_voter_;
    std::unordered_set<std::uint64_t> expected_alphas_;
    std::vector<BoxBallot> unsaved_; // in memory_, not yet in the index file
};

} // namespace evote::box

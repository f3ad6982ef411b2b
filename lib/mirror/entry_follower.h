// SPDX-License-Identifier: Apache-2.0
// The entries of a growing log, each verified once, as evote-verify does it of a whole one.
#pragma once

#include "crypto/random.h"
#include "os/workers.h"
#include "protocol/entry_verifier.h"
#include "record/log_verification.h"
#include "record/open_record.h"

#include <deque>
#include <functional>

namespace evote::mirror {

class EntryFollower {
  public:
    /// Entries that have a verdict, and entries in all. False ends the work.
    using Progress = std::function<bool(std::uint64_t, std::uint64_t)>;
    using Bad = std::function<Outcome(const record::BadEntries&)>;
    using Save = std::function<Outcome(const record::VerifiedPart&)>;

    /// `verified` is what this user's programs have verified before. `record` and `random` outlive
    /// the object; `random` is used by all threads at once.
    EntryFollower(const record::OpenRecord& record, unsigned threads, crypto::Random& random,
                  std::optional<record::VerifiedPart> verified);

    /// Verifies what is new in the log, which goes on from what was given before, and puts it in
    /// order. Of what was verified in another run and is still there, only headers and ciphertexts
    /// are read: the rules need them. `bad` is called for each bad entry, `save` now and then, with
    /// what a later run may rely on. ErrorCode::damaged if the mirror's files are not what its
    /// checkpoint says, ErrorCode::stopped.
    Outcome take(board::LogReader& log, const Progress& progress, const Bad& bad, const Save& save);

    /// Entries that have a verdict.
    std::uint64_t size() const { return rules_.size(); }

    /// How many of them were verified in full in this run.
    std::uint64_t verified_now() const { return verified_now_; }

    /// Voters with a counted ballot so far.
    std::uint64_t turnout() const { return rules_.counted(); }

    bool closed() const { return rules_.closed(); }

  private:
    Result<std::vector<board::EntryBundle>> read_some(board::LogReader& log) const;
    Outcome judge(std::span<const ByteView> entries, const Bad& bad);
    std::vector<protocol::CheckedEntry> check(std::span<const ByteView> entries,
                                              bool verified_before);
    Outcome keep(board::LogReader& log, const Save& save);

    const record::OpenRecord& record_;
    os::Workers workers_;
    std::deque<protocol::EntryVerifier> verifiers_; // one a worker
    protocol::LogRules rules_;
    record::VerifiedPart verified_; // in this run and before
    std::uint64_t before_ = 0;      // what of it is of other runs
    std::uint64_t verified_now_ = 0;
    bool fits_ = false; // whether `verified_` was compared with the log
};

} // namespace evote::mirror

// SPDX-License-Identifier: Apache-2.0
// Entries verified by many threads, each with a verifier that is kept from batch to batch.
#pragma once

#include "box/box_memory.h"
#include "os/workers.h"
#include "protocol/entry_verifier.h"
#include "record/open_record.h"

#include <deque>
#include <memory>

namespace evote::box {

/// What is known of an entry by itself.
struct EntryFacts {
    ballot::Verdict verdict = ballot::Verdict::malformed;
    std::uint32_t voter = BoxBallot::nobody;
    std::uint64_t counter = 0;
    std::vector<std::uint64_t> alphas; ///< keys, of one whose proofs hold
    /// In an election with registrars: see protocol::CheckedEntry.
    std::shared_ptr<const protocol::UnplacedBallot> unplaced{};
    std::shared_ptr<const ballot::RollChange> change{};
};

class EntryChecker {
  public:
    /// `record` and `random` must outlive it; `random` is used by all threads at once.
    EntryChecker(const record::OpenRecord& record, unsigned threads, crypto::Random& random);

    /// The facts of each entry; `memory` gives the keys of alphas.
    std::vector<EntryFacts> check(std::span<const ByteView> entries, const BoxMemory& memory);

  private:
    void check_some(protocol::EntryVerifier& verifier, std::span<const ByteView> entries,
                    const BoxMemory& memory, std::span<EntryFacts> facts) const;

    const record::OpenRecord& record_;
    os::Workers workers_;
    std::deque<protocol::EntryVerifier> verifiers_; // one a worker
};

} // namespace evote::box

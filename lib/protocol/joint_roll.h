// SPDX-License-Identifier: Apache-2.0
// The roll that the halves of all registrars make together (protocol.md section 4a): a voter's
// credential is the sum of the halves with one number.
#pragma once

#include "protocol/dealing.h"
#include "protocol/halves.h"
#include "protocol/roll.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace evote::protocol {

/// A registrar's file and the proof that goes with it.
struct ProvedHalves {
    Halves halves;
    PossessionProof proof;
    std::string proof_source; ///< where the proof is from, as errors name it
};

/// Rows by number. 44 bytes a voter.
class JointRoll {
  public:
    /// The voter with number n at index n - 1.
    std::span<const RollEntry> by_number() const { return entries_; }

    /// roll.csv, byte for byte, in pieces.
    void write(const Manifest& manifest, const std::function<void(ByteView)>& sink) const;

    /// ErrorCode::invalid, with the line, if this is not that roll.
    Outcome must_be(const Roll& roll) const;

  private:
    friend class JointRollMaker;

    JointRoll() = default;

    std::vector<RollEntry> entries_;
    std::vector<std::uint32_t> order_; // by credential
};

/// Puts the files of all registrars together and checks their proofs, chunk by chunk: what is
/// decoded is never more than a chunk. Memory: the files, and 40 bytes a voter.
class JointRollMaker {
  public:
    /// `files` are those of registrars 1, 2, ... of the manifest, all of them, which is checked.
    /// ErrorCode::registrars_differ, with file and line, unless they agree on numbers, districts
    /// and weights.
    static Result<JointRollMaker> begin(const Manifest& manifest, std::vector<ProvedHalves> files);

    std::size_t chunks() const { return faults_.size(); }

    /// Each chunk once, in any order and by any thread.
    void take_chunk(std::size_t chunk);

    /// After all chunks. In this order: ErrorCode::bad_half for a half that is no element, halves
    /// that cancel out, two voters with one credential; ErrorCode::bad_proof. The error names the
    /// registrar, file and line, or the voter by number. Variable time.
    Result<JointRoll> finish() &&;

  private:
    using G = group::Ristretto255;

    JointRollMaker(const Manifest& manifest, std::vector<ProvedHalves> files);

    Outcome add_chunk(std::size_t chunk);
    Outcome check_proof(std::size_t file) const;

    std::vector<ProvedHalves> files_;
    std::vector<G::Scalar> challenges_; // one a file
    JointRoll roll_;
    std::vector<G::Element> sums_; // of each file those of all chunks
    std::vector<std::optional<Error>> faults_;
};

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
// What the box must know of the ballots that it has taken.
#pragma once

#include "ballot/roll_change.h"
#include "board/merkle.h"
#include "box/alpha_set.h"
#include "crypto/random.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace evote::box {

/// One ballot in the log whose proofs hold, or a roll change.
struct BoxBallot {
    /// A voter's place in the roll; or nobody's, for an entry that is not valid in its place.
    static constexpr std::uint32_t nobody = UINT32_MAX;

    std::uint32_t voter = nobody;
    std::vector<std::uint64_t> alphas; ///< keys of its alphas
    /// Not a ballot but a roll change that is valid in its place; then nobody's, without alphas.
    std::shared_ptr<const ballot::RollChange> change{};
};

/// Counters and alphas of the first entries of a log. An alpha is remembered by 8 bytes of a salted
/// hash: that two different ones share a key is next to impossible, and nobody can bring it about.
/// Memory: 4 bytes a voter and 10 to 12 an alpha, and the roll changes.
class BoxMemory {
  public:
    BoxMemory(std::size_t voters, crypto::Random& random);

    /// The key of an alpha's encoding.
    std::uint64_t alpha_key(ByteView alpha) const;

    /// The number of valid entries of a voter.
    std::uint64_t valid_entries(std::size_t voter) const { return valid_[voter]; }

    bool has_alpha(std::uint64_t key) const { return alphas_.contains(key); }

    /// Ballots that follow in the log, and where the log stands after them.
    void add(std::span<const BoxBallot> ballots, const board::TreeHead& log);

    /// The roll changes, in their order.
    std::span<const std::shared_ptr<const ballot::RollChange>> changes() const { return changes_; }

    /// What it covers.
    const board::TreeHead& log() const { return log_; }

    std::size_t voters() const { return valid_.size(); }

    const ByteArray<16>& salt() const { return salt_; }

    /// Only for a memory that is still empty.
    void set_salt(const ByteArray<16>& salt) { salt_ = salt; }

    /// Ballots that come to the same as all that were added; `most_alphas` at most in each.
    std::vector<BoxBallot> all(std::size_t most_alphas) const;

  private:
    ByteArray<16> salt_{};
    board::TreeHead log_;
    std::vector<std::uint32_t> valid_;
    AlphaSet alphas_;
    std::vector<std::shared_ptr<const ballot::RollChange>> changes_;
};

} // namespace evote::box

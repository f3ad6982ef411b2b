// SPDX-License-Identifier: Apache-2.0
// Whose a credential is after the roll changes of a log so far (protocol.md section 4a).
#pragma once

#include "ballot/roll_change.h"
#include "protocol/roll.h"

#include <cstdint>
#include <map>
#include <unordered_map>

namespace evote::protocol {

/// What became of a credential.
struct CredentialStanding {
    enum class Kind : std::uint8_t {
        unknown,  ///< never a voter's
        current,  ///< the voter's
        replaced, ///< it was the voter's until another one replaced it
        revoked,  ///< it was the voter's when the voter was revoked
    };

    Kind kind = Kind::unknown;
    std::uint32_t voter = 0; ///< place in the roll, unless unknown

    /// Why no ballot by it is taken: valid for a current one.
    ballot::Verdict verdict() const;
};

/// The roll as it was sealed, and the changes since, which alone cost memory. Variable time.
class ChangedRoll {
  public:
    /// The roll outlives the object and its copies.
    explicit ChangedRoll(const Roll& roll) : roll_(&roll) {}

    const RollEntry& voter(std::size_t place) const { return roll_->entries()[place]; }

    CredentialStanding of(const ByteArray<32>& credential) const;

    /// Whether the credential that the sealed roll has for a voter is still the voter's: cheap for
    /// voters who have none but that.
    CredentialStanding of_voter(std::size_t voter) const;

    bool is_revoked(std::size_t voter) const;

    /// The verdict on a change that is good by itself, at this index of the log: valid, stale,
    /// credential not on the roll, credential used before.
    ballot::Verdict judge(const ballot::RollChange& change, std::uint64_t index) const;

    /// Makes a valid change; gives the voter whose credential it is.
    std::uint32_t apply(const ballot::RollChange& change);

    bool operator==(const ChangedRoll&) const = default;

  private:
    using Kind = CredentialStanding::Kind;

    struct State {
        Kind kind;
        std::uint32_t voter;

        bool operator==(const State&) const = default;
    };

    struct ChangedVoter {
        Kind sealed; // how the credential ended that the roll has
        bool revoked;

        bool operator==(const ChangedVoter&) const = default;
    };

    const Roll* roll_;
    std::map<ByteArray<32>, State> credentials_;             // all that a change names
    std::unordered_map<std::uint32_t, ChangedVoter> voters_; // all whom a change concerns
};

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "board/log_reader.h"
#include "box/box.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace evote::service {

/// Where the last valid ballot of each voter is in the log: 8 bytes a voter.
class LastBallots {
  public:
    /// Reads the whole log of the box. What is valid there the box has found out before.
    static Result<LastBallots> read(const box::Box& box);

    /// Of the voter at this place of the roll.
    std::optional<std::uint64_t> of(std::uint32_t voter) const {
        return last_[voter] == none ? std::nullopt : std::optional(last_[voter]);
    }

    void set(std::uint32_t voter, std::uint64_t index) { last_[voter] = index; }

  private:
    static constexpr std::uint64_t none = UINT64_MAX;

    explicit LastBallots(std::size_t voters) : last_(voters, none) {}

    std::vector<std::uint64_t> last_;
};

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
/// @file
/// How public classes keep what only the library knows.
#pragma once

#include "evote/check.h"

#include <utility>

namespace evote {

/// The only owner of what a public class keeps behind its interface; `State` is known to the
/// library alone. Moved from, it is empty: it can be destroyed and assigned to, and every other use
/// is a failed check.
template <class State>
class Owned {
  public:
    /// Takes the state over; not null.
    explicit Owned(State* state) : state_(state) {}

    /// Leaves the other one empty.
    Owned(Owned&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}

    /// The two exchange what they own.
    Owned& operator=(Owned&& other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }

    ~Owned() {
        if (state_ != nullptr)
            destroy(state_);
    }

    /// The state, which a failed check says is gone after a move.
    State& operator*() const {
        EVOTE_CHECK(state_ != nullptr);
        return *state_;
    }

    /// The same.
    State* operator->() const { return &**this; }

  private:
    State* state_;
};

} // namespace evote

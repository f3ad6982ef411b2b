// SPDX-License-Identifier: Apache-2.0
/// @file
/// How public classes keep what only the library knows.
#pragma once

#include <utility>

namespace evote {

/// The only owner of what a public class keeps behind its interface; `State` is known to the
/// library alone. Moved from, it is empty, and only destroying it or assigning to it is allowed.
template <class State>
class Owned {
  public:
    /// Takes what was made with `new`; null owns nothing.
    explicit Owned(State* state) : state_(state) {}

    /// Takes what the other one owns.
    Owned(Owned&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}

    /// Exchanges what both own.
    Owned& operator=(Owned&& other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }

    ~Owned() {
        if (state_ != nullptr)
            destroy(state_);
    }

    /// Null after a move.
    State* get() const { return state_; }

  private:
    State* state_;
};

} // namespace evote

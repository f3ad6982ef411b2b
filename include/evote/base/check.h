// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote {

/// Prints where the check stands and aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

} // namespace evote

/// A promise of the caller's, or of this code's own. Never for input from outside; always on.
#define EVOTE_CHECK(condition)                                                                     \
    (static_cast<bool>(condition) ? static_cast<void>(0)                                           \
                                  : ::evote::check_failed(#condition, __FILE__, __LINE__))

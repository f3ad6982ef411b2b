// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote {

/// A caller's mistake, or one of this code's own: which condition does not hold, and where.
struct CheckFailure {
    const char* condition;
    const char* file;
    int line;
};

/// What is told of a failed check. It may throw or end the process; when it returns, the process
/// aborts.
using CheckHandler = void (*)(const CheckFailure&);

/// Sets the handler of the process and gives the one before. Null: the default, which writes one
/// line to stderr. Safe for many threads.
CheckHandler set_check_handler(CheckHandler handler);

/// Tells the handler, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

} // namespace evote

/// A promise of the caller's, or of this code's own. Never for input from outside; always on.
#define EVOTE_CHECK(condition)                                                                     \
    (static_cast<bool>(condition) ? static_cast<void>(0)                                           \
                                  : ::evote::check_failed(#condition, __FILE__, __LINE__))

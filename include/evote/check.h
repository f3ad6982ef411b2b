// SPDX-License-Identifier: Apache-2.0
/// @file
/// What a mistake of the caller does.
#pragma once

namespace evote {

/// A mistake of the caller or of this code: which condition does not hold, and where.
struct CheckFailure {
    const char* condition; ///< as it is in the sources
    const char* file;      ///< of the sources
    int line;              ///< from 1
};

/// Called with a failed check. It may throw or end the process; if it returns, the process aborts.
using CheckHandler = void (*)(const CheckFailure&);

/// Sets the process's handler and returns the previous one. Null restores the default, which writes
/// one line to stderr. Thread-safe.
CheckHandler set_check_handler(CheckHandler handler);

/// Calls the handler, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

} // namespace evote

/// Checks what the caller or this code itself promises. Never for input from outside; always on.
#define EVOTE_CHECK(condition)                                                                     \
    (static_cast<bool>(condition) ? static_cast<void>(0)                                           \
                                  : ::evote::check_failed(#condition, __FILE__, __LINE__))

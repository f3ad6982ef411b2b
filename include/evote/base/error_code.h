// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace evote {

/// What kind of refusal an error is: for programs, which must not compare words. A code keeps its
/// name (error_name) for good. The exit statuses of the tools follow from it (evote/app/status.h).
enum class ErrorCode {
    refused,    ///< cannot be done as asked, for a reason that no other code names
    malformed,  ///< the input has not the form of what it should be
    invalid,    ///< checked and found wrong
    incomplete, ///< nothing wrong, but something is not there yet or could not be checked
    system,     ///< the operating system failed: disk, permission, memory
};

/// The name of a code, the same in every language and version: "wrong-passphrase".
std::string_view error_name(ErrorCode code);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace evote {

/// The kind of an error, for programs, which must not compare texts. The name of a code
/// (error_name) never changes. The exit statuses of the tools follow from it (evote/app/status.h).
enum class ErrorCode {
    refused,    ///< cannot be done as asked, for a reason that no other code names
    malformed,  ///< the input does not have the form it should have
    invalid,    ///< checked and found wrong
    incomplete, ///< nothing is wrong, but something is still missing or could not be checked
    system,     ///< the operating system failed: disk, permission, memory
};

/// The name of a code, the same in every language and version: "wrong-passphrase".
std::string_view error_name(ErrorCode code);

} // namespace evote

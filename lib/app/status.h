// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/error_code.h"

namespace evote::app {

/// The exit statuses of the tools.
enum class Status : int {
    done = 0,       ///< done, valid
    invalid = 1,    ///< checked and found invalid
    refused = 2,    ///< cannot be done as asked: usage, wrong order, wrong passphrase
    malformed = 3,  ///< the input is not such a file at all
    system = 4,     ///< disk, permission, memory
    incomplete = 5, ///< nothing is wrong, but something was not checked
};

/// The exit status of a command that failed with such an error.
Status status_of(ErrorCode code);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "evote/app/status.h"

namespace evote::app {

Status status_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::refused:
        return Status::refused;
    case ErrorCode::malformed:
        return Status::malformed;
    case ErrorCode::invalid:
        return Status::invalid;
    case ErrorCode::incomplete:
        return Status::incomplete;
    case ErrorCode::system:
        break;
    }
    return Status::system;
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/status.h"

namespace evote::app {

Status status_of(ErrorCode code) {
    switch (kind_of(code)) {
    case ErrorKind::refused:
        return Status::refused;
    case ErrorKind::malformed:
        return Status::malformed;
    case ErrorKind::invalid:
        return Status::invalid;
    case ErrorKind::incomplete:
        return Status::incomplete;
    case ErrorKind::system:
        break;
    }
    return Status::system;
}

} // namespace evote::app

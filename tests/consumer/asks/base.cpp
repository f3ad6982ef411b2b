// SPDX-License-Identifier: Apache-2.0
#include "evote/error_code.h"
#include "evote/result.h"
#include "evote/version.h"

int main() {
    const bool named = evote::error_name(evote::ErrorCode::usage) == "usage";
    return named && evote::version().number == EVOTE_VERSION ? 0 : 1;
}

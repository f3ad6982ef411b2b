// SPDX-License-Identifier: Apache-2.0
// Callers' mistakes: what a failed check says, without the end of the test program.
#pragma once

#include "evote/check.h"

#include <string>

namespace evote {

/// The condition of the check that `action` fails; empty if it fails none.
template <class Action>
std::string failed_check(Action action) {
    struct Caught {
        std::string condition;
    };

    struct Handler {
        CheckHandler before =
            set_check_handler([](const CheckFailure& failure) { throw Caught{failure.condition}; });

        ~Handler() { set_check_handler(before); }
    };

    const Handler handler;
    try {
        action();
    } catch (const Caught& caught) {
        return caught.condition;
    }
    return {};
}

} // namespace evote

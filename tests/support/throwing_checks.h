// SPDX-License-Identifier: Apache-2.0
// A caller's mistake as an exception, so that tests can make one and go on.
#pragma once

#include "evote/check.h"

#include <stdexcept>
#include <string>

namespace evote {

/// What a failed check throws; its text says the condition.
struct FailedCheck : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// As long as it lives, failed checks throw.
class ThrowingChecks {
  public:
    ThrowingChecks()
        : before_(set_check_handler(
              [](const CheckFailure& failure) { throw FailedCheck(failure.condition); })) {}

    ThrowingChecks(const ThrowingChecks&) = delete;
    ThrowingChecks& operator=(const ThrowingChecks&) = delete;

    ~ThrowingChecks() { set_check_handler(before_); }

  private:
    CheckHandler before_;
};

} // namespace evote

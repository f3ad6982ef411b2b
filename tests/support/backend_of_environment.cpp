// SPDX-License-Identifier: Apache-2.0
// A program that this file is linked to runs on the backend that EVOTE_BACKEND names, if it is set.
#include "group/backend.h"

#include <cstdio>
#include <cstdlib>

namespace {

const bool chosen = [] {
    const char* const name = std::getenv("EVOTE_BACKEND"); // NOLINT: nothing else runs yet
    if (name != nullptr && !evote::group::use_backend(name)) {
        static_cast<void>(std::fprintf(stderr, "this processor has no backend %s\n", name));
        std::exit(2); // NOLINT: nothing else runs yet
    }
    return name != nullptr;
}();

} // namespace

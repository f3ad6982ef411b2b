// SPDX-License-Identifier: Apache-2.0
// A fuzz target is a function of any bytes: it must return, and the properties that it states with
// EVOTE_CHECK must hold. libFuzzer runs one at a time (scripts/fuzz); the replay runs all of them
// over their corpus in every build.
#pragma once

#include "evote/bytes.h"
#include "evote/check.h"
#include "support/rooms.h"

#include <string_view>
#include <vector>

namespace evote {

struct FuzzTarget {
    std::string_view name; ///< also the folder of its corpus
    void (*run)(ByteView);
};

/// All targets that are linked in.
inline std::vector<FuzzTarget>& fuzz_targets() {
    static std::vector<FuzzTarget> targets;
    return targets;
}

struct FuzzRegistration {
    FuzzRegistration(std::string_view name, void (*run)(ByteView)) {
        fuzz_targets().push_back({name, run});
    }
};

} // namespace evote

/// EVOTE_FUZZ(json) { ... uses `bytes` ... }
#define EVOTE_FUZZ(target)                                                                         \
    static void fuzz_##target(::evote::ByteView bytes);                                            \
    static const ::evote::FuzzRegistration registration_##target(#target, fuzz_##target);          \
    static void fuzz_##target(::evote::ByteView bytes)

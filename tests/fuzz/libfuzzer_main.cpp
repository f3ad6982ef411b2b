// SPDX-License-Identifier: Apache-2.0
// libFuzzer's entry points. The environment variable EVOTE_FUZZ_TARGET names the target.
#include "fuzz/fuzz_target.h"
#include "support/rooms.h"

#include <cstdio>
#include <cstdlib>

namespace {

void (*target)(evote::ByteView) = nullptr;

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* name = std::getenv("EVOTE_FUZZ_TARGET");
    for (const auto& each : evote::fuzz_targets()) {
        if (name != nullptr && each.name == name)
            target = each.run;
    }
    if (target != nullptr)
        return 0;
    std::fputs("EVOTE_FUZZ_TARGET must be one of:\n", stderr);
    for (const auto& each : evote::fuzz_targets())
        std::printf("%.*s\n", static_cast<int>(each.name.size()), each.name.data());
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    target({data, size});
    return 0;
}

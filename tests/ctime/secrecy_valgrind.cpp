// SPDX-License-Identifier: Apache-2.0
#include "ctime/secrecy.h"
#include "support/rooms.h"

#include <valgrind/memcheck.h>
#include <valgrind/valgrind.h>

namespace evote::ctime_test {

void mark_secret(const void* memory, std::size_t size) {
    static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(memory, size));
}

void declassify(const void* memory, std::size_t size) {
    static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(memory, size));
}

bool is_secret(const void* memory, std::size_t size) {
    for (const auto* byte = static_cast<const std::uint8_t*>(memory); size > 0; ++byte, --size) {
        std::uint8_t unknown = 0; // the bits that are uninitialised
        static_cast<void>(VALGRIND_GET_VBITS(byte, &unknown, 1));
        if (unknown == 0)
            return false;
    }
    return true;
}

unsigned long reports() {
    return VALGRIND_COUNT_ERRORS;
}

const char* watcher() {
    return RUNNING_ON_VALGRIND != 0 ? "valgrind" : nullptr;
}

} // namespace evote::ctime_test

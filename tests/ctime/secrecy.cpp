// SPDX-License-Identifier: Apache-2.0
#include "ctime/secrecy.h"

#include <valgrind/memcheck.h>
#include <valgrind/valgrind.h>

namespace evote::ctime_test {

void mark_secret(const void* memory, std::size_t size) {
    static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(memory, size));
}

void declassify(const void* memory, std::size_t size) {
    static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(memory, size));
}

unsigned long reports() {
    return VALGRIND_COUNT_ERRORS;
}

bool is_watched() {
    return RUNNING_ON_VALGRIND != 0;
}

} // namespace evote::ctime_test

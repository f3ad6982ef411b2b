// SPDX-License-Identifier: Apache-2.0
// Stands in for the function that instrumented code calls at a branch or address that depends on
// a secret. Built without the sanitizer, so nothing of the standard library's templates is used.
#include "ctime/msan/warnings.h"

#include <stdlib.h>

namespace evote::ctime_test {

ReportedPlace reported_places[most_reported_places];
unsigned reported_places_count = 0;

} // namespace evote::ctime_test

using namespace evote::ctime_test;

extern "C" [[gnu::noinline]] void __wrap___msan_warning_with_origin(unsigned) {
    const void* address = __builtin_return_address(0);
    unsigned i = 0;
    while (i < reported_places_count && reported_places[i].address != address)
        ++i;
    if (i == most_reported_places)
        abort();
    if (i == reported_places_count) {
        reported_places[i].address = address;
        ++reported_places_count;
    }
    ++reported_places[i].count;
}

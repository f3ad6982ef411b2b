// SPDX-License-Identifier: Apache-2.0
// Where MemorySanitizer reported, and how often.
#pragma once

namespace evote::ctime_test {

struct ReportedPlace {
    const void* address; ///< of the instruction after the call that reports
    unsigned long count;
};

constexpr unsigned most_reported_places = 4096;

extern ReportedPlace reported_places[most_reported_places];
/// How many there are; more than there is room for ends the program.
extern unsigned reported_places_count;

} // namespace evote::ctime_test

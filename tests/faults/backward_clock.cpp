// SPDX-License-Identifier: Apache-2.0
// The clock of a machine that shows a wrong time: EVOTE_CLOCK seconds since 1970 when it is first
// read, and an hour less each further time. Clocks that only measure durations are left alone.
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <ctime>

namespace {

std::atomic<long> looks = 0;

bool wrong_time(timespec& out) {
    const char* const first = std::getenv("EVOTE_CLOCK");
    if (first == nullptr)
        return false;
    constexpr long hour = 3600;
    out = {std::strtol(first, nullptr, 10) - hour * looks++, 0};
    return true;
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* out) {
    if (clock == CLOCK_REALTIME && wrong_time(*out))
        return 0;
    return static_cast<int>(::syscall(SYS_clock_gettime, clock, out));
}

time_t time(time_t* out) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr)
        *out = now.tv_sec;
    return now.tv_sec;
}

} // extern "C"

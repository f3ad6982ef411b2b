// SPDX-License-Identifier: Apache-2.0
#include "service/voting_clock.h"

#include <chrono>
#include <ctime>

namespace evote::service {

namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t allowed_seconds = 2;

} // namespace

std::int64_t wall_milliseconds() {
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

std::int64_t elapsed_milliseconds() {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return time.tv_sec * second + time.tv_nsec / 1'000'000;
}

VotingClock::VotingClock(ReadMilliseconds wall, ReadMilliseconds elapsed)
    : wall_(std::move(wall)), elapsed_(std::move(elapsed)), begin_(wall_() - elapsed_()) {}

std::int64_t VotingClock::now() const {
    return milliseconds() / second;
}

void VotingClock::watch(const http::Log& log) {
    const std::int64_t difference = (wall_() - milliseconds()) / second;
    const std::int64_t seen =
        difference > allowed_seconds || difference < -allowed_seconds ? difference : 0;
    const std::lock_guard lock(mutex_);
    const std::int64_t change = seen - told_;
    if (change >= -allowed_seconds && change <= allowed_seconds && (seen == 0) == (told_ == 0))
        return;
    told_ = seen;
    log.write("clock", {{"system_ahead_seconds", seen}, {"time_kept", now()}});
}

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
#include "base/time_text.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace evote {

std::string utc_text(std::int64_t unix_seconds) {
    constexpr std::int64_t year_10000 = 253'402'300'800;
    if (unix_seconds < 0 || unix_seconds >= year_10000)
        return std::to_string(unix_seconds);
    const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::array<char, 64> text{};
    (void)std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                        static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                        static_cast<int>(clock.minutes().count()),
                        static_cast<int>(clock.seconds().count()));
    return text.data();
}

} // namespace evote

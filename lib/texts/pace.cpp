// SPDX-License-Identifier: Apache-2.0
#include "texts/pace.h"

#include <algorithm>

namespace evote::texts {

namespace {

constexpr auto between_lines = std::chrono::milliseconds(200);

std::string two_digits(std::uint64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

} // namespace

std::optional<Message> Pace::line(Time now, std::uint64_t done, std::uint64_t total) {
    if (now - said_ < between_lines)
        return std::nullopt;
    said_ = now;
    const std::chrono::duration<double> passed = now - begin_;
    const double rate = std::max(1.0, static_cast<double>(done) / passed.count());
    const double left = static_cast<double>(total - std::min(done, total)) / rate;
    return msg("{0} of {1} ballots, {2} a second, {3} left", done, total,
               static_cast<std::uint64_t>(rate), duration_text(static_cast<std::uint64_t>(left)));
}

std::string duration_text(std::uint64_t seconds) {
    const std::string end = ":" + two_digits(seconds % 60);
    const std::uint64_t minutes = seconds / 60;
    if (minutes < 60)
        return std::to_string(minutes) + end;
    return std::to_string(minutes / 60) + ":" + two_digits(minutes % 60) + end;
}

} // namespace evote::texts

// SPDX-License-Identifier: Apache-2.0
#include "evote/app/progress.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::app {

namespace {

constexpr auto between_updates = std::chrono::milliseconds(200);

} // namespace

Progress::Progress(Console& console) : console_(console), begin_(Clock::now()), shown_(begin_) {}

Progress::~Progress() {
    console_.clear_line();
}

void Progress::operator()(std::uint64_t done, std::uint64_t total) {
    const auto now = Clock::now();
    if (now - shown_ < between_updates)
        return;
    shown_ = now;
    const std::chrono::duration<double> passed = now - begin_;
    const double rate = std::max(1.0, static_cast<double>(done) / passed.count());
    const double left = static_cast<double>(total - std::min(done, total)) / rate;
    console_.show_line(msg("{0} of {1} ballots, {2} a second, {3} left", done, total,
                           static_cast<std::uint64_t>(rate),
                           duration_text(static_cast<std::uint64_t>(left))));
}

std::string duration_text(std::uint64_t seconds) {
    const std::uint64_t minutes = seconds / 60;
    if (minutes < 60)
        return fmt::format("{}:{:02}", minutes, seconds % 60);
    return fmt::format("{}:{:02}:{:02}", minutes / 60, minutes % 60, seconds % 60);
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/progress.h"

#include <chrono>

namespace evote::app {

Progress::Progress(Console& console) : console_(console), pace_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
    console_.clear_line();
}

void Progress::operator()(std::uint64_t done, std::uint64_t total) {
    if (const auto line = pace_.line(std::chrono::steady_clock::now(), done, total))
        console_.show_line(*line);
}

} // namespace evote::app

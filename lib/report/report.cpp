// SPDX-License-Identifier: Apache-2.0
#include "report/report.h"

#include <algorithm>
#include <utility>

namespace evote::report {

std::string_view word_for(CheckState state) {
    switch (state) {
    case CheckState::passed:
        return "PASS";
    case CheckState::failed:
        return "FAIL";
    case CheckState::not_checked:
        break;
    }
    return "NOT CHECKED";
}

void Check::fail(Error failure) {
    if (failures_.size() < most_failures)
        failures_.push_back(std::move(failure));
    else
        ++more_failures_;
}

void Check::remark(Message text) {
    if (remarks_.size() < most_remarks)
        remarks_.push_back(std::move(text));
    else
        ++more_remarks_;
}

void Check::skip(Message why) {
    if (!skipped_)
        skipped_ = std::move(why);
}

CheckState Check::state() const {
    if (!failures_.empty())
        return CheckState::failed;
    return finished_ && !skipped_ ? CheckState::passed : CheckState::not_checked;
}

Check& Section::add_check(Message title) {
    return checks_.emplace_back(std::to_string(number_) + "." + std::to_string(checks_.size() + 1),
                                std::move(title));
}

Section& Report::add_section(Message title) {
    return sections_.emplace_back(sections_.size() + 1, std::move(title));
}

std::size_t Report::count(CheckState state) const {
    std::size_t sum = 0;
    for (const Section& section : sections_)
        sum += static_cast<std::size_t>(std::ranges::count(section.checks(), state, &Check::state));
    return sum;
}

Conclusion Report::conclusion() const {
    if (count(CheckState::failed) > 0)
        return Conclusion::invalid;
    const bool whole = count(CheckState::not_checked) == 0 && count(CheckState::passed) > 0;
    return whole ? Conclusion::valid : Conclusion::incomplete;
}

} // namespace evote::report

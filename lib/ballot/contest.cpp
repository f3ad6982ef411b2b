// SPDX-License-Identifier: Apache-2.0
#include "ballot/contest.h"

#include "ballot/slack.h"
#include "evote/check.h"

#include <algorithm>
#include <bit>

namespace evote::ballot {

std::size_t count_bits(std::size_t options, std::span<const Rule> rules) {
    std::size_t bits = options;
    for (const Rule& rule : rules)
        bits += static_cast<std::size_t>(
            std::bit_width(static_cast<std::uint64_t>(rule.max - rule.min)));
    return bits;
}

proof::ContestShape compile_contest(std::size_t options, std::span<const Rule> rules) {
    proof::ContestShape shape{options, count_bits(options, rules), {}};
    std::size_t next_slack = options;
    for (const Rule& rule : rules) {
        proof::LinearRule equation{rule.coefficients, rule.max};
        equation.coefficients.resize(shape.bits, 0);
        for (const std::int64_t weight : slack_weights(rule.max - rule.min))
            equation.coefficients[next_slack++] = weight;
        shape.rules.push_back(std::move(equation));
    }
    return shape;
}

std::optional<std::size_t> fill_bits(std::span<const Rule> rules,
                                     std::span<const std::uint8_t> selection,
                                     std::span<std::uint8_t> bits) {
    EVOTE_CHECK(bits.size() == count_bits(selection.size(), rules));
    unsigned outside = 0;
    for (const std::uint8_t choice : selection)
        outside |= choice;
    EVOTE_CHECK(outside <= 1);
    std::copy(selection.begin(), selection.end(), bits.begin());
    std::size_t next_slack = selection.size();
    for (std::size_t r = 0; r < rules.size(); ++r) {
        std::int64_t remainder = rules[r].max;
        for (std::size_t i = 0; i < selection.size(); ++i)
            remainder -= rules[r].coefficients[i] * selection[i];
        const auto weights = slack_weights(rules[r].max - rules[r].min);
        const std::int64_t rest =
            fill_slack(weights, remainder, bits.subspan(next_slack, weights.size()));
        if (rest != 0)
            return r;
        next_slack += weights.size();
    }
    return std::nullopt;
}

bool keeps_rules_vartime(const proof::ContestShape& shape, std::span<const std::uint8_t> bits) {
    EVOTE_CHECK(bits.size() == shape.bits);
    for (const auto& rule : shape.rules) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < bits.size(); ++i)
            sum += rule.coefficients[i] * bits[i];
        if (sum != rule.max)
            return false;
    }
    return true;
}

} // namespace evote::ballot

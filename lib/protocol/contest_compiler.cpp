// SPDX-License-Identifier: Apache-2.0
#include "protocol/contest_compiler.h"

#include "evote/protocol/slack.h"

#include <algorithm>
#include <bit>

namespace evote::protocol {

std::size_t count_bits(const Contest& contest) {
    std::size_t bits = contest.options.size();
    for (const Rule& rule : contest.rules)
        bits += static_cast<std::size_t>(
            std::bit_width(static_cast<std::uint64_t>(rule.max - rule.min)));
    return bits;
}

proof::ContestShape compile_contest(const Contest& contest) {
    proof::ContestShape shape{contest.options.size(), count_bits(contest), {}};
    std::size_t next_slack = shape.options;
    for (const Rule& rule : contest.rules) {
        proof::LinearRule equation{rule.coefficients, rule.max};
        equation.coefficients.resize(shape.bits, 0);
        for (const std::int64_t weight : slack_weights(rule.max - rule.min))
            equation.coefficients[next_slack++] = weight;
        shape.rules.push_back(std::move(equation));
    }
    return shape;
}

std::size_t contest_bytes(std::size_t bits, std::size_t rules) {
    const std::size_t cipher = 1 + bits;
    const std::size_t first = 1 + bits + rules;
    const std::size_t response = 1 + bits;
    return 32 * (cipher + first + response);
}

} // namespace evote::protocol

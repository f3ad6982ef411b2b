// SPDX-License-Identifier: Apache-2.0
#include "app/setup_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace evote::app {

namespace {

// A rule without the options that it does not name.
struct Terms {
    std::vector<std::int64_t> factors;
    std::vector<std::string> names;
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::int64_t lowest = 0;  // the sum of the negative factors
    std::int64_t highest = 0; // the sum of the positive factors

    bool min_binds() const { return min > lowest; }

    bool max_binds() const { return max < highest; }
};

Terms terms_of(const protocol::Contest& contest, const ballot::Rule& rule,
               std::string_view language) {
    Terms terms;
    for (std::size_t i = 0; i < contest.options.size(); ++i) {
        const auto factor = rule.coefficients[i];
        if (factor == 0)
            continue;
        terms.factors.push_back(factor);
        terms.names.emplace_back(contest.options[i].title.in(language));
        (factor < 0 ? terms.lowest : terms.highest) += factor;
    }
    terms.min = rule.min;
    terms.max = rule.max;
    return terms;
}

// "0 <= A - B" is the same as "B - A <= 0", the form that is recognised below.
Terms turned(Terms terms) {
    for (auto& factor : terms.factors)
        factor = -factor;
    terms.min = std::exchange(terms.max, -terms.min);
    terms.min = -terms.min;
    terms.lowest = std::exchange(terms.highest, -terms.lowest);
    terms.lowest = -terms.lowest;
    return terms;
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

// The place of the only factor that is not 1.
std::optional<std::size_t> odd_one(const Terms& terms) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < terms.factors.size(); ++i) {
        if (terms.factors[i] == 1)
            continue;
        if (found)
            return std::nullopt;
        found = i;
    }
    return found;
}

std::string take_name(Terms& terms, std::size_t place) {
    std::string name = terms.names[place];
    terms.names.erase(terms.names.begin() + static_cast<std::ptrdiff_t>(place));
    return name;
}

Message number_of(const Terms& terms) {
    if (!terms.min_binds() && !terms.max_binds())
        return msg("any number of: {0}", joined(terms.names));
    if (terms.min == terms.max)
        return msg("exactly {0} of: {1}", terms.max, joined(terms.names));
    if (!terms.min_binds())
        return msg("at most {0} of: {1}", terms.max, joined(terms.names));
    if (!terms.max_binds())
        return msg("at least {0} of: {1}", terms.min, joined(terms.names));
    return msg("from {0} to {1} of: {2}", terms.min, terms.max, joined(terms.names));
}

// B1 + B2 + ... <= k * A: only together with A, and at most k.
std::optional<Message> only_together(Terms terms) {
    const auto odd = odd_one(terms);
    if (!odd || terms.factors[*odd] >= 0 || terms.max != 0 || terms.min_binds())
        return std::nullopt;
    const auto most = -terms.factors[*odd];
    const std::string condition = take_name(terms, *odd);
    if (static_cast<std::size_t>(most) >= terms.names.size())
        return msg("only together with {0}: {1}", condition, joined(terms.names));
    return msg("at most {0} of these, and only together with {1}: {2}", most, condition,
               joined(terms.names));
}

// B1 + B2 + ... + k * A <= k: A alone, or at most k of the others.
std::optional<Message> one_alone(Terms terms) {
    const auto odd = odd_one(terms);
    if (!odd || terms.factors[*odd] != terms.max || terms.min > 1)
        return std::nullopt;
    const bool something = terms.min == 1;
    const std::string alone = take_name(terms, *odd);
    if (something)
        return msg("either {0} alone, or from 1 to {1} of: {2}", alone, terms.max,
                   joined(terms.names));
    return msg("either {0} alone, or at most {1} of: {2}", alone, terms.max, joined(terms.names));
}

Message as_a_sum(const Terms& terms) {
    std::string sum;
    for (std::size_t i = 0; i < terms.factors.size(); ++i) {
        const auto factor = terms.factors[i];
        if (i > 0 || factor < 0)
            sum += factor < 0 ? (i > 0 ? " - " : "-") : " + ";
        const auto size = factor < 0 ? -factor : factor;
        sum += size == 1 ? terms.names[i] : fmt::format("{} x {}", size, terms.names[i]);
    }
    return msg("counting 1 for each chosen option, this sum is from {0} to {1}: {2}", terms.min,
               terms.max, sum);
}

} // namespace

Message rule_in_words(const protocol::Contest& contest, const ballot::Rule& rule,
                      std::string_view language) {
    const Terms terms = terms_of(contest, rule, language);
    if (std::ranges::all_of(terms.factors, [](auto factor) { return factor == 1; }))
        return number_of(terms);
    if (auto words = only_together(terms))
        return *words;
    if (auto words = only_together(turned(terms)))
        return *words;
    if (auto words = one_alone(terms))
        return *words;
    return as_a_sum(terms);
}

} // namespace evote::app

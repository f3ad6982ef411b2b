// SPDX-License-Identifier: Apache-2.0
#include "vectors/random_manifest.h"

#include "support/rooms.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace evote {

namespace {

using nlohmann::ordered_json;

ordered_json title(const std::string& text) {
    return {{"ky", text + " ү"}, {"ru", text + " ы"}, {"en", text}};
}

std::string option_id(std::size_t number) {
    return fmt::format("option-{}", number + 1);
}

// A rule with coefficients of some options that this selection keeps.
ordered_json random_rule(Draw& draw, const std::vector<bool>& selection) {
    ordered_json coefficients = ordered_json::object();
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < selection.size(); ++i) {
        const std::int64_t coefficient = draw.between(-3, 3);
        if (coefficient == 0)
            continue;
        coefficients[option_id(i)] = coefficient;
        sum += selection[i] ? coefficient : 0;
    }
    return {{"coefficients", coefficients},
            {"min", sum - draw.between(0, 3)},
            {"max", sum + draw.between(0, 3)}};
}

// At least one selection keeps all rules: the one that the rules are made around.
ordered_json random_contest(Draw& draw, const std::string& id) {
    std::vector<bool> selection(1 + draw.below(6));
    for (std::size_t i = 0; i < selection.size(); ++i)
        selection[i] = draw.below(2) == 1;
    const auto chosen = std::count(selection.begin(), selection.end(), true);
    const auto most = static_cast<std::int64_t>(selection.size());
    ordered_json options;
    for (std::size_t i = 0; i < selection.size(); ++i)
        options.push_back({{"id", option_id(i)}, {"title", title(option_id(i))}});
    ordered_json contest{{"id", id},
                         {"title", title(id)},
                         {"min", draw.between(0, chosen)},
                         {"max", draw.between(std::max<std::int64_t>(chosen, 1), most)},
                         {"options", options}};
    for (std::size_t rules = draw.below(3); rules > 0; --rules)
        contest["rules"].push_back(random_rule(draw, selection));
    return contest;
}

// Some contests, in any order: the district's own one and others.
ordered_json random_district(Draw& draw, std::size_t number,
                             const std::vector<std::string>& contests) {
    const std::string id = fmt::format("district-{}", number + 1);
    std::vector<std::string> in_district;
    for (std::size_t i = 0; i < contests.size(); ++i)
        if (i == number || draw.below(2) == 1)
            in_district.push_back(contests[i]);
    std::rotate(in_district.begin(), in_district.begin() + draw.between(0, 1), in_district.end());
    return {{"id", id}, {"title", title(id)}, {"contests", in_district}};
}

} // namespace

std::string random_manifest(Draw& draw, const std::string& id) {
    const auto count = draw.between(1, 5);
    ordered_json manifest{
        {"format", "evote-manifest-1"},
        {"id", id},
        {"title", title(id)},
        {"group", "ristretto255"},
        {"trustees", {{"count", count}, {"threshold", draw.between(count / 2 + 1, count)}}},
        {"revote", draw.one_of<std::string>({"last", "last", "none"})}};
    if (draw.below(2) == 1) {
        manifest["opens"] = "2026-10-04T08:00:00+06:00";
        manifest["closes"] = "2026-10-04T20:00:00+06:00";
    }
    std::vector<std::string> contests;
    for (std::size_t i = 0, end = 1 + draw.below(3); i < end; ++i)
        contests.push_back(fmt::format("contest-{}", i + 1));
    for (std::size_t i = 0, end = 1 + draw.below(contests.size()); i < end; ++i)
        manifest["districts"].push_back(random_district(draw, i, contests));
    for (const auto& contest : contests)
        manifest["contests"].push_back(random_contest(draw, contest));
    return manifest.dump() + "\n";
}

} // namespace evote

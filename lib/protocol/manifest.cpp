// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/manifest.h"

#include "protocol/contest_compiler.h"

#include "evote/base/check.h"
#include "evote/protocol/slack.h"

#include <algorithm>

namespace evote::protocol {

namespace {

Message broken_rule(const Contest& contest, std::size_t rule) {
    const Rule& broken = contest.rules[rule];
    if (rule > 0)
        return msg("this choice breaks rule {0} of the contest: its value must be from {1} to {2}",
                   rule + 1, broken.min, broken.max);
    if (broken.min == broken.max)
        return msg("this contest needs exactly {0} chosen", broken.min);
    return msg("this contest needs from {0} to {1} chosen", broken.min, broken.max);
}

} // namespace

std::string_view LocalText::in(std::string_view language) const {
    EVOTE_CHECK(!texts.empty());
    const auto exact = std::ranges::find(
        texts, language, [](const auto& text) { return std::string_view(text.first); });
    if (exact != texts.end())
        return exact->second;
    const auto variety = std::ranges::find(texts, language, [](const auto& text) {
        return std::string_view(text.first).substr(0, text.first.find('-'));
    });
    return variety != texts.end() ? variety->second : texts.front().second;
}

std::optional<std::size_t> Contest::find_option(std::string_view option_id) const {
    const auto found = std::ranges::find(options, option_id, &Option::id);
    if (found == options.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - options.begin());
}

std::optional<std::size_t> Manifest::find_district(std::string_view id) const {
    const auto found = district_index_.find(id);
    return found == district_index_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> Manifest::find_contest(std::string_view id) const {
    const auto found = contest_index_.find(id);
    return found == contest_index_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t Manifest::keys_needed() const {
    std::size_t most = 0;
    for (const auto& shape : shapes_)
        most = std::max(most, shape->bits);
    return most;
}

const std::shared_ptr<const proof::ContestShape>&
Manifest::shared_shape(std::size_t contest) const {
    EVOTE_CHECK(contest < shapes_.size());
    return shapes_[contest];
}

std::size_t Manifest::ballot_size(std::size_t district) const {
    EVOTE_CHECK(district < districts_.size());
    std::size_t size = ballot_frame_bytes;
    for (const std::size_t contest : districts_[district].contests)
        size += contest_bytes(shapes_[contest]->bits, shapes_[contest]->rules.size());
    return size;
}

Result<SecretVector<std::uint8_t>>
Manifest::contest_bits(std::size_t contest, const SecretVector<std::uint8_t>& selection) const {
    EVOTE_CHECK(contest < contests_.size());
    const Contest& definition = contests_[contest];
    EVOTE_CHECK(selection.size() == definition.options.size());
    SecretVector<std::uint8_t> bits(shapes_[contest]->bits);
    const std::span<const std::uint8_t> chosen = selection.expose();
    unsigned outside = 0;
    for (const std::uint8_t choice : chosen)
        outside |= choice;
    EVOTE_CHECK(outside <= 1);
    std::ranges::copy(chosen, bits.expose().begin());
    std::size_t next_slack = chosen.size();
    for (std::size_t i = 0; i < definition.rules.size(); ++i) {
        const Rule& rule = definition.rules[i];
        std::int64_t remainder = rule.max;
        for (std::size_t k = 0; k < chosen.size(); ++k)
            remainder -= rule.coefficients[k] * chosen[k];
        const auto weights = slack_weights(rule.max - rule.min);
        const std::int64_t rest =
            fill_slack(weights, remainder, bits.expose().subspan(next_slack, weights.size()));
        if (rest != 0)
            return fail(ErrorCode::refused, broken_rule(definition, i), verbatim(definition.id));
        next_slack += weights.size();
    }
    return bits;
}

} // namespace evote::protocol

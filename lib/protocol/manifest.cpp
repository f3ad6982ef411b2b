// SPDX-License-Identifier: Apache-2.0
#include "protocol/manifest.h"

#include "ballot/layout.h"
#include "evote/check.h"

#include <algorithm>

namespace evote::protocol {

namespace {

Message broken_rule(const Contest& contest, std::size_t rule) {
    const ballot::Rule& broken = contest.rules[rule];
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
    std::vector<ballot::ContestSize> sizes;
    for (const std::size_t contest : districts_[district].contests)
        sizes.push_back({shapes_[contest]->bits, shapes_[contest]->rules.size()});
    return ballot::ballot_size(sizes);
}

Result<SecretVector<std::uint8_t>>
Manifest::contest_bits(std::size_t contest, const SecretVector<std::uint8_t>& selection) const {
    EVOTE_CHECK(contest < contests_.size());
    const Contest& definition = contests_[contest];
    EVOTE_CHECK(selection.size() == definition.options.size());
    SecretVector<std::uint8_t> bits(shapes_[contest]->bits);
    const auto broken = ballot::fill_bits(definition.rules, selection.expose(), bits.expose());
    if (broken)
        return fail(ErrorCode::bad_choice, broken_rule(definition, *broken),
                    verbatim(definition.id));
    return bits;
}

} // namespace evote::protocol

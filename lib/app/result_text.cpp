// SPDX-License-Identifier: Apache-2.0
#include "app/result_text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

std::vector<Message> result_lines(const protocol::Manifest& manifest, const protocol::Tally& result,
                                  texts::Language language) {
    const auto tag = texts::language_tag(language);
    std::vector<Message> out;
    for (std::size_t i = 0; i < result.totals.size(); ++i) {
        const auto& contest = manifest.contests()[i];
        out.push_back(msg("{0}:", contest.title.in(tag)));
        for (std::size_t k = 0; k < contest.options.size(); ++k)
            out.push_back(
                msg("    {0}: {1}", contest.options[k].title.in(tag), result.totals[i][k]));
    }
    return out;
}

json::JsonWriter result_json(const protocol::Manifest& manifest, const protocol::Tally& result) {
    json::JsonWriter out = json::JsonWriter::array();
    for (std::size_t i = 0; i < result.totals.size(); ++i) {
        const auto& contest = manifest.contests()[i];
        json::JsonWriter totals = json::JsonWriter::object();
        for (std::size_t k = 0; k < contest.options.size(); ++k)
            totals[contest.options[k].id] = result.totals[i][k];
        out.push_back({{"id", contest.id}, {"totals", std::move(totals)}});
    }
    return out;
}

} // namespace evote::app

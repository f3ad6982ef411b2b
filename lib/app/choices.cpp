// SPDX-License-Identifier: Apache-2.0
#include "app/choices.h"

#include "app/setup_rules.h"
#include "base/text.h"
#include "evote/check.h"
#include "people/people_text.h"

#include <algorithm>
#include <optional>

namespace evote::app {

namespace {

Message line_place(std::size_t line) {
    return msg("line {0}", line);
}

// Options separated by commas. What was written is a vote, or a code in the wrong file: messages
// say where it is, and never what.
Result<Selection> select(std::string_view text, const protocol::Contest& contest) {
    Selection selection(contest.options.size());
    if (trim(text).empty())
        return selection;
    std::size_t number = 0;
    for (const auto part : split(text, ',')) {
        ++number;
        const std::optional<std::size_t> place = contest.find_option(trim(part));
        if (!place)
            return fail(ErrorCode::bad_choice,
                        msg("choice {0} is not an option of contest {1}", number, contest.id));
        if (selection.expose()[*place] == 1)
            return fail(
                ErrorCode::bad_choice,
                msg("choice {0} names an option of contest {1} a second time", number, contest.id));
        selection.expose()[*place] = 1;
    }
    return selection;
}

Outcome parse_line(std::string_view line, const protocol::Manifest& manifest,
                   const protocol::District& district, Selections& selections) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return fail(ErrorCode::malformed, msg("a line has the form contest: option, option"));
    const std::string_view id = trim(line.substr(0, colon));
    const auto contest = manifest.find_contest(id);
    const auto place =
        contest ? std::ranges::find(district.contests, *contest) : district.contests.end();
    if (place == district.contests.end())
        return fail(
            ErrorCode::bad_choice,
            msg("the voter's district {0} has no contest with the name written here", district.id));
    auto& selection = selections[static_cast<std::size_t>(place - district.contests.begin())];
    if (selection)
        return fail(ErrorCode::bad_choice, msg("contest {0} is named twice", id));
    const protocol::Contest& found = manifest.contests()[*contest];
    EVOTE_TRY(selection, select(line.substr(colon + 1), found));
    return {};
}

// The first rule that a selection breaks, if any.
const ballot::Rule* broken_rule(const protocol::Contest& contest, const Selection& selection) {
    const auto broken = std::ranges::find_if(contest.rules, [&](const ballot::Rule& rule) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < selection.size(); ++i)
            sum += rule.coefficients[i] * selection.expose()[i];
        return sum < rule.min || sum > rule.max;
    });
    return broken == contest.rules.end() ? nullptr : &*broken;
}

} // namespace

Result<ballot::BallotBits> bits_of(const protocol::Manifest& manifest, std::size_t contest,
                                   const Selection& selection, std::string_view language) {
    auto bits = manifest.contest_bits(contest, selection);
    if (bits)
        return bits;
    const protocol::Contest& asked = manifest.contests()[contest];
    const ballot::Rule* const rule = broken_rule(asked, selection);
    EVOTE_CHECK(rule != nullptr);
    return fail(Error{ErrorCode::bad_choice,
                      rule_in_words(asked, *rule, language),
                      {},
                      {verbatim(asked.id), msg("this choice breaks a rule")}});
}

Result<ballot::BallotBits> parse_choices(const SecretBytes& file,
                                         const protocol::Manifest& manifest, std::size_t district,
                                         std::string_view language) {
    EVOTE_TRY(const std::string_view text, people::people_text(file.expose()));
    const protocol::District& voted = manifest.districts()[district];
    Selections selections(voted.contests.size());
    std::size_t number = 0;
    for (const auto line : split(text, '\n')) {
        ++number;
        if (trim(line).empty())
            continue;
        if (auto outcome = parse_line(line, manifest, voted, selections); !outcome)
            return fail(std::move(outcome.error()).at(line_place(number)));
    }
    ballot::BallotBits bits;
    for (std::size_t i = 0; i < selections.size(); ++i) {
        const std::string& id = manifest.contests()[voted.contests[i]].id;
        if (!selections[i])
            return fail(
                ErrorCode::bad_choice,
                msg("nothing is said about contest {0}; to choose nothing there, write {0}: "
                    "and no option",
                    id));
        EVOTE_TRY(const auto more, bits_of(manifest, voted.contests[i], *selections[i], language));
        bits.append(more.expose());
    }
    return bits;
}

} // namespace evote::app

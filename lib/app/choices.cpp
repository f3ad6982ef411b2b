// SPDX-License-Identifier: Apache-2.0
#include "app/choices.h"

#include "app/setup_rules.h"

#include "evote/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace evote::app {

namespace {

using Selection = SecretVector<std::uint8_t>;

// The selections of the contests of a district, in ballot order.
using Selections = std::vector<std::optional<Selection>>;

Message line_place(std::size_t line) {
    return msg("line {0}", line);
}

// Options separated by commas; `find` gives the place of one by its name. What was written is a
// vote, or a code in the wrong file: messages say where it is, and never what.
template <class Find>
Result<Selection> select(std::string_view text, const protocol::Contest& contest, Find find) {
    Selection selection(contest.options.size());
    if (trim(text).empty())
        return selection;
    std::size_t number = 0;
    for (const auto part : split(text, ',')) {
        ++number;
        const std::optional<std::size_t> place = find(trim(part));
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
    EVOTE_TRY(selection, select(line.substr(colon + 1), found,
                                [&](std::string_view name) { return found.find_option(name); }));
    return {};
}

Outcome add_bits(const protocol::Manifest& manifest, std::size_t contest,
                 const Selection& selection, ballot::BallotBits& bits) {
    EVOTE_TRY(const ballot::BallotBits more, manifest.contest_bits(contest, selection));
    bits.append(more.expose());
    return {};
}

void show_contest(const protocol::Contest& contest, std::string_view language, Console& console) {
    console.say(msg("Contest {0}: {1}", contest.id, contest.title.in(language)));
    for (std::size_t i = 0; i < contest.options.size(); ++i)
        console.say(msg("    {0}  {1}", i + 1, contest.options[i].title.in(language)));
    for (const auto& rule : contest.rules)
        console.say(rule_in_words(contest, rule, language));
}

// One answer; no value if it has a fault, which is reported.
Result<std::optional<ballot::BallotBits>> ask_once(const protocol::Manifest& manifest,
                                                   std::size_t contest, Console& console) {
    EVOTE_TRY(std::string typed, console.person().ask(console.text(
                                     msg("The numbers of your choices, separated by commas:"))));
    const SecretBytes answer(bytes_of(typed));
    wipe(typed.data(), typed.size());
    const protocol::Contest& asked = manifest.contests()[contest];
    const auto selection = select(text_of(answer.expose()), asked, [&](std::string_view name) {
        const auto number = decimal_decode(name, asked.options.size());
        return number && *number > 0 ? std::optional<std::size_t>(*number - 1) : std::nullopt;
    });
    ballot::BallotBits bits;
    const Outcome outcome =
        selection ? add_bits(manifest, contest, *selection, bits) : fail(selection.error());
    if (outcome)
        return std::optional<ballot::BallotBits>(std::move(bits));
    console.warn(outcome.error());
    return std::optional<ballot::BallotBits>();
}

} // namespace

Result<ballot::BallotBits> parse_choices(const SecretBytes& file,
                                         const protocol::Manifest& manifest, std::size_t district) {
    const protocol::District& voted = manifest.districts()[district];
    Selections selections(voted.contests.size());
    std::size_t number = 0;
    for (const auto line : split(text_of(file.expose()), '\n')) {
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
        EVOTE_TRY_VOID(add_bits(manifest, voted.contests[i], *selections[i], bits));
    }
    return bits;
}

Result<ballot::BallotBits> ask_choices(const protocol::Manifest& manifest, std::size_t district,
                                       Console& console) {
    ballot::BallotBits bits;
    for (const auto contest : manifest.districts()[district].contests) {
        show_contest(manifest.contests()[contest], texts::language_tag(console.language()),
                     console);
        for (;;) {
            EVOTE_TRY(const auto more, ask_once(manifest, contest, console));
            if (!more)
                continue;
            bits.append(more->expose());
            break;
        }
    }
    return bits;
}

} // namespace evote::app

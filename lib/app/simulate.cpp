// SPDX-License-Identifier: Apache-2.0
#include "app/simulate.h"

#include "app/private_file.h"
#include "app/progress.h"
#include "app/temporary_folder.h"
#include "base/text.h"
#include "os/file.h"
#include "simulation/attack.h"
#include "simulation/voting.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

using simulation::Attack;
using simulation::AttackBegins;
using simulation::AttackShows;

record::LogWork work_of(const Console& console) {
    return {console.threads(), {}, temporary_folder()};
}

Outcome cast(const SimulateOptions& options, const simulation::Electorate& electorate,
             const record::OpenRecord& record, board::LogWriter& log, Console& console) {
    Progress progress(console);
    auto work = work_of(console);
    work.progress = [&](std::uint64_t done, std::uint64_t total) { progress(done, total); };
    return simulation::cast_all({options.revotes, options.invalid}, electorate, record, log, work);
}

// What was made, for people and for programs.
void tell(const record::OpenRecord& record, const board::LogWriter& log, Console& console) {
    const std::string fingerprint = hex_encode(record.election.fingerprint());
    json::JsonWriter json;
    json["fingerprint"] = fingerprint;
    json["voters"] = record.roll.entries().size();
    json["entries"] = log.size();
    console.facts(
        {msg("fingerprint: {0}", fingerprint),
         msg("{0} voters, {1} entries in the log", record.roll.entries().size(), log.size())},
        json);
}

Outcome check_totals(const protocol::Tally& result, const simulation::Totals& expected) {
    if (result.totals != expected)
        return fail(ErrorCode::invalid, msg("the result differs from the votes that were cast"));
    return {};
}

// The codes go outside of the record, which is there by now.
Outcome write_codes(const SimulateOptions& options, const simulation::Electorate& electorate,
                    Console& console) {
    if (options.codes.empty())
        return {};
    EVOTE_TRY_VOID(os::write_file(options.codes, electorate.codes().expose(), os::Existing::keep,
                                  os::Access::owner_only));
    console.facts(
        {msg("The codes of the voters are in {0}: people can vote", options.codes.string())},
        {{"codes", options.codes.string()}});
    return {};
}

// An honest election, and what is known of it.
struct Honest {
    simulation::SimulatedSetup setup;
    simulation::Electorate electorate;
    record::SealedRecord record;
};

Result<std::optional<Honest>> hold(const SimulateOptions& options, SimulationStep until,
                                   Console& console) {
    EVOTE_TRY(auto setup,
              simulation::SimulatedSetup::make(options.folder, options.manifest, options.seed));
    if (until == SimulationStep::ceremony)
        return std::optional<Honest>();
    simulation::Electorate electorate(setup.manifest(), options.seed, options.voters,
                                      options.weights);
    EVOTE_TRY(auto record, setup.seal(electorate.roll()));
    EVOTE_TRY_VOID(write_codes(options, electorate, console));
    Honest out{std::move(setup), std::move(electorate), std::move(record)};
    if (until == SimulationStep::seal)
        return std::optional(std::move(out));
    {
        EVOTE_TRY(auto log, out.setup.open_log());
        EVOTE_TRY_VOID(cast(options, out.electorate, out.record, log, console));
        if (until >= SimulationStep::close)
            EVOTE_TRY_VOID(simulation::close_log(out.record, log));
        if (options.attack.empty())
            tell(out.record, log, console);
    }
    if (until >= SimulationStep::tally)
        EVOTE_TRY_VOID(simulation::write_tally(out.record, work_of(console)));
    if (until == SimulationStep::result) {
        EVOTE_TRY(const auto result, out.setup.decrypt(out.record));
        EVOTE_TRY_VOID(check_totals(
            result, simulation::expected_totals({options.revotes, options.invalid}, out.electorate,
                                                out.setup.manifest())));
    }
    return std::optional(std::move(out));
}

std::string_view word_of(AttackShows shows) {
    switch (shows) {
    case AttackShows::failed:
        return "FAIL";
    case AttackShows::not_checked:
        return "NOT CHECKED";
    case AttackShows::noted:
        break;
    }
    return "note";
}

json::JsonWriter json_of(const Attack& attack) {
    json::JsonWriter checks = json::JsonWriter::array();
    for (const auto check : split(attack.checks, ' '))
        checks.push_back(std::string(check));
    return {{"name", attack.name},
            {"number", attack.number},
            {"what", attack.what.english()},
            {"shows", word_of(attack.shows)},
            {"checks", std::move(checks)}};
}

// What was done, and how to see it caught.
void tell_attack(const Attack& attack, const simulation::Attacker& attacker, Console& console) {
    const std::string fingerprint = hex_encode(attacker.announced());
    const std::string folder = attacker.folder().path().string();
    json::JsonWriter json;
    json["fingerprint"] = fingerprint;
    json["since"] = nullptr;
    json["attack"] = json_of(attack);
    std::string command = fmt::format("evote-verify {} --fingerprint {}", folder, fingerprint);
    if (attacker.older()) {
        json["since"] = attacker.older()->string();
        command += fmt::format(" --since {}", attacker.older()->string());
    }
    console.facts({msg("This record was attacked: {0}", console.text(attack.what)),
                   msg("A verifier reports {0} at check {1}:", word_of(attack.shows),
                       fmt::format("{}", fmt::join(split(attack.checks, ' '), ", "))),
                   verbatim("    " + command)},
                  json);
}

Outcome run_attack(const SimulateOptions& options, const Attack& attack, Console& console) {
    const auto until =
        attack.begins == AttackBegins::sealed ? SimulationStep::seal : SimulationStep::result;
    EVOTE_TRY(auto honest, hold(options, until, console));
    simulation::Attacker attacker(honest->setup, honest->electorate, std::move(honest->record),
                                  work_of(console));
    EVOTE_TRY_VOID(attack.run(attacker));
    tell_attack(attack, attacker, console);
    return {};
}

// Before anything is made.
Outcome check_options(const SimulateOptions& options) {
    const bool spoilt = options.until || options.invalid > 0 || !options.codes.empty();
    if (!options.attack.empty() && spoilt)
        return fail(ErrorCode::usage, msg("--attack begins with a whole honest election: leave out "
                                          "--until, --invalid and --codes"));
    if (options.codes.empty())
        return {};
    if (options.until != SimulationStep::seal && options.until != SimulationStep::ballots)
        return fail(ErrorCode::usage, msg("people can vote only while the box is open: with "
                                          "--codes, say --until seal or --until ballots"));
    // Nothing is inside a folder that does not exist.
    EVOTE_TRY_VOID(os::make_folders(options.folder));
    EVOTE_TRY_VOID(keep_out_of_record(options.codes, options.folder));
    return os::must_be_free(options.codes);
}

Outcome run(const SimulateOptions& options, Console& console) {
    EVOTE_TRY_VOID(check_options(options));
    if (const Attack* const attack = simulation::find_attack(options.attack))
        return run_attack(options, *attack, console);
    if (!options.attack.empty())
        return fail(ErrorCode::usage, msg("there is no attack {0}", options.attack));
    EVOTE_TRY(const auto made,
              hold(options, options.until.value_or(SimulationStep::result), console));
    static_cast<void>(made);
    return {};
}

} // namespace

Status simulate(const SimulateOptions& options, Console& console) {
    return console.end(run(options, console));
}

std::vector<std::string> attack_names() {
    std::vector<std::string> out;
    for (const auto& attack : simulation::attacks())
        out.emplace_back(attack.name);
    return out;
}

Status list_attacks(Console& console) {
    json::JsonWriter json{{"attacks", json::JsonWriter::array()},
                          {"hidden", json::JsonWriter::array()}};
    std::vector<Message> lines{
        msg("Number of the threat, name of the attack, what a verifier reports, what is done:")};
    for (const auto& attack : simulation::attacks()) {
        json["attacks"].push_back(json_of(attack));
        lines.push_back(
            verbatim(fmt::format("{:>2}  {:20}{:24}{}", attack.number, attack.name,
                                 fmt::format("{} {}", word_of(attack.shows), attack.checks),
                                 console.text(attack.what))));
    }
    lines.push_back(msg("These show in no record:"));
    for (const auto& hidden : simulation::hidden_attacks()) {
        json["hidden"].push_back({{"number", hidden.number},
                                  {"what", hidden.what.english()},
                                  {"why", hidden.why.english()}});
        lines.push_back(verbatim(fmt::format("{:>2}  {}: {}", hidden.number,
                                             console.text(hidden.what), console.text(hidden.why))));
    }
    console.facts(lines, json);
    return Status::done;
}

} // namespace evote::app

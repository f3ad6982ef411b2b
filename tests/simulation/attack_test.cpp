// SPDX-License-Identifier: Apache-2.0
// evote-simulate --attack: what is announced is what a verifier reports.
#include "base/text.h"
#include "record/audit.h"
#include "record/older_copy.h"
#include "record/verdict_text.h"
#include "simulation/attack.h"
#include "simulation/simulated.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace evote;

namespace {

AuditResult audited(const std::filesystem::path& folder, const nlohmann::json& facts) {
    AuditOptions options;
    options.fingerprint = must(StatedFingerprint::parse(facts["fingerprint"].get<std::string>()));
    const RecordFolder record(folder);
    auto found = must(audit_record(record, options, system_random()));
    if (!facts.value("since", nlohmann::json()).is_null())
        must(compare_with_older(record, RecordFolder(facts["since"].get<std::string>()),
                                found.report));
    return found;
}

// "2.2 2.4": the checks in this state.
std::string checks_in(const Report& report, CheckState state) {
    std::string out;
    for (const auto& section : report.sections())
        for (const auto& check : section.checks())
            if (check.state() == state)
                out += (out.empty() ? "" : " ") + check.number();
    return out;
}

bool is_among(std::string_view number, const std::string& checks) {
    const auto all = split(checks, ' ');
    return std::ranges::find(all, number) != all.end();
}

bool is_noted(const Report& report, std::string_view number) {
    for (const auto& section : report.sections())
        for (const auto& check : section.checks())
            if (check.number() == number)
                return !check.remarks().empty();
    return false;
}

void check_report(const Attack& attack, const Report& report) {
    const auto failed = checks_in(report, CheckState::failed);
    if (attack.shows == AttackShows::failed) {
        CHECK(failed == attack.checks);
        return;
    }
    CHECK(failed == "");
    const auto open = checks_in(report, CheckState::not_checked);
    for (const auto number : split(attack.checks, ' ')) {
        if (attack.shows == AttackShows::noted)
            CHECK(is_noted(report, number));
        CHECK(is_among(number, open) == (attack.shows == AttackShows::not_checked));
    }
}

// What the entries of the log are found to be that are not valid.
std::string bad_entries(const AuditResult& found) {
    std::string out;
    if (found.log)
        for (const auto& bad : found.log->bad)
            out += (out.empty() ? "" : ", ") + std::string(verdict_text(bad.verdict));
    return out;
}

} // namespace

TEST_CASE("what each simulated attack announces is what the audit reports") {
    // Of ballots, the reason too: the first step of a verifier that stops them.
    const std::map<std::string_view, std::string> reasons{
        {"weak-challenge", "credential proof"},
        {"thousand-votes", "bit proof"},
        {"broken-rule", "rule"},
        {"other-keys", "encryption proof"},
        {"small-order", "malformed"},
        {"long-scalar", "malformed"},
        {"copied-ballot", "encryption proof"},
        {"malleated-ballot", "encryption proof"},
        {"doubled-ballot", "stale"},
        {"stuffed-ballot", "credential not on the roll"},
        {"older-ballot", "stale"},
        {"late-ballot", "after the closing entry"},
        {"foreign-ballot", "other election"}};
    Simulation simulation;
    for (const auto& attack : attacks()) {
        const std::string name(attack.name);
        INFO(name);
        auto options = simulation.options(name);
        options.attack = name;
        const auto facts = simulation.facts(options);
        REQUIRE(simulation.status == Status::done);
        CHECK(facts["attack"]["name"] == name);
        const auto found = audited(options.folder, facts);
        check_report(attack, found.report);
        const auto reason = reasons.find(attack.name);
        CHECK(bad_entries(found) == (reason == reasons.end() ? "" : reason->second));
    }
}

TEST_CASE("an honest simulated election passes every check") {
    Simulation simulation;
    const auto options = simulation.options("honest");
    const auto facts = simulation.facts(options);
    CHECK(simulation.status == Status::done);
    const auto found = audited(options.folder, facts);
    CHECK(found.report.conclusion() == Conclusion::valid);
    CHECK(bad_entries(found) == "");
}

TEST_CASE("a record in which only an older copy shows the attack passes without it") {
    Simulation simulation;
    for (const auto& attack : attacks()) {
        if (!attack.checks.starts_with("4."))
            continue;
        auto options = simulation.options(std::string(attack.name));
        options.attack = attack.name;
        auto facts = simulation.facts(options);
        REQUIRE(facts["since"].is_string());
        facts.erase("since");
        INFO(attack.name);
        CHECK(audited(options.folder, facts).report.conclusion() == Conclusion::valid);
    }
}

TEST_CASE("every attack of the list is simulated or said to show in no record") {
    std::set<unsigned> shown;
    std::set<std::string_view> names;
    unsigned last = 0;
    for (const auto& attack : attacks()) {
        CHECK(last <= attack.number);
        last = attack.number;
        shown.insert(attack.number);
        CHECK(names.insert(attack.name).second);
        CHECK(find_attack(attack.name) == &attack);
    }
    std::set<unsigned> all = shown;
    for (const auto& hidden : hidden_attacks())
        CHECK(all.insert(hidden.number).second);
    const auto threats = must(read_file(EVOTE_SOURCE_DIR "/docs/threats.toml"));
    std::set<unsigned> listed;
    std::string_view table;
    for (const auto line : split(text_of(threats), '\n')) {
        if (line.starts_with("[["))
            table = line;
        if (line.starts_with("number = ") && table == "[[attack]]")
            listed.insert(static_cast<unsigned>(std::stoul(std::string(line.substr(9)))));
    }
    CHECK(all == listed);
    CHECK(find_attack("none") == nullptr);
}

TEST_CASE("the list of attacks has names and reasons in every language") {
    Simulation simulation;
    CHECK(list_attacks(simulation.captured.console) == Status::done);
    const auto json = nlohmann::json::parse(simulation.captured.take_out());
    CHECK(json["attacks"].size() == attacks().size());
    CHECK(json["hidden"].size() == hidden_attacks().size());
    simulation.captured.console.set_facts(Facts::text);
    simulation.captured.console.set_language(Language::kyrgyz);
    list_attacks(simulation.captured.console);
    const auto text = simulation.captured.take_out();
    CHECK(contains(text, "stuffed-ballot"));
    CHECK_FALSE(contains(text, "a ballot of nobody"));
}

TEST_CASE("an attack begins with a whole honest election in which it is possible") {
    Simulation simulation;
    auto options = simulation.options("record");
    options.attack = "nothing of the kind";
    CHECK(simulation.facts(options)["errors"][0]["code"] == "usage");
    options.attack = "moved-vote";
    options.until = SimulationStep::ballots;
    CHECK(simulation.facts(options)["errors"][0]["code"] == "usage");
    options.until.reset();
    options.invalid = 1;
    CHECK(simulation.facts(options)["errors"][0]["code"] == "usage");
    options.invalid = 0;
    options.codes = simulation.path("codes.csv");
    CHECK(simulation.facts(options)["errors"][0]["code"] == "usage");
    CHECK_FALSE(file_exists(simulation.path("record")));

    std::string lonely = simulated_manifest();
    lonely.replace(lonely.find("\"count\": 3, \"threshold\": 2"), 26,
                   "\"count\": 1, \"threshold\": 1");
    Simulation small(lonely);
    for (const auto* const name : {"copied-ballot", "two-histories", "rewound-log",
                                   "wrong-decryption", "borrowed-seat", "ignored-complaint"}) {
        INFO(name);
        auto few = small.options(name, 1);
        few.attack = name;
        CHECK(small.facts(few)["errors"][0]["code"] == "usage");
        CHECK(small.status == Status::refused);
    }
}

TEST_CASE("attacks of ballots fit elections with second ballots and weights") {
    Simulation simulation;
    for (const auto* const name :
         {"older-ballot", "late-ballot", "moved-vote", "late-commitment"}) {
        INFO(name);
        auto options = simulation.options(name);
        options.attack = name;
        options.revotes = 100;
        options.weights = true;
        const auto facts = simulation.facts(options);
        REQUIRE(simulation.status == Status::done);
        check_report(*find_attack(name), audited(options.folder, facts).report);
    }
}

// SPDX-License-Identifier: Apache-2.0
// evote-credentials: see docs/record.md.
#include "app/credentials.h"

#include "app/registrar.h"
#include "app/roll_changes.h"
#include "tools.h"

namespace {

using namespace evote::tools;
using evote::app::Console;
using evote::crypto::system_random;

void add_folder(Command& command, std::filesystem::path& folder) {
    command.option("DIR", "The election's folder", folder).required();
}

void add_voters(Command& command, std::filesystem::path& voters) {
    command.option("--voters", "A file of lines voter,district or voter,district,weight", voters)
        .required();
}

void add_list(Command& command, std::filesystem::path& list) {
    command.option("--list", "The private list that all registrars have", list).required();
}

template <class Options>
void add_codes(Command& command, Options& options) {
    command.option("--codes", "The file of codes to write", options.codes).required();
    command
        .option("--recipient", "An age recipient who can read the codes; may be repeated",
                options.recipients)
        .repeatable();
    command.flag("--plain", "Do not encrypt the codes", options.plain);
}

void add_issue(Tool& tool, evote::app::CredentialsOptions& options) {
    auto command = tool.command("issue", "Make a code for every voter", [&](Console& console) {
        return console.end(evote::app::credentials_issue(options, system_random(), console));
    });
    add_folder(command, options.folder);
    add_voters(command, options.voters);
    add_codes(command, options);
}

void add_list_command(Tool& tool, evote::app::RegistrarListOptions& options) {
    auto command = tool.command(
        "list", "With registrars: draw the private list of voters", [&](Console& console) {
            return console.end(evote::app::registrar_list(options, system_random(), console));
        });
    add_folder(command, options.folder);
    add_voters(command, options.voters);
    command.option("--out", "The private list to write", options.out).required();
}

void add_rows(Tool& tool, evote::app::OpenRowOptions& open, evote::app::CheckRowOptions& check) {
    auto opening = tool.command(
        "open-row", "Open one row of the private list to auditors", [&](Console& console) {
            return console.end(evote::app::registrar_open_row(open, console));
        });
    add_list(opening, open.list);
    opening.option("--number", "The number that was drawn, from 1", open.number).required();
    opening.option("--out", "The file to write; without it, the row is printed", open.out);
    auto checking =
        tool.command("check-row", "Check that a row is in the private list", [&](Console& console) {
            return console.end(evote::app::registrar_check_row(check, console));
        });
    checking
        .option("ROW", "The opened row; the election's folder before it if there is no --list-hash",
                check.paths)
        .required();
    checking.option("--list-hash", "The hash of the list that the registrars signed, in hex",
                    check.list_hash);
}

void add_halves(Tool& tool, evote::app::RegistrarHalvesOptions& options) {
    auto command = tool.command(
        "halves", "Make a registrar's secret, its codes and what it publishes",
        [&](Console& console) {
            return console.end(evote::app::registrar_halves(options, system_random(), console));
        });
    add_folder(command, options.folder);
    add_list(command, options.list);
    command.option("--registrar", "Number of the registrar, from 1", options.registrar).required();
    command.option("--name", "Name of the registrar", options.name).required();
    command.option("--secret", "The registrar's secret file to write", options.secret.file)
        .required();
    command.option("--passphrase-file",
                   "A file with the passphrase of the secret file; without it, you are asked",
                   options.secret.passphrase.file);
    add_codes(command, options);
    tool.add_threads(command);
}

void add_roll(Tool& tool, std::filesystem::path& folder) {
    auto command =
        tool.command("roll", "Make the roll from all registrars' halves", [&](Console& console) {
            return console.end(evote::app::registrar_roll(folder, console));
        });
    add_folder(command, folder);
    tool.add_threads(command);
}

void add_letters(Tool& tool, evote::app::RegistrarLettersOptions& options) {
    auto command = tool.command(
        "letters", "Make a printable letter with the code for every voter", [&](Console& console) {
            return console.end(evote::app::registrar_letters(options, console));
        });
    add_folder(command, options.folder);
    command.option("--codes", "The registrar's file of codes", options.codes).required();
    command.option("--identity", "A file with the age key that reads the codes", options.identity);
    add_list(command, options.list);
    command.option("--registrar", "Number of the registrar, from 1", options.registrar).required();
    command.option("--out", "The HTML document to write", options.out).required();
    command.option("--page", "The address of the page where people vote", options.page);
    command.option("--call", "Whom to call, as the letters say it", options.call);
    command.flag("--only", "The codes are those of some voters only, such as new codes",
                 options.only);
}

struct AfterSealing {
    evote::app::RollChangeOptions change;
    bool replace = false;
    bool revoke = false;
    bool yes = false;
    evote::app::FindHalfOptions half;
    evote::app::HalfLookupOptions lookup;
    evote::app::TurnoutOptions turnout;

    evote::app::Status run_change(Console& console) {
        change.consent = yes ? evote::app::Consent::given : evote::app::Consent::ask;
        change.action =
            replace ? evote::ballot::ChangeAction::replace : evote::ballot::ChangeAction::revoke;
        return console.end(replace == revoke
                               ? evote::fail(evote::ErrorCode::usage,
                                             evote::msg("say either --replace or --revoke"))
                               : credentials_change(change, system_random(), console));
    }
};

void add_change(Tool& tool, AfterSealing& all) {
    auto& options = all.change;
    auto change = tool.command(
        "change", "Replace a voter's codes, or revoke a voter, together with the other registrars",
        [&all](Console& console) { return all.run_change(console); });
    add_folder(change, options.folder);
    change
        .option("CHANGE", "The roll change; made if missing, and then carried to each registrar",
                options.change)
        .required();
    change.option("--secret", "The registrar's secret file", options.secret.file).required();
    change.option("--passphrase-file",
                  "A file with the passphrase of the secret file; without it, you are asked",
                  options.secret.passphrase.file);
    change.option("--number", "The voter's number in the private list", options.number).required();
    change.flag("--replace", "Give the voter new codes; the old ones end", all.replace);
    change.flag("--revoke", "End the voter's right to vote online, and take out the voter's ballot",
                all.revoke);
    change
        .option("--reason", "Why: kept in the registrar's journal beside the secret file",
                options.reason)
        .required();
    change.option("--list", "The private list of voters, to see the voter's name and be asked",
                  options.list);
    change.option("--until", "The change is valid as an entry below this one", options.until);
    change.option("--codes", "The file to write with the voter's new code", options.codes);
    change
        .option("--recipient", "An age recipient who can read the codes; may be repeated",
                options.recipients)
        .repeatable();
    change.flag("--plain", "Do not encrypt the codes", options.plain);
    change.flag("--yes", "Change without asking", all.yes);
    change.fingerprint(options.anchor);
}

void add_find_half(Tool& tool, AfterSealing& all) {
    auto find = tool.command(
        "find-half", "Say who made a code, for whom, and whether it is valid",
        [&all](Console& console) { return console.end(credentials_find_half(all.half, console)); });
    find.option("DIR", "The election's folder, if there is no --lookup", all.half.folder);
    find.option("--lookup", "A folder that evote-credentials lookup made", all.half.lookup)
        .folder();
    find.option("--code-file", "A file with one of the voter's codes", all.half.code_file)
        .required();
    find.fingerprint(all.half.anchor);
}

void add_lookup(Tool& tool, AfterSealing& all) {
    auto lookup = tool.command(
        "lookup", "Make static files by which anybody finds out about a code",
        [&all](Console& console) { return console.end(credentials_lookup(all.lookup, console)); });
    add_folder(lookup, all.lookup.folder);
    lookup.option("--out", "The folder to write", all.lookup.out).required();
    lookup.fingerprint(all.lookup.anchor);
}

void add_turnout(Tool& tool, AfterSealing& all) {
    auto turnout =
        tool.command("turnout", "Write who has a counted ballot", [&all](Console& console) {
            return console.end(credentials_turnout(all.turnout, system_random(), console));
        });
    add_folder(turnout, all.turnout.folder);
    add_list(turnout, all.turnout.list);
    turnout.option("--out", "The file to write, for the registrars only", all.turnout.out)
        .required();
    turnout.fingerprint(all.turnout.anchor);
    tool.add_threads(turnout);
}

} // namespace

int evote::tools::with_credentials(const Use& use) {
    Tool tool("evote-credentials", "Makes the voters' codes and the roll");
    evote::app::CredentialsOptions issue;
    evote::app::RegistrarListOptions list;
    evote::app::OpenRowOptions open;
    evote::app::CheckRowOptions check;
    evote::app::RegistrarHalvesOptions halves;
    std::filesystem::path roll;
    evote::app::RegistrarLettersOptions letters;
    add_issue(tool, issue);
    add_list_command(tool, list);
    add_rows(tool, open, check);
    add_halves(tool, halves);
    add_roll(tool, roll);
    add_letters(tool, letters);
    AfterSealing after;
    add_change(tool, after);
    add_find_half(tool, after);
    add_lookup(tool, after);
    add_turnout(tool, after);
    return use(tool);
}

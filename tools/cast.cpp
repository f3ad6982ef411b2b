// SPDX-License-Identifier: Apache-2.0
// evote-cast: see docs/record.md.
#include "app/cast.h"

#include "tools.h"

using namespace evote::tools;

namespace {

void add_ballot_flags(Command& command, evote::app::CastOptions& options) {
    command.option("DIR", "The election's folder", options.folder).required();
    command
        .option("--code-file",
                "A file with the voter's code, or one for each registrar's; without it, you are "
                "asked",
                options.code_files)
        .repeatable();
    command.option("--choices",
                   "A file of lines contest: option, option; without it, you are asked",
                   options.choices);
    command.option("--counter",
                   "How many valid ballots of this voter the board has; otherwise it is looked up",
                   options.counter);
    command.fingerprint(options.anchor);
}

} // namespace

int evote::tools::with_cast(const Use& use) {
    Tool tool("evote-cast", "Makes a voter's ballot");
    evote::app::CastOptions options;
    evote::app::FinishOptions finish;
    std::filesystem::path state;
    std::filesystem::path out;

    auto prepare = tool.command(
        "prepare", "Encrypt the choices and show the tracker", [&](evote::app::Console& console) {
            return console.end(
                evote::app::cast_prepare(options, state, evote::crypto::system_random(), console));
        });
    add_ballot_flags(prepare, options);
    prepare.option("--state", "The prepared ballot, to be cast or audited", state).required();

    auto cast = tool.command("cast", "Finish a prepared ballot", [&](evote::app::Console& console) {
        return console.end(evote::app::cast_cast(finish, evote::crypto::system_random(), console));
    });
    cast.option("--state", "The prepared ballot; it can be used only once", finish.state)
        .required();
    cast.option("--out", "The ballot to write", finish.out).required();
    cast.fingerprint(finish.anchor);

    auto audit =
        tool.command("audit", "Open a prepared ballot: it can then be checked but never cast",
                     [&](evote::app::Console& console) {
                         return console.end(evote::app::cast_audit(finish, console));
                     });
    audit.option("--state", "The prepared ballot; it can be used only once", finish.state)
        .required();
    audit.option("--out", "The opening to write", finish.out).required();
    audit.fingerprint(finish.anchor);

    auto vote =
        tool.command("vote", "Prepare and cast in one step", [&](evote::app::Console& console) {
            return console.end(
                evote::app::cast_vote(options, out, evote::crypto::system_random(), console));
        });
    add_ballot_flags(vote, options);
    vote.option("--out", "The ballot to write", out).required();
    return use(tool);
}

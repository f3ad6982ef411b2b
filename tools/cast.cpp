// SPDX-License-Identifier: Apache-2.0
// evote-cast: see docs/record.md.
#include "evote/app/cast.h"

#include "tool.h"

using namespace evote;

namespace {

void add_ballot_flags(CLI::App& command, CastOptions& options) {
    command.add_option("DIR", options.folder, "The election's folder")->required();
    command.add_option("--code-file", options.code_file, "The file with the voter's code")
        ->required();
    command.add_option("--choices", options.choices,
                       "A file of lines contest: option, option; without it, the terminal asks");
    command.add_option("--counter", options.counter,
                       "How many valid ballots of this voter the board has; else it is looked up");
}

} // namespace

int main(int argc, char** argv) {
    Tool tool("evote-cast", "Makes a voter's ballot");
    CastOptions options;
    std::filesystem::path state;
    std::filesystem::path out;

    auto& prepare =
        tool.command("prepare", "Encrypt the choices and show the tracker", [&](Console& console) {
            return console.end(cast_prepare(options, state, system_random(), console));
        });
    add_ballot_flags(prepare, options);
    prepare.add_option("--state", state, "The prepared ballot, to be cast or audited")->required();

    auto& cast = tool.command("cast", "Finish a prepared ballot", [&](Console& console) {
        return console.end(cast_cast(state, out, system_random(), console));
    });
    cast.add_option("--state", state, "The prepared ballot; it is used up")->required();
    cast.add_option("--out", out, "The ballot that is made")->required();

    auto& audit = tool.command(
        "audit", "Open a prepared ballot, so that it can be checked and never cast",
        [&](Console& console) { return console.end(cast_audit(state, out, console)); });
    audit.add_option("--state", state, "The prepared ballot; it is used up")->required();
    audit.add_option("--out", out, "The opening that is made")->required();

    auto& vote = tool.command("vote", "Prepare and cast in one step", [&](Console& console) {
        return console.end(cast_vote(options, out, system_random(), console));
    });
    add_ballot_flags(vote, options);
    vote.add_option("--out", out, "The ballot that is made")->required();
    return tool.run(argc, argv);
}

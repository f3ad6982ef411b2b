// SPDX-License-Identifier: Apache-2.0
#include "evote/app/simulate.h"

#include "tool.h"

int main(int argc, char** argv) {
    evote::Tool tool("evote-simulate", "Simulates a whole election of any size");
    evote::SimulateOptions options;
    auto& command = tool.without_command(
        [&options](evote::Console& console) { return simulate(options, console); });
    command.add_option("DIR", options.folder, "The record's folder, to be made")->required();
    command.add_option("--manifest", options.manifest, "The manifest of the election")->required();
    command.add_option("--voters", options.voters, "How many voters, from 1 to 100000000")
        ->required()
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}).description(""));
    command.add_option("--seed", options.seed, "Any text; the same text gives the same voters")
        ->required();
    const std::map<std::string, evote::SimulationStep> steps{
        {"ceremony", evote::SimulationStep::ceremony}, {"seal", evote::SimulationStep::seal},
        {"ballots", evote::SimulationStep::ballots},   {"close", evote::SimulationStep::close},
        {"tally", evote::SimulationStep::tally},       {"result", evote::SimulationStep::result}};
    command
        .add_option("--until", options.until,
                    "The last step: ceremony, seal, ballots, close, tally or result")
        ->type_name("TEXT")
        ->transform(CLI::CheckedTransformer(steps).description(""));
    command
        .add_option("--revotes", options.revotes, "How many of a hundred vote twice, from 0 to 100")
        ->check(CLI::Range(0U, 100U).description(""));
    command.add_flag("--weights", options.weights, "Weights from 1 to 5 instead of 1");
    command.add_option("--invalid", options.invalid,
                       "How many ballots with a broken proof to put in");
    tool.add_threads(command);
    return tool.run(argc, argv);
}

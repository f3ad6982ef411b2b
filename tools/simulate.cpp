// SPDX-License-Identifier: Apache-2.0
#include "app/simulate.h"

#include "tools.h"

#include <map>
#include <string>
#include <vector>

int evote::tools::with_simulate(const Use& use) {
    using evote::app::SimulationStep;
    const std::map<std::string, SimulationStep> steps{
        {"ceremony", SimulationStep::ceremony}, {"seal", SimulationStep::seal},
        {"ballots", SimulationStep::ballots},   {"close", SimulationStep::close},
        {"tally", SimulationStep::tally},       {"result", SimulationStep::result}};
    std::vector<std::string> words;
    words.reserve(steps.size());
    for (const auto& [word, step] : steps)
        words.push_back(word);
    evote::tools::Tool tool("evote-simulate", "Simulates a whole election of any size");
    evote::app::SimulateOptions options;
    std::string until;
    auto command = tool.without_command([&](evote::app::Console& console) {
        if (!until.empty())
            options.until = steps.at(until);
        return evote::app::simulate(options, console);
    });
    command.option("DIR", "The record's folder; it will be made", options.folder).required();
    command.option("--manifest", "The manifest of the election", options.manifest).required();
    command.option("--voters", "How many voters, from 1 to 100000000", options.voters)
        .required()
        .between(1, 100'000'000);
    command.option("--seed", "Any text; the same text gives the same voters", options.seed)
        .required();
    command
        .option("--until", "The last step: ceremony, seal, ballots, close, tally or result", until)
        .one_of(words);
    command
        .option("--revotes", "The percentage of voters who vote twice, from 0 to 100",
                options.revotes)
        .between(0, 100);
    command.flag("--weights", "Weights from 1 to 5 instead of 1", options.weights);
    command.option("--invalid", "How many ballots with a broken proof to add", options.invalid);
    command.option("--codes",
                   "Where to write the voters' codes, so that people can vote; with --until seal "
                   "or ballots",
                   options.codes);
    command
        .option("--attack",
                "How to attack the finished election; evote-simulate attacks lists the names",
                options.attack)
        .one_of(evote::app::attack_names());
    tool.add_threads(command);
    tool.command("attacks", "List the attacks, and which check of evote-verify reports each",
                 evote::app::list_attacks);
    return use(tool);
}

// SPDX-License-Identifier: Apache-2.0
// What every tool does around its commands: common flags, usage errors, exit status.
#pragma once

#include "evote/app/command.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace evote {

/// One executable and its commands. All commands have --lang and --json. Purposes and descriptions
/// are given in English; the catalogue of lib/app/texts has them in the other languages.
class Tool {
  public:
    using Run = std::function<Status(Console&)>;

    Tool(const std::string& name, const std::string& purpose);

    /// Adds a command; the caller binds its flags to variables that `run` then reads.
    CLI::App& command(const std::string& name, const std::string& purpose, Run run);

    /// What the tool does when no command is named.
    CLI::App& without_command(Run run);

    /// Adds --threads to a command whose work is parallel.
    void add_threads(CLI::App& command);

    /// Reads the command line and runs the chosen command. Gives the exit status: of a wrong
    /// command line Status::refused, of output that cannot be written Status::system.
    int run(int argc, char** argv);

  private:
    Status parse_and_run(const std::vector<std::string>& arguments, Console& console);
    Status run_chosen(Console& console);

    CLI::App app_;
    Run chosen_;
    std::string language_{language_tag(language_of_environment())};
    bool json_ = false;
    unsigned threads_ = 0;
};

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// What every tool does around its commands: flags, usage errors, exit status. Only the
// implementation of this header includes CLI11, which takes ten seconds a file to compile.
#pragma once

#include "app/command.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace evote::record {
class Anchor;
} // namespace evote::record

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace evote::tools {

/// A value that a command takes. It is optional unless stated otherwise.
class Option {
  public:
    explicit Option(CLI::Option& option) : option_(&option) {}

    Option& required();

    /// Numbers from `least` to `most` only.
    Option& between(std::uint64_t least, std::uint64_t most);

    /// These words only.
    Option& one_of(std::vector<std::string> words);

    /// May be given several times, each time with one value.
    Option& repeatable();

  private:
    CLI::Option* option_;
};

/// A command and its flags, which run() reads into the variables they are bound to.
class Command {
  public:
    explicit Command(CLI::App& app) : app_(&app) {}

    /// `--name VALUE`, or VALUE alone where `name` has no dashes. T: std::string, unsigned,
    /// std::uint64_t, std::optional<std::uint64_t>, std::filesystem::path, or a vector of strings
    /// or paths, which takes all the words there are.
    template <class T>
    Option option(const std::string& name, const std::string& description, T& value);

    void flag(const std::string& name, const std::string& description, bool& value);

    /// --fingerprint: the announced one, in hex or spoken. Anything else is wrong usage, an empty
    /// value too.
    void fingerprint(record::Anchor& anchor);

  private:
    CLI::App* app_;
};

/// One executable and its commands. All commands have --lang and --json. Purposes and descriptions
/// are given in English; the catalogue of lib/texts has them in the other languages.
class Tool {
  public:
    using Run = std::function<app::Status(app::Console&)>;

    Tool(const std::string& name, const std::string& purpose);
    ~Tool();
    Tool(const Tool&) = delete;
    Tool& operator=(const Tool&) = delete;

    /// Adds a command, which `run` carries out.
    Command command(const std::string& name, const std::string& purpose, Run run);

    /// What the tool does when no command is given.
    Command without_command(Run run);

    /// Adds --threads to a command whose work is parallel.
    void add_threads(Command& command);

    /// Reads the command line and runs the chosen command. Returns the exit status: Status::refused
    /// for a wrong command line, Status::system if the output cannot
    /// be written.
    int run(int argc, char** argv);

  private:
    void parse(std::vector<std::string> words);
    app::Status parse_and_run(const std::vector<std::string>& arguments, app::Console& console);
    app::Status run_chosen(app::Console& console);

    std::unique_ptr<CLI::App> app_;
    Run chosen_;
    std::string language_{texts::language_tag(texts::language_of_environment())};
    bool json_ = false;
    unsigned threads_ = 0;
};

} // namespace evote::tools

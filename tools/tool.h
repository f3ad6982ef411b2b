// SPDX-License-Identifier: Apache-2.0
// What every tool does around its commands: flags, usage errors, exit status. Only the
// implementation of this header includes CLI11, which takes ten seconds a file to compile.
#pragma once

#include "app/command.h"

#include <cstdint>
#include <functional>
#include <map>
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

/// The words that completion offers as values of an option.
using ValueWords = std::map<const CLI::Option*, std::vector<std::string>>;

/// A value that a command takes. It is optional unless stated otherwise.
class Option {
  public:
    Option(CLI::Option& option, ValueWords& words) : option_(&option), words_(&words) {}

    Option& required();

    /// Numbers from `least` to `most` only.
    Option& between(std::uint64_t least, std::uint64_t most);

    /// These words only.
    Option& one_of(std::vector<std::string> words);

    /// The command itself refuses what is not one of these words.
    Option& suggest(std::vector<std::string> words);

    /// The path is that of a folder.
    Option& folder();

    /// May be given several times, each time with one value.
    Option& repeatable();

  private:
    CLI::Option* option_;
    ValueWords* words_;
};

/// A command and its flags, which run() reads into the variables they are bound to.
class Command {
  public:
    Command(CLI::App& app, ValueWords& words) : app_(&app), words_(&words) {}

    /// `--name VALUE`, or VALUE alone where `name` has no dashes. T: std::string, unsigned,
    /// std::uint64_t, std::optional<std::uint64_t>, std::filesystem::path, or a vector of strings
    /// or paths, which takes all the words there are. DIR is a folder.
    template <class T>
    Option option(const std::string& name, const std::string& description, T& value);

    void flag(const std::string& name, const std::string& description, bool& value);

    /// --fingerprint: the announced one, in hex or spoken. Anything else is wrong usage, an empty
    /// value too.
    void fingerprint(record::Anchor& anchor);

  private:
    CLI::App* app_;
    ValueWords* words_;
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

    /// All commands and options, for whoever describes them.
    const CLI::App& definitions() const { return *app_; }

    const ValueWords& value_words() const { return words_; }

  private:
    void parse(std::vector<std::string> words);
    app::Status parse_and_run(const std::vector<std::string>& arguments, app::Console& console);
    app::Status run_chosen(app::Console& console);

    std::unique_ptr<CLI::App> app_;
    ValueWords words_;
    Run chosen_;
    std::string language_{texts::language_tag(texts::language_of_environment())};
    bool json_ = false;
    unsigned threads_ = 0;
};

} // namespace evote::tools

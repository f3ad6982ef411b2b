// SPDX-License-Identifier: Apache-2.0
#include "tool.h"

#include "evote/base/secret.h"

#include <unistd.h>

#include <iostream>

namespace evote {

Tool::Tool(const std::string& name, const std::string& purpose) : app_(purpose, name) {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.add_option("--lang", language_, "Language of texts: ky, ru or en")->capture_default_str();
    app_.add_flag("--json", json_, "Print the facts as one JSON object");
}

CLI::App& Tool::command(const std::string& name, const std::string& purpose, Run run) {
    CLI::App* const command = app_.add_subcommand(name, purpose);
    command->fallthrough();
    command->callback([this, run = std::move(run)] { chosen_ = run; });
    return *command;
}

CLI::App& Tool::without_command(Run run) {
    app_.require_subcommand(0, 1);
    chosen_ = std::move(run);
    return app_;
}

void Tool::add_threads(CLI::App& command) {
    command.add_option("--threads", threads_, "How many threads to use; 0 is all processors");
}

int Tool::run(int argc, char** argv) {
    // Locked memory is a limited resource; secrets are wiped without it as well.
    static_cast<void>(protect_secrets());
    try {
        app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool help = error.get_exit_code() == 0;
        app_.exit(error, std::cout, std::cerr);
        return static_cast<int>(help ? Status::done : Status::refused);
    }
    const Status status = run_chosen();
    std::cout.flush();
    if (!std::cout) {
        std::cerr << "the output could not be written\n";
        return static_cast<int>(Status::system);
    }
    return static_cast<int>(status);
}

Status Tool::run_chosen() {
    Console console(std::cout, std::cerr, person_at_terminal());
    const auto language = parse_language(language_);
    if (!language)
        return console.complain(language.error());
    console.set_language(*language);
    console.set_facts(json_ ? Facts::json : Facts::text);
    console.set_threads(threads_);
    console.set_audience(::isatty(STDERR_FILENO) == 1 ? Audience::live : Audience::later);
    return chosen_(console);
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "tool.h"

#include "crypto/secure_heap.h"
#include "evote/version.h"
#include "group/backend.h"
#include "help.h"
#include "os/process.h"
#include "record/stated_fingerprint.h"
#include "usage.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <span>

namespace evote::tools {

namespace {

// How facts and errors are printed, before the command line is known to be right.
app::Facts facts_of_arguments(std::span<const std::string> arguments) {
    const auto words = arguments.first(
        static_cast<std::size_t>(std::ranges::find(arguments, "--") - arguments.begin()));
    const bool json = std::ranges::find(words, "--json") != words.end();
    return json ? app::Facts::json : app::Facts::text;
}

// `--name=` as the two words `--name` and ``: CLI11 would take the word after it for the value.
std::vector<std::string> with_empty_values(std::span<const std::string> arguments) {
    std::vector<std::string> out;
    bool options = true;
    for (const std::string& word : arguments) {
        options = options && word != "--";
        const bool empty_value =
            options && word.starts_with("--") && word.find('=') + 1 == word.size();
        out.push_back(empty_value ? word.substr(0, word.size() - 1) : word);
        if (empty_value)
            out.emplace_back();
    }
    return out;
}

// An unset variable of a shell gives an empty value, which must not switch anything off.
CLI::Option* refuse_empty(CLI::Option* option) {
    const CLI::Validator not_empty(
        [](std::string& value) { return value.empty() ? std::string("empty") : std::string(); },
        "");
    return option->check(not_empty);
}

// "0.1.0 (commit 7d3f...)", without a commit where none is known.
std::string version_text() {
    const Version version = evote::version();
    std::string text(version.number);
    if (!version.commit.empty())
        text.append(" (commit ").append(version.commit).append(")");
    return text;
}

} // namespace

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::between(std::uint64_t least, std::uint64_t most) {
    // What CLI11 would add to the description is English.
    option_->check(CLI::Range(least, most).description(""));
    return *this;
}

Option& Option::one_of(std::vector<std::string> words) {
    const CLI::IsMember known(words);
    option_->check(known.description(""));
    return suggest(std::move(words));
}

Option& Option::suggest(std::vector<std::string> words) {
    (*words_)[option_] = std::move(words);
    return *this;
}

Option& Option::folder() {
    option_->type_name("FOLDER");
    return *this;
}

Option& Option::repeatable() {
    option_->allow_extra_args(false);
    return *this;
}

template <class T>
Option Command::option(const std::string& name, const std::string& description, T& value) {
    CLI::Option* const added = refuse_empty(app_->add_option(name, value, description));
    if constexpr (std::is_same_v<T, std::filesystem::path> ||
                  std::is_same_v<T, std::vector<std::filesystem::path>>)
        added->type_name(name == "DIR" ? "FOLDER" : "FILE");
    return Option(*added, *words_);
}

template Option Command::option(const std::string&, const std::string&, std::string&);
template Option Command::option(const std::string&, const std::string&, unsigned&);
template Option Command::option(const std::string&, const std::string&, std::uint64_t&);
template Option Command::option(const std::string&, const std::string&,
                                std::optional<std::uint64_t>&);
template Option Command::option(const std::string&, const std::string&, std::filesystem::path&);
template Option Command::option(const std::string&, const std::string&, std::vector<std::string>&);
template Option Command::option(const std::string&, const std::string&,
                                std::vector<std::filesystem::path>&);

void Command::flag(const std::string& name, const std::string& description, bool& value) {
    app_->add_flag(name, value, description);
}

void Command::fingerprint(record::Anchor& anchor) {
    const auto take = [&anchor](const std::string& text) -> std::string {
        auto stated = record::StatedFingerprint::parse(text);
        if (!stated)
            return "--fingerprint"; // any text refuses it; usage.cpp has the words
        anchor = record::Anchor(*std::move(stated));
        return {};
    };
    app_->add_option_function<std::string>(
            "--fingerprint", [](const std::string&) {},
            "The fingerprint that the trustees announced: in hex, or eight groups of five digits")
        ->check(CLI::Validator(take, ""));
}

Tool::Tool(const std::string& name, const std::string& purpose)
    : app_(std::make_unique<CLI::App>(purpose, name)) {
    app_->require_subcommand(1);
    app_->fallthrough();
    // Commands inherit both when they are added.
    app_->formatter(help_formatter());
    app_->set_help_flag("-h,--help", "Print this help and exit");
    app_->set_version_flag("--version", name + " " + version_text(), "Print the version and exit");
    CLI::Option* const language = app_->add_option("--lang", language_, "Language: ky, ru or en");
    Option(*refuse_empty(language)->capture_default_str(), words_).suggest({"ky", "ru", "en"});
    app_->add_flag("--json", json_, "Print the facts as one JSON object");
}

Tool::~Tool() = default;

Command Tool::command(const std::string& name, const std::string& purpose, Run run) {
    CLI::App* const command = app_->add_subcommand(name, purpose);
    command->fallthrough();
    command->callback([this, run = std::move(run)] { chosen_ = run; });
    return Command(*command, words_);
}

Command Tool::without_command(Run run) {
    app_->require_subcommand(0, 1);
    chosen_ = std::move(run);
    return Command(*app_, words_);
}

void Tool::add_threads(Command& command) {
    command.option("--threads", "How many threads to use; 0 means one for each processor",
                   threads_);
}

namespace {

// Has everything computed by the backend that EVOTE_BACKEND names, if it is set.
Outcome choose_backend() {
    const char* const name = std::getenv("EVOTE_BACKEND"); // NOLINT: nothing here sets variables
    if (name == nullptr || group::use_backend(name))
        return {};
    return fail(ErrorCode::no_backend, msg("this processor has no backend \"{0}\"", name),
                verbatim("EVOTE_BACKEND"));
}

} // namespace

int Tool::run(int argc, char** argv) {
    // Locked memory is a limited resource; secrets are wiped without it too.
    static_cast<void>(os::forbid_core_dumps());
    static_cast<void>(crypto::use_secure_heap());
    const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    app::Console console(std::cout, std::cerr, app::person_at_terminal());
    console.set_language(texts::language_of_arguments(arguments));
    console.set_facts(facts_of_arguments(arguments));
    const Outcome backend = choose_backend();
    app::Status status =
        backend ? parse_and_run(arguments, console) : console.complain(backend.error());
    console.finish();
    std::cout.flush();
    if (!std::cout) {
        const Error lost{ErrorCode::system, msg("the output could not be written"), {}, {}};
        console.warn(lost);
        status = app::status_of(lost.code);
    }
    return static_cast<int>(status);
}

// What the tool needs without a command is not missing when there is one; CLI11 would take the
// command's name for it.
void Tool::parse(std::vector<std::string> words) {
    const auto needed =
        app_->get_options([](const CLI::Option* option) { return option->get_required(); });
    for (CLI::Option* const option : needed)
        option->required(false);
    std::ranges::reverse(words); // as CLI11 takes them
    std::exception_ptr wrong;
    try {
        app_->parse(std::move(words));
    } catch (const CLI::ParseError&) {
        wrong = std::current_exception();
    }
    for (CLI::Option* const option : needed)
        option->required();
    if (wrong)
        std::rethrow_exception(wrong);
    for (const CLI::Option* const option : needed)
        if (app_->get_subcommands().empty() && option->count() == 0)
            throw CLI::RequiredError(option->get_name());
}

app::Status Tool::parse_and_run(const std::vector<std::string>& arguments, app::Console& console) {
    try {
        parse(with_empty_values(arguments));
    } catch (const CLI::CallForHelp&) {
        console.set_facts(app::Facts::text);
        translate_help(*app_, console.language());
        std::cout << app_->help();
        return app::Status::done;
    } catch (const CLI::CallForVersion&) {
        console.set_facts(app::Facts::text);
        std::cout << app_->version() << '\n';
        return app::Status::done;
    } catch (const CLI::ParseError& error) {
        // The descriptions of options are in it: in English for programs, then for the person.
        const app::Status status = console.keep(usage_error(*app_, error, arguments));
        translate_help(*app_, console.language());
        console.warn(usage_error(*app_, error, arguments));
        return status;
    }
    return run_chosen(console);
}

app::Status Tool::run_chosen(app::Console& console) {
    console.set_facts(json_ ? app::Facts::json : app::Facts::text);
    auto language = texts::parse_language(language_);
    if (!language)
        return console.complain(
            std::move(language).take_error().at(verbatim("--lang")).at(verbatim(app_->get_name())));
    console.set_language(*language);
    console.set_threads(threads_);
    console.set_audience(::isatty(STDERR_FILENO) == 1 ? app::Audience::live : app::Audience::later);
    return chosen_(console);
}

} // namespace evote::tools

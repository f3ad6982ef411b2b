// SPDX-License-Identifier: Apache-2.0
#include "description.h"

#include "tool.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace evote::tools {

namespace {

constexpr std::array<std::string_view, 4> common_options{"--help", "--version", "--lang", "--json"};

bool is_common(const Parameter& parameter) {
    return std::ranges::find(common_options, parameter.name()) != common_options.end();
}

ValueKind kind_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0)
        return ValueKind::none;
    const std::string type = option.get_type_name();
    if (type == "FILE")
        return ValueKind::file;
    if (type == "FOLDER")
        return ValueKind::folder;
    return type == "UINT" ? ValueKind::number : ValueKind::text;
}

std::vector<std::string> names_of(const CLI::Option& option) {
    if (!option.nonpositional())
        return {option.get_name(true)};
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames())
        names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        names.push_back("--" + name);
    return names;
}

Parameter parameter_of(const CLI::Option& option, const ValueWords& words) {
    const auto known = words.find(&option);
    return {names_of(option),
            option.get_description(),
            kind_of(option),
            option.get_required(),
            option.get_items_expected_max() > 1,
            known == words.end() ? std::vector<std::string>() : known->second};
}

// The command of an app; options that all commands have go to `common`.
CommandDescription command_of(const CLI::App& app, const ValueWords& words,
                              std::vector<Parameter>& common) {
    CommandDescription command{app.get_name(), app.get_description(), {}, {}};
    for (const CLI::Option* const option : app.get_options()) {
        Parameter parameter = parameter_of(*option, words);
        if (is_common(parameter))
            common.push_back(std::move(parameter));
        else if (option->nonpositional())
            command.options.push_back(std::move(parameter));
        else
            command.arguments.push_back(std::move(parameter));
    }
    return command;
}

} // namespace

ToolDescription describe(const Tool& tool) {
    const CLI::App& app = tool.definitions();
    ToolDescription out{app.get_name(), app.get_description(), {}, {}};
    auto nameless = command_of(app, tool.value_words(), out.common);
    nameless.name.clear();
    const auto named = app.get_subcommands([](const CLI::App*) { return true; });
    // Without a command the first argument has to be there, which CLI11 cannot know.
    for (Parameter& argument : nameless.arguments)
        argument.required = true;
    if (app.get_require_subcommand_min() == 0)
        out.commands.push_back(std::move(nameless));
    std::vector<Parameter> again;
    for (const CLI::App* const command : named)
        out.commands.push_back(command_of(*command, tool.value_words(), again));
    return out;
}

} // namespace evote::tools

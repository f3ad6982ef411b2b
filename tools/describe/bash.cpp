// SPDX-License-Identifier: Apache-2.0
// One function that first walks over the words before the cursor: which command is named, how many
// arguments there are, and which option still waits for its value. It needs no other file.
#include "description.h"

#include <fmt/format.h>

#include <set>

namespace evote::tools {

namespace {

constexpr std::string_view before_walk = R"sh(# Completion of {0} in bash.
# SPDX-License-Identifier: Apache-2.0
{1}() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} command= option= arguments=0 word i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${{COMP_WORDS[i]}}
        # bash makes three words of --option=value.
        if [[ $word == = ]]; then
            option=${{COMP_WORDS[i - 1]}}
            continue
        elif [[ $option ]]; then
            option=
            continue
        fi
        case $word in
)sh";

constexpr std::string_view after_walk = R"sh(        -*) ;;
        *) ((arguments++)) ;;
        esac
    done
    if [[ $current == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 1]} current=
    fi
    local kind= words=
    case $command:$option in
)sh";

constexpr std::string_view before_options = R"sh(    *:-*) return ;;
    esac
    if [[ ! $option && $current == -* ]]; then
        case $command in
)sh";

constexpr std::string_view before_arguments = R"sh(        esac
    elif [[ ! $option ]]; then
        case $command:$arguments in
)sh";

constexpr std::string_view end = R"sh(        esac
    fi
    case $kind in
    file | folder)
        compopt -o filenames 2>/dev/null
        local action=-f
        [[ $kind == file ]] || action=-d
        mapfile -t COMPREPLY < <(compgen "$action" -- "$current")
        ;;
    esac
    if [[ $words ]]; then
        mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen -W "$words" -- "$current")
    fi
}}
complete -F {1} {0}
)sh";

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

// What is offered for a value: "kind=file", "words='ky ru en'", or nothing.
std::string offer(const Parameter& parameter) {
    if (!parameter.words.empty())
        return "words='" + joined(parameter.words) + "'";
    switch (parameter.kind) {
    case ValueKind::file:
        return "kind=file";
    case ValueKind::folder:
        return "kind=folder";
    case ValueKind::none:
    case ValueKind::text:
    case ValueKind::number:
        break;
    }
    return {};
}

std::string values_of_options(const std::string& command, const std::vector<Parameter>& options) {
    std::string out;
    for (const Parameter& option : options)
        if (const std::string offered = offer(option); !offered.empty())
            out += fmt::format(R"(    {}:{}) {} ;;)", command, option.name(), offered) + "\n";
    return out;
}

// The options that wait for a value, as a pattern of the shell.
std::string options_with_value(const ToolDescription& tool) {
    std::set<std::string> names;
    const auto collect = [&](const std::vector<Parameter>& options) {
        for (const Parameter& option : options)
            if (option.kind != ValueKind::none)
                names.insert(option.name());
    };
    collect(tool.common);
    for (const CommandDescription& command : tool.commands)
        collect(command.options);
    return fmt::format("{}", fmt::join(names, " | "));
}

std::vector<std::string> names_of_commands(const ToolDescription& tool) {
    std::vector<std::string> out;
    for (const CommandDescription& command : tool.commands)
        if (!command.name.empty())
            out.push_back(command.name);
    return out;
}

std::string option_names(const ToolDescription& tool, const std::vector<Parameter>& own) {
    std::vector<std::string> out;
    for (const auto* options : {&own, &tool.common})
        for (const Parameter& option : *options)
            out.insert(out.end(), option.names.begin(), option.names.end());
    return joined(out);
}

std::string arguments_of(const CommandDescription& command, std::string_view more) {
    std::string out;
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const Parameter& argument = command.arguments[i];
        std::string offered = offer(argument);
        if (i == 0)
            offered += more;
        if (!offered.empty())
            out += fmt::format(R"(        {}:{}) {} ;;)", command.name,
                               argument.repeated ? "*" : std::to_string(i), offered) +
                   "\n";
    }
    return out;
}

} // namespace

std::string bash_completion(const ToolDescription& tool) {
    std::string function = "_" + tool.name;
    for (char& c : function)
        c = c == '-' ? '_' : c;
    const std::string commands = joined(names_of_commands(tool));
    std::string out = fmt::format(before_walk, tool.name, function);
    out += fmt::format(R"(        {}) option=$word ;;)", options_with_value(tool)) + "\n";
    if (tool.has_names())
        out += fmt::format(
                   R"(        {}) if [[ ! $command && $arguments == 0 ]]; then command=$word; )"
                   R"(else ((arguments++)); fi ;;)",
                   fmt::join(names_of_commands(tool), " | ")) +
               "\n";
    out += after_walk;
    out += values_of_options("*", tool.common);
    for (const CommandDescription& command : tool.commands)
        out += values_of_options(command.name, command.options);
    out += before_options;
    for (const CommandDescription& command : tool.commands)
        out += fmt::format(R"(        "{}") words='{}' ;;)", command.name,
                           option_names(tool, command.options)) +
               "\n";
    if (tool.nameless() == nullptr)
        out += fmt::format(R"(        "") words='{}' ;;)", option_names(tool, {})) + "\n";
    out += before_arguments;
    if (tool.nameless() == nullptr)
        out += fmt::format(R"(        :0) words='{}' ;;)", commands) + "\n";
    for (const CommandDescription& command : tool.commands)
        out += arguments_of(command, command.name.empty() && tool.has_names()
                                         ? fmt::format(R"( words='{}')", commands)
                                         : "");
    return out + fmt::format(end, tool.name, function);
}

} // namespace evote::tools

// SPDX-License-Identifier: Apache-2.0
// By _arguments of zsh: one specification for each option and argument.
#include "description.h"

#include <fmt/format.h>

namespace evote::tools {

namespace {

// A text within '...' in which `special` characters have a meaning of their own.
std::string quoted(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (c == '\'')
            out += R"('\'')";
        else if (c == '\\' || special.find(c) != std::string_view::npos)
            out += std::string("\\") + c;
        else
            out += c;
    }
    return out;
}

std::string action(const Parameter& parameter) {
    if (!parameter.words.empty())
        return fmt::format("({})", fmt::join(parameter.words, " "));
    switch (parameter.kind) {
    case ValueKind::file:
        return "_files";
    case ValueKind::folder:
        return R"(_files -/)";
    case ValueKind::none:
    case ValueKind::text:
    case ValueKind::number:
        break;
    }
    return " ";
}

std::string option_spec(const Parameter& option) {
    const std::string purpose = quoted(option.purpose, "[]:");
    const std::string repeated = option.repeated ? "*" : "";
    if (option.names.size() > 1)
        return fmt::format(R"('({})'{{{}}}'[{}]')", fmt::join(option.names, " "),
                           fmt::join(option.names, ","), purpose);
    if (option.kind == ValueKind::none)
        return fmt::format(R"('{}[{}]')", option.name(), purpose);
    return fmt::format(R"('{}{}=[{}]:{}:{}')", repeated, option.name(), purpose,
                       option.name().substr(2), action(option));
}

std::string argument_spec(const Parameter& argument) {
    std::string values = action(argument);
    // An argument of any text would keep zsh from offering options.
    if (values == " ")
        values = R"(_guard "^-*" )" + argument.name();
    return fmt::format(R"('{}:{}:{}')", argument.repeated ? "*" : "", argument.name(), values);
}

// The call of _arguments, its specifications a line each.
std::string call(std::string_view indent, std::string_view function,
                 const std::vector<std::string>& specs) {
    std::string out = fmt::format(R"({}{})", indent, function);
    for (const std::string& spec : specs)
        out += fmt::format(R"( \{}{}    {})", "\n", indent, spec);
    return out + "\n";
}

std::vector<std::string> specs_of(const ToolDescription& tool, const CommandDescription& command) {
    std::vector<std::string> out;
    for (const auto* options : {&command.options, &tool.common})
        for (const Parameter& option : *options)
            out.push_back(option_spec(option));
    for (const Parameter& argument : command.arguments)
        out.push_back(argument_spec(argument));
    return out;
}

// The first word names a command, or is the argument of what the tool does without one.
std::string first_word(const ToolDescription& tool) {
    std::string out = R"(    first)
        local -a commands=(
)";
    for (const CommandDescription& command : tool.commands)
        if (!command.name.empty())
            out +=
                fmt::format(R"(            '{}:{}')", command.name, quoted(command.purpose, ":")) +
                "\n";
    out += R"(        )
        _describe -t commands command commands
)";
    if (const CommandDescription* const nameless = tool.nameless())
        for (const Parameter& argument : nameless->arguments)
            out += fmt::format(R"(        {})", action(argument)) + "\n";
    return out + R"(        ;;
    rest)
        case $words[1] in
)";
}

std::string with_commands(const ToolDescription& tool) {
    const CommandDescription none{};
    CommandDescription start = tool.nameless() == nullptr ? none : *tool.nameless();
    start.arguments.clear();
    std::vector<std::string> specs = specs_of(tool, start);
    specs.emplace_back(R"('1:command:->first')");
    specs.emplace_back(R"('*::argument:->rest')");
    std::string out = call("    ", R"(_arguments -C)", specs);
    out += R"(    case $state in
)" + first_word(tool);
    for (const CommandDescription& command : tool.commands)
        if (!command.name.empty())
            out +=
                fmt::format(R"(        {}){}{}            ;;{})", command.name, "\n",
                            call(R"(            )", "_arguments", specs_of(tool, command)), "\n");
    return out + R"(        esac
        ;;
    esac
)";
}

} // namespace

std::string zsh_completion(const ToolDescription& tool) {
    std::string function = "_" + tool.name;
    std::string out = fmt::format(R"(#compdef {0}
# Completion of {0} in zsh.
# SPDX-License-Identifier: Apache-2.0
{1}() {{
    local curcontext="$curcontext" state line
    typeset -A opt_args
)",
                                  tool.name, function);
    out += tool.has_names() ? with_commands(tool)
                            : call("    ", "_arguments", specs_of(tool, tool.commands.front()));
    return out + fmt::format(R"(}}
{} "$@"
)",
                             function);
}

} // namespace evote::tools

// SPDX-License-Identifier: Apache-2.0
// What is known of a tool from the definitions of its commands. All texts are in English.
#pragma once

#include <string>
#include <vector>

namespace evote::tools {

class Tool;

enum class ValueKind { none, text, number, file, folder };

/// An option, or an argument whose name has no dashes.
struct Parameter {
    std::vector<std::string> names; ///< at least one, the longest last: "-h", "--help"
    std::string purpose;
    ValueKind kind; ///< none: a flag
    bool required;
    bool repeated;
    std::vector<std::string> words; ///< its values, if these are known

    const std::string& name() const { return names.back(); }
};

struct CommandDescription {
    std::string name; ///< empty for what the tool does without a command
    std::string purpose;
    std::vector<Parameter> arguments; ///< in their order
    std::vector<Parameter> options;
};

struct ToolDescription {
    std::string name;
    std::string purpose;
    std::vector<CommandDescription> commands; ///< the one without a name first, if there is one
    std::vector<Parameter> common;            ///< options that every command has

    /// Whether the command line may name a command.
    bool has_names() const { return !commands.back().name.empty(); }

    /// What the tool does without a command, or nothing.
    const CommandDescription* nameless() const {
        return commands.front().name.empty() ? &commands.front() : nullptr;
    }
};

ToolDescription describe(const Tool& tool);

/// The whole file of a bash completion.
std::string bash_completion(const ToolDescription& tool);

/// The whole file of a zsh completion.
std::string zsh_completion(const ToolDescription& tool);

} // namespace evote::tools

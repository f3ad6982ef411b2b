// SPDX-License-Identifier: Apache-2.0
#include "help.h"

#include <algorithm>

namespace evote::tools {

namespace {

// Wide enough for most names with their labels in Russian.
constexpr std::size_t left_column = 34;

// CLI11 would pad by bytes.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string help_line(const std::string& name, const std::string& description) {
    std::string line = "  " + name;
    if (characters(line) >= left_column)
        line += "\n" + std::string(left_column, ' ');
    else
        line.append(left_column - characters(line), ' ');
    return line + description + "\n";
}

class HelpFormatter : public CLI::Formatter {
  public:
    std::string make_option(const CLI::Option* option, bool is_positional) const override {
        return help_line(make_option_name(option, is_positional) + make_option_opts(option),
                         make_option_desc(option));
    }

    std::string make_subcommand(const CLI::App* command) const override {
        return help_line(command->get_name(), command->get_description());
    }
};

// The words around the descriptions; CLI11 has them in English, some of them in a programmer's
// terms.
void translate_labels(CLI::FormatterBase& formatter, texts::Language language) {
    const auto label = [&](const char* name, const Message& text) {
        formatter.label(name, texts::translate(text, language));
    };
    label("Usage", msg("Usage"));
    label("OPTIONS", msg("OPTIONS"));
    label("Positionals", msg("Arguments"));
    label("SUBCOMMAND", msg("COMMAND"));
    label("REQUIRED", msg("REQUIRED"));
    label("TEXT", msg("TEXT"));
    label("FILE", msg("FILE"));
    label("FOLDER", msg("FOLDER"));
    label("UINT", msg("NUMBER"));
}

void translate_texts(CLI::App& app, texts::Language language) {
    app.description(texts::translate(app.get_description(), language));
    for (CLI::Option* const option : app.get_options()) {
        option->description(texts::translate(option->get_description(), language));
        option->group(texts::translate(msg("Options"), language));
    }
    for (CLI::App* const command : app.get_subcommands([](CLI::App*) { return true; })) {
        command->group(texts::translate(msg("Commands"), language));
        translate_texts(*command, language);
    }
}

} // namespace

std::shared_ptr<CLI::Formatter> help_formatter() {
    return std::make_shared<HelpFormatter>();
}

void translate_help(CLI::App& app, texts::Language language) {
    translate_labels(*app.get_formatter(), language);
    translate_texts(app, language);
}

} // namespace evote::tools

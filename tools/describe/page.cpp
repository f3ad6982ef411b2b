// SPDX-License-Identifier: Apache-2.0
#include "page.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::tools {

namespace {

// Text for troff. A hyphen inside a word stays one; the dashes of options can be copied.
std::string escaped(std::string_view text) {
    std::string out;
    if (text.starts_with('.') || text.starts_with('\''))
        out = R"(\&)";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char before = i == 0 ? ' ' : text[i - 1];
        const bool dash = before == ' ' || before == '(' || before == '-';
        if (text[i] == '\\')
            out += R"(\e)";
        else if (text[i] == '-' && (dash || text.substr(i + 1).starts_with('-')))
            out += R"(\-)";
        else
            out += text[i];
    }
    return out;
}

// A name that is typed: every dash in it is a minus.
std::string typed(std::string_view name) {
    std::string out;
    for (const char c : name)
        out += c == '-' ? std::string(R"(\-)") : std::string(1, c);
    return out;
}

std::string bold(std::string_view name) {
    return R"(\fB)" + typed(name) + R"(\fR)";
}

std::string italic(std::string_view name) {
    return R"(\fI)" + typed(name) + R"(\fR)";
}

class Page {
  public:
    Page(texts::Language language, std::string& out) : language_(language), out_(out) {}

    std::string translated(std::string_view english) const {
        return texts::translate(english, language_);
    }

    void line(std::string_view text) { out_.append(text).append("\n"); }

    void section(Template title) {
        line(R"(.SH )" + fmt::format(R"("{}")", translated(title.english())));
    }

    void term(std::string_view name, std::string_view english) {
        line(R"(.TP)");
        line(name);
        line(escaped(sentence(translated(english))));
    }

    void terms(std::span<const Term> terms) {
        for (const Term& one : terms)
            term(bold(one.word), one.text.english());
    }

    void parameters(std::span<const Parameter> parameters) {
        for (const Parameter& parameter : parameters)
            term(heading(parameter), parameter.purpose);
    }

    // The command line of a command.
    void usage(const ToolDescription& tool, const CommandDescription& command) {
        std::string words = tool.name;
        if (!command.name.empty())
            words += " " + command.name;
        line(R"(.SY )" + fmt::format(R"("{}")", typed(words)));
        for (const auto* parameters : {&command.arguments, &command.options})
            for (const Parameter& parameter : *parameters)
                if (parameter.required)
                    line(in_usage(parameter));
        for (const auto* parameters : {&command.arguments, &command.options})
            for (const Parameter& parameter : *parameters)
                if (!parameter.required)
                    line(in_usage(parameter));
        line(R"(.YS)");
    }

  private:
    static std::string sentence(std::string text) {
        return text.ends_with('.') ? text : text + ".";
    }

    std::string value(const Parameter& parameter) const {
        switch (parameter.kind) {
        case ValueKind::none:
            return {};
        case ValueKind::number:
            return translated(msg("NUMBER").key());
        case ValueKind::file:
            return translated(msg("FILE").key());
        case ValueKind::folder:
            return translated(msg("FOLDER").key());
        case ValueKind::text:
            break;
        }
        return translated(msg("TEXT").key());
    }

    std::string with_value(const Parameter& parameter, std::string_view blank) const {
        if (!parameter.name().starts_with('-'))
            return italic(parameter.name());
        std::string out;
        for (const std::string& name : parameter.names)
            out += (out.empty() ? "" : ", ") + bold(name);
        if (parameter.kind != ValueKind::none)
            out.append(blank).append(italic(value(parameter)));
        return out;
    }

    std::string heading(const Parameter& parameter) const { return with_value(parameter, " "); }

    std::string in_usage(const Parameter& parameter) const {
        // The blank of an option and its value is no place for a new line.
        std::string out = with_value(parameter, R"(\ )");
        if (!parameter.required)
            out = "[" + out + "]";
        return parameter.repeated ? out + R"(...\&)" : out;
    }

    texts::Language language_;
    std::string& out_;
};

void write_commands(Page& page, const ToolDescription& tool) {
    page.section(Template("COMMANDS"));
    for (const CommandDescription& command : tool.commands) {
        if (command.name.empty())
            continue;
        page.line(R"(.SS )" + command.name);
        page.line(escaped(page.translated(command.purpose) + "."));
        page.parameters(command.arguments);
        page.parameters(command.options);
    }
}

void write_see_also(Page& page, const ToolDescription& tool, std::span<const ToolDescription> all) {
    page.section(Template("SEE ALSO"));
    std::vector<std::string> others;
    for (const ToolDescription& other : all)
        if (other.name != tool.name)
            others.push_back(bold(other.name) + "(1)");
    page.line(fmt::format("{}", fmt::join(others, ",\n")));
}

std::string upper(std::string name) {
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return name;
}

} // namespace

std::string manual_page(const ToolDescription& tool, std::span<const ToolDescription> all,
                        texts::Language language, const Edition& edition) {
    std::string out = R"('\" -*- coding: utf-8 -*-)"
                      "\n";
    Page page(language, out);
    page.line(
        fmt::format(R"(.TH {} 1 {} "{}")", typed(upper(tool.name)), edition.date, edition.source));
    page.section(Template("NAME"));
    page.line(typed(tool.name) + R"( \- )" + escaped(page.translated(tool.purpose)));
    page.section(Template("SYNOPSIS"));
    for (const CommandDescription& command : tool.commands)
        page.usage(tool, command);
    page.section(Template("DESCRIPTION"));
    page.line(escaped(page.translated(introduction_of(tool.name).english())));
    if (tool.has_names())
        write_commands(page, tool);
    page.section(Template("OPTIONS"));
    if (const CommandDescription* const nameless = tool.nameless()) {
        page.parameters(nameless->arguments);
        page.parameters(nameless->options);
    }
    page.parameters(tool.common);
    page.section(Template("EXIT STATUS"));
    page.terms(exit_statuses());
    page.section(Template("ENVIRONMENT"));
    page.terms(environment());
    if (const auto files = files_of(tool.name); !files.empty()) {
        page.section(Template("FILES"));
        page.terms(files);
    }
    write_see_also(page, tool, all);
    return out;
}

} // namespace evote::tools

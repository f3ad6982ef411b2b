// SPDX-License-Identifier: Apache-2.0
#include "texts/source_texts.h"

#include "base/text.h"
#include "os/file.h"
#include "support/rooms.h"

#include <filesystem>
#include <stdexcept>

namespace evote {

namespace {

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Walks over C++ tokens, as far as necessary for finding texts.
class Scanner {
  public:
    explicit Scanner(std::string_view source) : rest_(source) {}

    SourceTexts scan() {
        while (skip_blanks(), !rest_.empty()) {
            if (rest_.front() == '"')
                other_literals();
            else if (rest_.front() == '\'')
                (void)literal();
            else if (is_name(rest_.front()))
                name();
            else
                rest_.remove_prefix(1);
        }
        return std::move(found_);
    }

  private:
    void skip_blanks() {
        for (;;) {
            const std::size_t blanks = rest_.find_first_not_of(" \t\r\n");
            rest_.remove_prefix(std::min(blanks, rest_.size()));
            if (rest_.starts_with("//"))
                rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
            else if (rest_.starts_with("/*"))
                rest_.remove_prefix(std::min(rest_.find("*/", 2), rest_.size() - 2) + 2);
            else
                return;
        }
    }

    // A string or character literal, with \" \\ and \n decoded.
    std::string literal() {
        const char quote = rest_.front();
        std::string text;
        std::size_t i = 1;
        for (; i < rest_.size() && rest_[i] != quote; ++i) {
            if (rest_[i] == '\\') {
                ++i;
                text += rest_[i] == 'n' ? '\n' : rest_[i];
            } else {
                text += rest_[i];
            }
        }
        rest_.remove_prefix(std::min(i + 1, rest_.size()));
        return text;
    }

    void raw_literal() {
        const std::size_t open = rest_.find('(');
        const std::string end = ")" + std::string(rest_.substr(1, open - 1)) + "\"";
        rest_.remove_prefix(std::min(rest_.find(end, open), rest_.size() - end.size()) +
                            end.size());
    }

    // A name or a number; some names take a text.
    void name() {
        std::size_t size = 0;
        // A quote inside a number separates digits.
        while (size < rest_.size() &&
               (is_name(rest_[size]) || (rest_[size] == '\'' && rest_.front() <= '9')))
            ++size;
        const std::string_view word = rest_.substr(0, size);
        rest_.remove_prefix(size);
        if (word.ends_with('R') && !rest_.empty() && rest_.front() == '"')
            raw_literal();
        else if (word == "msg")
            argument_of_msg();
        else if (word == "Template")
            template_literals();
    }

    void argument_of_msg() {
        skip_blanks();
        if (rest_.empty() || rest_.front() != '(')
            return;
        rest_.remove_prefix(1);
        skip_blanks();
        if (rest_.starts_with("Template "))
            return; // the declaration of msg itself
        if (!template_literal())
            found_.faults.emplace_back(rest_.substr(0, 40));
    }

    // Template("..."), Template{"..."}, Template name = "...", Template names[] = {"...", "..."}.
    void template_literals() {
        skip_blanks();
        while (!rest_.empty() &&
               (is_name(rest_.front()) ||
                std::string_view("[]=({ ").find(rest_.front()) != std::string_view::npos)) {
            rest_.remove_prefix(1);
            skip_blanks();
        }
        while (template_literal() && rest_.starts_with(",")) {
            rest_.remove_prefix(1);
            skip_blanks();
        }
    }

    bool template_literal() {
        if (rest_.empty() || rest_.front() != '"')
            return false;
        found_.templates.push_back(joined_literals());
        return true;
    }

    void other_literals() {
        std::string text = joined_literals();
        if (trim(text).find(' ') != std::string_view::npos)
            found_.sentences.push_back(std::move(text));
    }

    // The literals at a quote, joined.
    std::string joined_literals() {
        std::string text;
        for (; !rest_.empty() && rest_.front() == '"'; skip_blanks())
            text += literal();
        return text;
    }

    std::string_view rest_;
    SourceTexts found_;
};

} // namespace

SourceTexts find_texts(std::string_view source) {
    return Scanner(source).scan();
}

std::map<std::string, std::string> texts_of_project() {
    std::map<std::string, std::string> texts;
    const std::filesystem::path root = EVOTE_SOURCE_DIR;
    for (const auto* folder : {"lib", "include", "tools"}) {
        for (const auto& item : std::filesystem::recursive_directory_iterator(root / folder)) {
            const auto& path = item.path();
            if (path.extension() != ".cpp" && path.extension() != ".h")
                continue;
            const auto bytes = read_file(path);
            if (!bytes)
                throw std::runtime_error(bytes.error().english());
            const SourceTexts found = find_texts(text_of(*bytes));
            const std::string file = path.lexically_relative(root).string();
            for (const std::string& text : found.templates)
                texts.emplace(text, file);
            // A tool prints nothing but descriptions and messages.
            if (std::string_view(folder) == "tools")
                for (const std::string& text : found.sentences)
                    texts.emplace(text, file);
            for (const std::string& fault : found.faults)
                texts.emplace(file + ": msg(" + fault, "fault");
        }
    }
    return texts;
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
/// @file
/// Texts for people. A message is an English template and the values to put into it; the template
/// is also the key under which the catalogue in lib/texts keeps the other languages.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

/// A template in English, known when compiled, with `{0}`, `{1}`, ... for the values.
class Template {
  public:
    /// From a literal.
    consteval Template(const char* english) : english_(english) {} // NOLINT: implicit by intent

    /// The text itself.
    constexpr std::string_view english() const { return english_; }

  private:
    std::string_view english_;
};

/// A text for people, not yet in any language.
class Message {
  public:
    /// An empty text.
    Message() = default;

    /// values[i] goes to the place `{i}`.
    Message(Template text, std::vector<std::string> values)
        : english_(text.english()), values_(std::move(values)) {}

    /// The template in English.
    std::string_view key() const { return english_; }

    /// What goes into the template.
    const std::vector<std::string>& values() const { return values_; }

    /// The message in English.
    std::string english() const { return with_template(english_); }

    /// The message in another language, given its template. A placeholder for which the message has
    /// no value is left as it is.
    std::string with_template(std::string_view text) const;

  private:
    std::string_view english_;
    std::vector<std::string> values_;
};

/// The text of a value in a message: strings unchanged, integers in decimal.
template <class T>
std::string value_text(const T& value) {
    if constexpr (std::convertible_to<const T&, std::string_view>) {
        return std::string(std::string_view(value));
    } else {
        static_assert(std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>);
        return std::to_string(value);
    }
}

/// Makes a message: msg("{0} of {1} ballots", 3, 5). The template is a string literal, so that the
/// catalogue's test finds every one of them in the sources.
template <class... Values>
Message msg(Template text, const Values&... values) {
    return Message(text, {value_text(values)...});
}

/// A text that is the same in every language: a name, a number, a path.
inline Message verbatim(std::string text) {
    return Message("{0}", {std::move(text)});
}

} // namespace evote

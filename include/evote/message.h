// SPDX-License-Identifier: Apache-2.0
/// @file
/// Texts for people. A message is an English template and the values to put into it; the template
/// is also the key under which the catalogue in lib/texts keeps the other languages.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
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

/// A text for people, not yet in any language. Nothing of it is inline: messages are rare, and the
/// places that make one are many.
class Message {
  public:
    Message(); ///< An empty text.

    /// values[i] goes to the place `{i}`.
    Message(Template text, std::vector<std::string> values);

    Message(const Message& other);            ///< The same text.
    Message(Message&& other) noexcept;        ///< The same text; `other` is valid, and any text.
    Message& operator=(const Message& other); ///< The same text.
    Message&
    operator=(Message&& other) noexcept; ///< The same text; `other` is valid, and any text.
    ~Message();                          ///< Nothing special.

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

/// A value for a message, as long as the call that makes the message takes: a string, or an
/// integer, which is written in decimal.
class MessageValue {
  public:
    /// A string, unchanged.
    template <class T>

    requires std::convertible_to<const T&, std::string_view> MessageValue(const T& text)
        : text_(text) {} // NOLINT: implicit by intent

    /// An integer.
    template <std::integral T>

    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
        MessageValue(T number) // NOLINT: implicit by intent
        : negative_(std::cmp_less(number, 0)),
          magnitude_(negative_ ? 0 - static_cast<std::uint64_t>(number)
                               : static_cast<std::uint64_t>(number)),
          is_number_(true) {}

    /// The value in words.
    std::string text() const;

  private:
    std::string_view text_;
    bool negative_ = false;
    std::uint64_t magnitude_ = 0;
    bool is_number_ = false;
};

/// msg() for a list of values.
Message message_of(Template text, std::initializer_list<MessageValue> values);

/// Makes a message: msg("{0} of {1} ballots", 3, 5). The template is a string literal, so that the
/// catalogue's test finds every one of them in the sources.
template <class... Values>
Message msg(Template text, const Values&... values) {
    return message_of(text, {MessageValue(values)...});
}

/// A text that is the same in every language: a name, a number, a path.
Message verbatim(std::string text);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
/// @file
/// What an operation on untrusted input returns: a value, or an error that names file and place.
#pragma once

#include "evote/error_code.h"
#include "evote/message.h"

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace evote {

/// The parts of a place in English, joined by ": ".
std::string english_place(const std::vector<Message>& place);

/// An error for people and programs: its kind, what is wrong, in which file, and where in it.
/// Nothing of it is inline: errors are rare, and the places where one can come up are many.
struct [[nodiscard]] Error {
    ErrorCode code = ErrorCode::refused; ///< for programs
    Message message;                     ///< what is wrong
    std::string file;                    ///< path, or empty
    /// From the outermost inwards, such as "trustees[2].signer", then "line 3"; or empty.
    std::vector<Message> place;

    Error(); ///< Of nothing in particular.
    Error(ErrorCode kind, Message what, std::string path = {},
          std::vector<Message> where = {});   ///< From its parts.
    Error(const Error& other);                ///< The same.
    Error(Error&& other) noexcept;            ///< The same; `other` is valid, and any error.
    Error& operator=(const Error& other);     ///< The same.
    Error& operator=(Error&& other) noexcept; ///< The same; `other` is valid, and any error.
    ~Error();                                 ///< Nothing special.

    /// The same error with a file, unless it names one already.
    Error in_file(std::string path) &&;

    /// The same error with a place around the one it names already.
    Error at(Message where) &&;

    /// One line: "file: place: message", in English.
    std::string english() const;
};

/// Of a file that a record or a log relies upon, every fault is damage: the code becomes
/// ErrorCode::damaged, unless it is of kind invalid already or the system failed.
void make_damage(Error& error);

/// A place inside a document, such as "contests[0].min"; none for an empty text.
std::vector<Message> place_in(std::string path);

/// What fail() makes: it becomes a Result of any type.
struct [[nodiscard]] Failed {
    Error error; ///< what went wrong
};

/// For an error that exists already.
Failed fail(Error error);

/// A new error: fail(ErrorCode::malformed, msg("..."), msg("line {0}", 3)).
Failed fail(ErrorCode code, Message message);

/// A new error with a place.
Failed fail(ErrorCode code, Message message, Message place);

/// For the library itself.
namespace detail {

/// A caller read the value of a Result that holds this error: a failed check that quotes the error.
[[noreturn]] void error_read_as_value(const Error& error);
/// A caller read the error of a Result that holds a value: a failed check.
[[noreturn]] void value_read_as_error();

} // namespace detail

/// A value or an Error. Ignoring one does not compile; reading the part that it does not hold is a
/// failed check with a message (evote/check.h), never undefined behaviour.
template <class T>
class [[nodiscard]] Result {
    static_assert(!std::is_reference_v<T>);

  public:
    /// What it holds unless it holds an error.
    using value_type = T;

    /// Holds a value as that type makes it from nothing.
    Result() requires std::default_initializable<T> : content_(std::in_place_index<0>) {}

    /// Holds this value.
    template <class U = T>

    requires(!std::is_same_v<std::remove_cvref_t<U>, Result> &&
             !std::is_same_v<std::remove_cvref_t<U>, Failed> && std::constructible_from<T, U>)
        // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): never for a Result itself
        explicit(!std::is_convertible_v<U, T>) Result(U&& value)
        : content_(std::in_place_index<0>, std::forward<U>(value)) {}

    /// Holds this error.
    Result(Failed failed) // NOLINT: implicit by intent, as in `return fail(...)`
        : content_(std::in_place_index<1>, std::move(failed.error)) {}

    /// Whether it holds no error.
    bool has_value() const { return content_.index() == 0; }

    /// Whether it holds no error.
    explicit operator bool() const { return has_value(); }

    /// The value; a failed check that quotes the error, if there is one.
    T& value() & { return checked_value(*this); }

    /// The value; a failed check that quotes the error, if there is one.
    const T& value() const& { return checked_value(*this); }

    /// The value; a failed check that quotes the error, if there is one.
    T&& value() && { return std::move(checked_value(*this)); }

    /// The value; a failed check that quotes the error, if there is one.
    T& operator*() & { return value(); }

    /// The value; a failed check that quotes the error, if there is one.
    const T& operator*() const& { return value(); }

    /// The value; a failed check that quotes the error, if there is one.
    T&& operator*() && { return std::move(*this).value(); }

    /// The value; a failed check that quotes the error, if there is one.
    T* operator->() { return &value(); }

    /// The value; a failed check that quotes the error, if there is one.
    const T* operator->() const { return &value(); }

    /// The error; a failed check if there is none.
    Error& error() & { return checked_error(*this); }

    /// The error; a failed check if there is none.
    const Error& error() const& { return checked_error(*this); }

    /// Moves the error out; only for a Result that holds one.
    Error take_error() && { return std::move(checked_error(*this)); }

  private:
    template <class Self>
    static auto& checked_value(Self& self) {
        if (!self.has_value())
            detail::error_read_as_value(std::get<1>(self.content_));
        return std::get<0>(self.content_);
    }

    template <class Self>
    static auto& checked_error(Self& self) {
        if (self.has_value())
            detail::value_read_as_error();
        return std::get<1>(self.content_);
    }

    std::variant<T, Error> content_;
};

/// Success or an Error, for an operation that returns no value.
template <>
class [[nodiscard]] Result<void> {
  public:
    /// Success.
    Result() = default;

    /// Holds this error.
    Result(Failed failed) // NOLINT: implicit by intent, as in `return fail(...)`
        : content_(std::in_place_index<1>, std::move(failed.error)) {}

    /// Whether it holds no error.
    bool has_value() const { return content_.index() == 0; }

    /// Whether it holds no error.
    explicit operator bool() const { return has_value(); }

    /// A failed check that quotes the error, if there is one.
    void value() const {
        if (!has_value())
            detail::error_read_as_value(std::get<1>(content_));
    }

    /// The error; a failed check if there is none.
    Error& error() & {
        if (has_value())
            detail::value_read_as_error();
        return std::get<1>(content_);
    }

    /// The error; a failed check if there is none.
    const Error& error() const& { return const_cast<Result&>(*this).error(); }

    /// Moves the error out; a failed check if there is none.
    Error take_error() && { return std::move(error()); }

  private:
    std::variant<std::monostate, Error> content_;
};

/// The result of an operation that returns no value.
using Outcome = Result<void>;

} // namespace evote

/// Takes the value of a Result, or returns its error from the enclosing function: EVOTE_TRY(auto
/// value, f());
#define EVOTE_TRY(declaration, expression)                                                         \
    EVOTE_TRY_IMPL(EVOTE_TRY_NAME(evote_try_, __LINE__), declaration, expression)
// A declaration and a name cannot be put in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define EVOTE_TRY_IMPL(name, declaration, expression)                                              \
    auto&& name = (expression);                                                                    \
    if (!name)                                                                                     \
        return ::evote::fail(std::move(name.error()));                                             \
    declaration = std::move(*name)
#define EVOTE_TRY_NAME(prefix, line) EVOTE_TRY_NAME_IMPL(prefix, line)
#define EVOTE_TRY_NAME_IMPL(prefix, line) prefix##line
// NOLINTEND(bugprone-macro-parentheses)

/// Returns the error of an Outcome from the enclosing function, if there is one.
#define EVOTE_TRY_VOID(expression)                                                                 \
    do {                                                                                           \
        if (auto evote_outcome = (expression); !evote_outcome)                                     \
            return ::evote::fail(std::move(evote_outcome.error()));                                \
    } while (false)

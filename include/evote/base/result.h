// SPDX-License-Identifier: Apache-2.0
// What an operation on untrusted input gives: a value, or an error that names file and place.
#pragma once

#include "evote/base/message.h"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace evote {

/// Why something did not work. The values are the exit statuses of the tools.
enum class Status : int {
    done = 0,       ///< done, valid
    invalid = 1,    ///< checked and found invalid
    refused = 2,    ///< cannot be done as asked: usage, wrong order, wrong passphrase
    malformed = 3,  ///< the input is no such file at all
    system = 4,     ///< disk, permission, memory
    incomplete = 5, ///< nothing wrong, but something was not checked
};

/// An error for people: what is wrong, in which file, and where in it.
struct [[nodiscard]] Error {
    Status status = Status::refused;
    Message message;
    std::string file;  ///< path, or empty
    std::string place; ///< e.g. "line 3", "contests[0].min", or empty

    /// The same error with a file, unless it names one already.
    Error in_file(std::string path) && {
        if (file.empty())
            file = std::move(path);
        return std::move(*this);
    }

    /// The same error with a place; an earlier place goes behind it.
    Error at(const std::string& where) && {
        place = place.empty() ? where : where + ": " + place;
        return std::move(*this);
    }

    /// One line: "file: place: message", in English.
    std::string english() const;
};

/// A value or an Error. Ignoring one does not compile.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  public:
    using tl::expected<T, Error>::expected;

    /// Unwraps into the error; only for a Result that holds one.
    Error take_error() && { return std::move(this->error()); }
};

/// An operation that gives no value.
using Outcome = Result<void>;

inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

/// A new error: fail(Status::malformed, msg("..."), "place").
inline tl::unexpected<Error> fail(Status status, Message message, std::string place = {}) {
    return fail(Error{status, std::move(message), {}, std::move(place)});
}

} // namespace evote

/// Gives the value of a Result, or returns its error from the function it stands in:
/// EVOTE_TRY(auto value, f());
#define EVOTE_TRY(declaration, expression)                                                         \
    EVOTE_TRY_IMPL(EVOTE_TRY_NAME(evote_try_, __LINE__), declaration, expression)
// A declaration and a name cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define EVOTE_TRY_IMPL(name, declaration, expression)                                              \
    auto&& name = (expression);                                                                    \
    if (!name)                                                                                     \
        return ::evote::fail(std::move(name.error()));                                             \
    declaration = std::move(*name)
#define EVOTE_TRY_NAME(prefix, line) EVOTE_TRY_NAME_IMPL(prefix, line)
#define EVOTE_TRY_NAME_IMPL(prefix, line) prefix##line
// NOLINTEND(bugprone-macro-parentheses)

/// Returns the error of an Outcome from the function it stands in, if there is one.
#define EVOTE_TRY_VOID(expression)                                                                 \
    do {                                                                                           \
        if (auto evote_outcome = (expression); !evote_outcome)                                     \
            return ::evote::fail(std::move(evote_outcome.error()));                                \
    } while (false)

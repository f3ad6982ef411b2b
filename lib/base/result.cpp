// SPDX-License-Identifier: Apache-2.0
#include "evote/base/result.h"

#include "evote/base/check.h"

namespace evote {

std::string_view error_name(ErrorCode code) {
    switch (code) {
    case ErrorCode::refused:
        return "refused";
    case ErrorCode::malformed:
        return "malformed";
    case ErrorCode::invalid:
        return "invalid";
    case ErrorCode::incomplete:
        return "incomplete";
    case ErrorCode::system:
        break;
    }
    return "system";
}

std::string english_place(const std::vector<Message>& place) {
    std::string out;
    for (const Message& part : place)
        out += (out.empty() ? "" : ": ") + part.english();
    return out;
}

std::string Error::english() const {
    std::string out;
    if (!file.empty())
        out += file + ": ";
    if (!place.empty())
        out += english_place(place) + ": ";
    return out + message.english();
}

namespace detail {

void error_read_as_value(const Error& error) {
    const std::string words = "the value of a Result that holds an error: " + error.english();
    check_failed(words.c_str(), __FILE__, __LINE__);
}

void value_read_as_error() {
    check_failed("the error of a Result that holds a value", __FILE__, __LINE__);
}

} // namespace detail

} // namespace evote

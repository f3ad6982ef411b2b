// SPDX-License-Identifier: Apache-2.0
#include "evote/result.h"

#include "evote/check.h"

namespace evote {

void make_damage(Error& error) {
    const ErrorKind kind = kind_of(error.code);
    if (kind != ErrorKind::invalid && kind != ErrorKind::system)
        error.code = ErrorCode::damaged;
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

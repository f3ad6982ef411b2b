// SPDX-License-Identifier: Apache-2.0
#include "evote/result.h"

#include "evote/check.h"

namespace evote {

Error::Error() = default;

Error::Error(ErrorCode kind, Message what, std::string path, std::vector<Message> where)
    : code(kind), message(std::move(what)), file(std::move(path)), place(std::move(where)) {}

Error::Error(const Error& other) = default;
Error::Error(Error&& other) noexcept = default;
Error& Error::operator=(const Error& other) = default;
Error& Error::operator=(Error&& other) noexcept = default;
Error::~Error() = default;

Error Error::in_file(std::string path) && {
    if (file.empty())
        file = std::move(path);
    return std::move(*this);
}

Error Error::at(Message where) && {
    place.insert(place.begin(), std::move(where));
    return std::move(*this);
}

std::vector<Message> place_in(std::string path) {
    std::vector<Message> place;
    if (!path.empty())
        place.push_back(verbatim(std::move(path)));
    return place;
}

Failed fail(Error error) {
    return {std::move(error)};
}

Failed fail(ErrorCode code, Message message) {
    return {Error(code, std::move(message))};
}

Failed fail(ErrorCode code, Message message, Message place) {
    std::vector<Message> places;
    places.push_back(std::move(place));
    return {Error(code, std::move(message), {}, std::move(places))};
}

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

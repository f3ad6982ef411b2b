// SPDX-License-Identifier: Apache-2.0
#include "http/answer_head.h"

#include "http/problem.h"

#include <algorithm>

namespace evote::http {
namespace {

bool is_token_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(letter) != std::string_view::npos;
}

bool is_value_letter(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return (byte >= ' ' && byte != 0x7F) || letter == '\t';
}

} // namespace

bool is_sendable(const Field& field) {
    for (const std::string_view own : {"Content-Length", "Connection", "Transfer-Encoding"})
        if (is_named(field, own))
            return false;
    return !field.name.empty() &&
           std::all_of(field.name.begin(), field.name.end(), is_token_letter) &&
           std::all_of(field.value.begin(), field.value.end(), is_value_letter);
}

bool is_sendable(const Response& answer) {
    return answer.status >= 200 && answer.status <= 599 &&
           std::all_of(answer.fields.begin(), answer.fields.end(),
                       [](const Field& field) { return is_sendable(field); });
}

bool may_have_body(unsigned status) {
    return status != 204 && status != 304;
}

std::string answer_head(const Response& answer, Persistence persistence) {
    std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " ";
    out += reason_of(answer.status);
    out += "\r\n";
    for (const Field& field : answer.fields)
        out.append(field.name).append(": ").append(field.value).append("\r\n");
    if (may_have_body(answer.status))
        out += "Content-Length: " + std::to_string(body_size(answer)) + "\r\n";
    if (persistence == Persistence::close)
        out += "Connection: close\r\n";
    return out += "\r\n";
}

} // namespace evote::http

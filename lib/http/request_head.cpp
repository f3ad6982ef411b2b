// SPDX-License-Identifier: Apache-2.0
#include "http/request_head.h"

#include "base/text.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace evote::http {
namespace {

using HeadParser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

// Lines end with CR LF and do not begin with a blank; no other control characters but tabs.
bool is_plain(std::string_view head) {
    char before = '\0';
    for (const char letter : head) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool control = (byte < ' ' && letter != '\t') || byte == 0x7F;
        if ((letter == '\n') != (before == '\r'))
            return false;
        if (before == '\n' && (letter == ' ' || letter == '\t'))
            return false;
        if (control && letter != '\r' && letter != '\n')
            return false;
        before = letter;
    }
    return true;
}

std::size_t count_of(const Fields& fields, std::string_view name) {
    const auto is_it = [&](const Field& one) { return is_named(one, name); };
    return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), is_it));
}

// What a name, a literal address and a port consist of.
bool is_host(std::string_view host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') ||
               std::string_view("-._:[]").find(letter) != std::string_view::npos;
    });
}

bool is_target(std::string_view target) {
    return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char letter) {
               return letter > ' ' && letter <= '~' && letter != '#';
           });
}

std::optional<Refusal> read_fields(RequestHead& head) {
    const Fields& fields = head.request.fields;
    if (count_of(fields, "Transfer-Encoding") > 0)
        return Refusal{501, "Transfer-Encoding is not understood here."};
    if (count_of(fields, "Host") != 1 || !is_host(field(fields, "Host")))
        return Refusal{400, "There must be one Host, and a plain one."};
    if (const auto lengths = count_of(fields, "Content-Length"); lengths > 0) {
        const auto bytes = decimal_decode(field(fields, "Content-Length"),
                                          std::numeric_limits<std::uint64_t>::max());
        if (lengths > 1 || !bytes)
            return Refusal{400, "Content-Length must be there once and be a number."};
        head.body_bytes = *bytes;
    }
    if (count_of(fields, "Expect") > 0) {
        if (count_of(fields, "Expect") > 1 ||
            !is_named({"100-continue", {}}, field(fields, "Expect")))
            return Refusal{417, "Nothing but 100-continue can be expected."};
        head.expectation = Expectation::to_continue;
    }
    return std::nullopt;
}

std::string text(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

} // namespace

std::variant<RequestHead, Refusal> read_request_head(std::string_view head) {
    static constexpr Refusal malformed{400, "This is not a request of HTTP/1.1."};
    if (!is_plain(head))
        return malformed;
    HeadParser parser;
    parser.header_limit(std::numeric_limits<std::uint32_t>::max());
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    boost::system::error_code error;
    const auto used = parser.put({head.data(), head.size()}, error);
    if (error || used != head.size() || !parser.is_header_done())
        return malformed;
    const auto& message = parser.get();
    if (message.version() != 11)
        return Refusal{505, "Nothing but HTTP/1.1 is spoken here."};
    const std::string target = text(message.target());
    if (!is_target(target))
        return Refusal{400, "The target must begin with a slash and be encoded."};
    RequestHead out;
    out.persistence = parser.keep_alive() ? Persistence::keep : Persistence::close;
    out.request.method = text(message.method_string());
    const auto mark = std::min(target.find('?'), target.size());
    out.request.path = target.substr(0, mark);
    out.request.query = target.substr(std::min(mark + 1, target.size()));
    for (const auto& one : message)
        out.request.fields.push_back({text(one.name_string()), text(one.value())});
    if (const auto refusal = read_fields(out))
        return *refusal;
    return out;
}

bool may_become_head(std::string_view begin, std::size_t seen) {
    for (auto place = begin.find('\n', seen); place != begin.npos;
         place = begin.find('\n', place + 1))
        if (place == 0 || begin[place - 1] != '\r')
            return false;
    return true;
}

} // namespace evote::http

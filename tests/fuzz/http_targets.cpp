// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "fuzz/fuzz_target.h"
#include "http/address.h"
#include "http/answer_head.h"
#include "http/answer_reader.h"
#include "http/form.h"
#include "http/range.h"
#include "http/request_head.h"

#include <algorithm>

using namespace evote;

// What is read is the same when written and read again.
EVOTE_FUZZ(http_form) {
    const auto form = Form::parse(text_of(bytes));
    if (!form) {
        EVOTE_CHECK(form.error().code == ErrorCode::malformed);
        return;
    }
    http::Fields fields;
    for (const auto& [name, value] : form->fields()) {
        EVOTE_CHECK(is_utf8(name) && is_utf8(value));
        EVOTE_CHECK((name + value).find('\0') == std::string::npos);
        fields.push_back({name, value});
    }
    const auto again = Form::parse(form_text(fields));
    EVOTE_CHECK(again && again->fields() == form->fields());
}

EVOTE_FUZZ(http_percent) {
    const auto text = text_of(bytes);
    const auto decoded = percent_decode(percent_encode(text));
    if (decoded)
        EVOTE_CHECK(*decoded == text);
    else
        EVOTE_CHECK(!is_utf8(text) || text.find('\0') != text.npos);
}

// A cookie can be sent back as it is.
EVOTE_FUZZ(http_cookie) {
    const auto value = cookie({{"Cookie", to_string(bytes)}}, "a");
    if (value)
        EVOTE_CHECK(cookie({{"Cookie", "b=c; a=" + *value}}, "a") == value);
}

// What a handler is given cannot be understood otherwise: it is accepted again when it is written
// in the plainest way.
EVOTE_FUZZ(http_request) {
    const auto read = read_request_head(text_of(bytes));
    const auto* const head = std::get_if<RequestHead>(&read);
    if (head == nullptr)
        return;
    EVOTE_CHECK(may_become_head(text_of(bytes), 0));
    const Request& request = head->request;
    EVOTE_CHECK(request.path.starts_with('/') && request.path.find('?') == std::string::npos);
    EVOTE_CHECK(field(request.fields, "Transfer-Encoding").empty());
    const std::string query = request.query.empty() ? "" : "?" + request.query;
    std::string plain = request.method + " " + request.path + query + " HTTP/1.1\r\n";
    for (const auto& [name, value] : request.fields)
        plain += name + ": " + value + "\r\n";
    const auto again = read_request_head(plain + "\r\n");
    const auto* const same = std::get_if<RequestHead>(&again);
    EVOTE_CHECK(same != nullptr && same->body_bytes == head->body_bytes);
    EVOTE_CHECK(same->persistence == head->persistence);
    EVOTE_CHECK(std::equal(same->request.fields.begin(), same->request.fields.end(),
                           request.fields.begin(), request.fields.end(),
                           [](const http::Field& a, const http::Field& b) {
                               return a.name == b.name && a.value == b.value;
                           }));
}

// An answer is the same in whatever pieces it comes, and within the limits. The first byte says how
// long the pieces are.
EVOTE_FUZZ(http_answer) {
    constexpr std::size_t most_body_bytes = 1000;
    if (bytes.empty())
        return;
    const std::string method = bytes[0] < 128 ? "GET" : "HEAD";
    const std::size_t piece = 1 + bytes[0] % 32;
    const std::string_view text = text_of(bytes.subspan(1));
    http::AnswerReader whole(method, most_body_bytes);
    const std::size_t used = whole.take(text);
    EVOTE_CHECK(used <= text.size());
    http::AnswerReader pieces(method, most_body_bytes);
    std::size_t begin = 0;
    for (std::size_t end = 0; end < text.size();) {
        end = std::min(end + piece, text.size());
        if (pieces.state() == http::AnswerReader::State::unfinished)
            begin += pieces.take(text.substr(begin, end - begin));
    }
    // What is at fault in a head may be noticed before its end or at it.
    for (auto* const reader : {&whole, &pieces})
        if (reader->state() == http::AnswerReader::State::unfinished)
            reader->end();
    const bool is_done = whole.state() == http::AnswerReader::State::done;
    EVOTE_CHECK((pieces.state() == http::AnswerReader::State::done) == is_done);
    if (!is_done)
        return;
    const auto answer = std::move(whole).answer();
    const auto same = std::move(pieces).answer();
    EVOTE_CHECK(answer.status == same.status && answer.body == same.body);
    EVOTE_CHECK(answer.status >= 200);
    EVOTE_CHECK(answer.body.size() <= most_body_bytes);
    EVOTE_CHECK(answer.fields.size() == same.fields.size());
    for (const auto& [name, value] : answer.fields)
        EVOTE_CHECK((name + value).find_first_of("\r\n") == std::string::npos);
}

// A part of a body is inside of it, and is asked for again by its first and last byte.
EVOTE_FUZZ(http_range) {
    for (const std::uint64_t size :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, std::uint64_t{1} << 63U}) {
        const auto read = http::parse_range(text_of(bytes), size);
        const auto* const range = std::get_if<http::Range>(&read);
        if (range == nullptr)
            continue;
        EVOTE_CHECK(range->size >= 1 && range->begin < size && range->size <= size - range->begin);
        const std::string plain = "bytes=" + std::to_string(range->begin) + "-" +
                                  std::to_string(range->begin + range->size - 1);
        const auto again = http::parse_range(plain, size);
        const auto* const same = std::get_if<http::Range>(&again);
        EVOTE_CHECK(same != nullptr && same->begin == range->begin && same->size == range->size);
    }
}

EVOTE_FUZZ(http_tags) {
    const std::string list = to_string(bytes);
    constexpr std::string_view tag = "\"a-1\"";
    if (http::has_tag(list, tag))
        EVOTE_CHECK(list.find(tag) != list.npos || list.find('*') != list.npos);
    EVOTE_CHECK(http::has_tag(list + ", W/" + std::string(tag), tag));
}

EVOTE_FUZZ(http_url) {
    const auto url = parse_url(text_of(bytes));
    if (!url)
        return;
    EVOTE_CHECK(is_sendable(http::Field{"Host", url->authority}));
    EVOTE_CHECK(is_sendable(http::Field{"X", url->target}));
    EVOTE_CHECK(url->target.starts_with('/') && url->target.find(' ') == std::string::npos);
}

// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "fuzz/fuzz_target.h"
#include "http/address.h"
#include "http/answer_head.h"
#include "http/form.h"
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
    Fields fields;
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

EVOTE_FUZZ(http_url) {
    const auto url = parse_url(text_of(bytes));
    if (!url)
        return;
    EVOTE_CHECK(is_sendable(http::Field{"Host", url->authority}));
    EVOTE_CHECK(is_sendable(http::Field{"X", url->target}));
    EVOTE_CHECK(url->target.starts_with('/') && url->target.find(' ') == std::string::npos);
}

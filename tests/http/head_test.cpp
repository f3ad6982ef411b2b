// SPDX-License-Identifier: Apache-2.0
#include "http/address.h"
#include "http/answer_head.h"
#include "http/request_head.h"
#include "support/must.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

RequestHead good(std::string_view text) {
    return std::get<RequestHead>(read_request_head(text));
}

// The status of the refusal; 0 if there is none.
unsigned refusal(const std::string& text) {
    const auto read = read_request_head(text);
    const auto* const found = std::get_if<Refusal>(&read);
    return found == nullptr ? 0 : found->status;
}

unsigned refusal_of_fields(const std::string& fields) {
    return refusal("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
}

unsigned refusal_of_line(const std::string& line) {
    return refusal(line + "\r\nHost: a\r\n\r\n");
}

} // namespace

TEST_CASE("a head is read") {
    const auto head = good("POST /a/%20b?c=d?e HTTP/1.1\r\nHost: a.example:80\r\nX-Y:  z \t\r\n"
                           "content-length: 12\r\nx-y: \r\n\r\n");
    CHECK(head.request.method == "POST");
    CHECK(head.request.path == "/a/%20b");
    CHECK(head.request.query == "c=d?e");
    CHECK(head.request.fields.size() == 4);
    CHECK(field(head.request.fields, "x-y") == "z");
    CHECK(head.body_bytes == 12);
    CHECK(head.persistence == Persistence::keep);
    CHECK(head.expectation == Expectation::none);
}

TEST_CASE("a head says whether the connection is kept and whether a word is expected") {
    CHECK(good("GET / HTTP/1.1\r\nHost: [::1]:8443\r\nConnection: x, Close\r\n\r\n").persistence ==
          Persistence::close);
    CHECK(good("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\r\n").expectation ==
          Expectation::to_continue);
    CHECK(refusal_of_fields("Expect: 200-ok\r\n") == 417);
    CHECK(refusal_of_fields("Expect: 100-continue\r\nExpect: 100-continue\r\n") == 417);
}

TEST_CASE("first lines that are not of a request are refused") {
    for (const std::string line : {"GET /",
                                   "GET  / HTTP/1.1",
                                   "GET / HTTP/1.1 ",
                                   "GET /\tHTTP/1.1",
                                   " GET / HTTP/1.1",
                                   "GET / HTTP/2.0",
                                   "GET / HTTP/1.11",
                                   "GET / http/1.1",
                                   "GET / HTTP/1,1",
                                   "GET / HTTP/9.9",
                                   "GET /a b HTTP/1.1",
                                   "G\xC3T / HTTP/1.1",
                                   "GE:T / HTTP/1.1",
                                   "GE(T) / HTTP/1.1",
                                   "GET http://a/ HTTP/1.1",
                                   "GET a HTTP/1.1",
                                   "CONNECT a:80 HTTP/1.1",
                                   "OPTIONS * HTTP/1.1",
                                   "GET /a#b HTTP/1.1",
                                   "GET /\xD0\xB6 HTTP/1.1",
                                   "GET /\x01 HTTP/1.1",
                                   "GET /\x7F HTTP/1.1",
                                   "",
                                   "/ HTTP/1.1",
                                   "\x16\x03\x01"}) {
        INFO(line);
        CHECK(refusal_of_line(line) == 400);
    }
    CHECK(refusal_of_line(std::string("GET /\0 HTTP/1.1", 15)) == 400);
    CHECK(refusal_of_line("GET / HTTP/1.0") == 505);
    CHECK(refusal_of_line("M-SEARCH~ / HTTP/1.1") == 0);
}

TEST_CASE("fields that others may read differently are refused") {
    for (const std::string fields : {"Content-Length: 1\r\nContent-Length: 1\r\n",
                                     "Content-Length: 1\r\ncontent-length: 2\r\n",
                                     "Content-Length: 1, 1\r\n",
                                     "Content-Length: +1\r\n",
                                     "Content-Length: -1\r\n",
                                     "Content-Length: 0x1\r\n",
                                     "Content-Length: 1 1\r\n",
                                     "Content-Length: \r\n",
                                     "Content-Length: 01\r\n",
                                     "Content-Length: 18446744073709551616\r\n",
                                     "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                                     "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
                                     "X: a\r\n b\r\n",
                                     "X: a\r\n\tb\r\n",
                                     "X : a\r\n",
                                     "X: a\nY: b\r\n",
                                     "X: a\rY: b\r\n",
                                     "X\r\n",
                                     ": a\r\n",
                                     "X: \x01\r\n",
                                     "X: \x7F\r\n",
                                     "X Y: a\r\n",
                                     "X\xC3: a\r\n",
                                     "Host: b\r\n",
                                     " X: a\r\n"}) {
        INFO(fields);
        CHECK(refusal_of_fields(fields) == 400);
    }
    CHECK(refusal_of_fields(std::string("X: a\0b\r\n", 8)) == 400);
    CHECK(refusal_of_fields("Content-Length: 18446744073709551615\r\n") == 0);
    CHECK(refusal_of_fields("X: \xD0\xB6\r\n") == 0);
}

TEST_CASE("codings of a transfer are not understood") {
    for (const std::string value :
         {"chunked", "gzip, chunked", "identity", "Chunked", "xchunked", ""})
        CHECK(refusal_of_fields("Transfer-Encoding: " + value + "\r\n") == 501);
    CHECK(refusal_of_fields("transfer-encoding:\tchunked\r\n") == 501);
}

TEST_CASE("a request without one plain host is refused") {
    CHECK(refusal("GET / HTTP/1.1\r\n\r\n") == 400);
    for (const std::string host : {"", "a/b", "a@b", "a b", "a,b", "a?b"})
        CHECK(refusal("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n") == 400);
}

TEST_CASE("a head that has begun can become one as long as its lines end well") {
    CHECK(may_become_head("", 0));
    CHECK(may_become_head("GET / HTTP/1.1\r\nHost:", 0));
    CHECK(may_become_head("GET / HTTP/1.1\r", 0));
    CHECK(!may_become_head("GET / HTTP/1.1\nHost:", 0));
    CHECK(!may_become_head("\n", 0));
    CHECK(may_become_head("GET / HTTP/1.1\r\nH", 15));
    CHECK(!may_become_head("GET / HTTP/1.1\n", 14));
}

TEST_CASE("an answer says its length and whether the connection ends") {
    CHECK(answer_head({404, {{"A", "b"}}, "xyz"}, Persistence::keep) ==
          "HTTP/1.1 404 Not Found\r\nA: b\r\nContent-Length: 3\r\n\r\n");
    CHECK(answer_head({204, {}, ""}, Persistence::close) ==
          "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    CHECK(answer_head({299, {}, ""}, Persistence::keep) ==
          "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("an answer that would say something else is not sendable") {
    CHECK(is_sendable(Response{200, {{"X-Y", "\xD0\xB6\tz"}}, ""}));
    for (const unsigned status : {0U, 100U, 199U, 600U})
        CHECK(!is_sendable(Response{status, {}, ""}));
    for (const Field& one : Fields{{"", "a"},
                                   {"a b", "c"},
                                   {"a:", "b"},
                                   {"a", "b\r\nc: d"},
                                   {"a", "b\n"},
                                   {"content-length", "1"},
                                   {"Connection", "close"},
                                   {"transfer-encoding", "chunked"}})
        CHECK(!is_sendable(Response{200, {one}, ""}));
    CHECK(!is_sendable(Response{200, {{"a", std::string("\0", 1)}}, ""}));
}

TEST_CASE("addresses of servers are read") {
    const auto six = must(parse_host_port("[::1]:0"));
    CHECK(six.host == "::1");
    CHECK(six.port == "0");
    CHECK(must(parse_host_port("a-b.example:65535")).host == "a-b.example");
    for (const std::string_view text : {"", ":80", "a", "a:", "a:65536", "a:-1", "a:080", "::1:80",
                                        "[::1]", "[::1:80", "[]:80", "a b:80", "a:80x", "[g]:80"}) {
        INFO(text);
        CHECK(parse_host_port(text).error().code == ErrorCode::usage);
    }
}

TEST_CASE("URLs are read") {
    const auto url = must(parse_url("https://a.example:81/b/c?d=/e?"));
    CHECK(url.scheme == Scheme::https);
    CHECK(url.authority == "a.example:81");
    CHECK(url.server.port == "81");
    CHECK(url.target == "/b/c?d=/e?");
    CHECK(url.shown() == "https://a.example:81/b/c");
    CHECK(must(parse_url("https://a")).target == "/");
    CHECK(must(parse_url("https://a?b")).target == "/?b");
    CHECK(must(parse_url("https://[::1]/")).server.port == "443");
    CHECK(must(parse_url("http://a/")).server.port == "80");
    for (const std::string_view text :
         {"", "a", "ftp://a/", "https:/a", "https://", "https:///a", "https://u@a/",
          "https://u:p@a/", "https://a/ b", "https://a/#b", "https://a/\xD0\xB6", "https://a:/",
          "HTTPS://a/", "https://a:99999/", "https://a\r\nX: y/", "https://a/\r\nX: y"}) {
        INFO(text);
        CHECK(parse_url(text).error().code == ErrorCode::usage);
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "identity/form.h"
#include "identity/url.h"
#include "support/must.h"

#include <catch2/catch.hpp>

using namespace evote;

TEST_CASE("an address is https or http on this machine where that is allowed") {
    for (const std::string good :
         {"https://id.example", "https://id.example/", "https://id.example:8443/a/b?c=d&e=%20",
          "https://127.0.0.1?x", "https://[2001:db8::1]:1/", "https://ID.example"}) {
        CHECK(check_url(good, PlainHttp::refused));
        CHECK(check_url(good, PlainHttp::on_loopback));
    }
    for (const std::string local :
         {"http://127.0.0.1:8080/x", "http://[::1]", "http://localhost:1/"}) {
        CHECK(check_url(local, PlainHttp::on_loopback));
        CHECK(check_url(local, PlainHttp::refused).error().english() ==
              "this address must begin with https://: http:// is not protected");
    }
    for (const std::string bad : {"",
                                  "https://",
                                  "https:///x",
                                  "https://:1/",
                                  "https://a@b/",
                                  "https://a:b@c/",
                                  "https://a:0/",
                                  "https://a:65536/",
                                  "https://a:01/",
                                  "https://a:",
                                  "https://a/#b",
                                  "https://a /",
                                  "https://a/\n",
                                  "https://a\\b/",
                                  "https://a/\"",
                                  "HTTPS://a",
                                  "//a",
                                  "a",
                                  "ftp://a",
                                  "javascript:x",
                                  "http://a/",
                                  "http://127.0.0.1.a/",
                                  "http://localhost@a/",
                                  "http://127.0.0.2/",
                                  "https://[::1",
                                  "https://[]/",
                                  "https://[::1]a/",
                                  "https://\xD0\xB0/",
                                  "https://a%41/",
                                  "https://[g]/"}) {
        CAPTURE(bad);
        CHECK(check_url(bad, PlainHttp::on_loopback).error().code == ErrorCode::malformed);
    }
    CHECK(check_url("https://a/" + std::string(2038, 'x'), PlainHttp::refused));
    CHECK_FALSE(check_url("https://a/" + std::string(2039, 'x'), PlainHttp::refused));
}

TEST_CASE("parameters are read as they were written") {
    const Parameters parameters{{"a", "b c"}, {"e", "=&+%/?#\xC3\xBC~"}, {"f", ""}};
    const std::string text = form_text(parameters);
    CHECK(text == "a=b%20c&e=%3D%26%2B%25%2F%3F%23%C3%BC~&f=");
    CHECK(must(parse_form(text)) == parameters);
    CHECK(must(parse_form("")).empty());
    CHECK(must(parse_form("a=b+c&d")) == Parameters{{"a", "b c"}, {"d", ""}});
    CHECK(*parameter(parameters, "a") == "b c");
    CHECK(parameter(parameters, "b") == nullptr);
}

TEST_CASE("parameters that are there twice or ill formed or too many are refused") {
    for (const std::string bad : {"a=%", "a=%4", "a=%4g", "a=%g4", "%=1", "a=%ff", "a=%C3"})
        CHECK(parse_form(bad).error().english() == "these are not the parameters of a request");
    CHECK(parse_form("a=1&b=2&%61=3").error().english() == "the parameter a is there twice");
    std::string many = "a0=";
    for (int i = 1; i < 50; ++i)
        many += "&a" + std::to_string(i) + "=";
    CHECK(parse_form(many));
    CHECK_FALSE(parse_form(many + "&b="));
    CHECK(parse_form("a=" + std::string(8190, 'x')));
    CHECK_FALSE(parse_form("a=" + std::string(8191, 'x')));
}

// SPDX-License-Identifier: Apache-2.0
#include "service/visit.h"

#include "base/text.h"
#include "crypto/sha2.h"

namespace evote::service {

using texts::Language;

Language accepted_language(std::string_view accept_language) {
    for (const auto item : split(accept_language, ',')) {
        const auto range = trim(item.substr(0, item.find(';')));
        const auto language = texts::parse_language(range.substr(0, range.find('-')));
        if (language)
            return *language;
    }
    return Language::kyrgyz;
}

http::Field set_cookie(const Cookie& cookie) {
    std::string text = std::string(cookie.name) + "=" + std::string(cookie.value) +
                       "; Path=/; Secure; HttpOnly; SameSite=" + std::string(cookie.same_site);
    if (cookie.seconds > 0)
        text += "; Max-Age=" + std::to_string(cookie.seconds);
    return {"Set-Cookie", text};
}

http::Field drop_cookie(std::string_view name) {
    return {"Set-Cookie", std::string(name) + "=; Path=/; Secure; HttpOnly; Max-Age=0"};
}

Visit::Visit(std::shared_ptr<const http::Request> request, http::Respond respond, http::Form form)
    : request_(std::move(request)), respond_(std::move(respond)), form_(std::move(form)) {
    const auto named = texts::parse_language(field("lang"));
    language_ =
        named ? *named : accepted_language(http::field(request_->fields, "Accept-Language"));
}

Result<Visit> Visit::read(http::Request request, http::Respond respond) {
    EVOTE_TRY(auto form,
              http::Form::parse(request.method == "POST" ? request.body : request.query));
    return Visit(std::make_shared<const http::Request>(std::move(request)), std::move(respond),
                 std::move(form));
}

std::string Visit::cookie(std::string_view name) const {
    return http::cookie(request_->fields, name).value_or(std::string());
}

std::string policy_hash(std::string_view text) {
    return "'sha256-" + base64_encode(crypto::sha256(bytes_of(text))) + "'";
}

http::Response page_answer(unsigned status, std::string body, const PagePolicy& policy) {
    std::string csp = "default-src 'none'; style-src " + policy.style;
    if (!policy.script.empty())
        csp += "; script-src " + policy.script;
    csp += "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    return {status,
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Cache-Control", "no-store"},
             {"Content-Security-Policy", csp},
             {"Referrer-Policy", std::string(policy.referrer)},
             {"Permissions-Policy",
              "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
             {"X-Content-Type-Options", "nosniff"},
             {"Cross-Origin-Resource-Policy", "same-origin"},
             {"Strict-Transport-Security", "max-age=31536000"}},
            std::move(body)};
}

http::Response redirect(std::string_view url) {
    return {303,
            {{"Location", std::string(url)},
             {"Cache-Control", "no-store"},
             {"Referrer-Policy", "no-referrer"}},
            {}};
}

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
#include "support/browser.h"

#include "support/plain_http.h"

#include <stdexcept>

namespace evote {

std::string Browser::go(std::string url, const std::string& home) {
    for (int step = 0; step < 10; ++step) {
        if (url.starts_with(home))
            return url;
        std::string cookies;
        for (const auto& [name, value] : cookies_)
            cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
        const auto response = plain_http({"GET", url, {{"Cookie", cookies}}});
        if (!response)
            throw std::runtime_error(response.error().english());
        for (const auto& one : response->fields) {
            const std::size_t sign = one.value.find('=');
            if (one.name == "Set-Cookie" || one.name == "set-cookie")
                cookies_[one.value.substr(0, sign)] =
                    one.value.substr(sign + 1, one.value.find(';') - sign - 1);
        }
        const std::string next(http::field(response->fields, "location"));
        if (next.empty())
            throw std::runtime_error(url + " answers with status " +
                                     std::to_string(response->status) + ": " + response->body);
        url = next.starts_with('/') ? url.substr(0, url.find('/', 7)) + next : next;
    }
    throw std::runtime_error("too many redirects");
}

} // namespace evote

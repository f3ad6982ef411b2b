// SPDX-License-Identifier: Apache-2.0
#include "identity/url.h"

#include "base/text.h"

#include <algorithm>

namespace evote::identity {

namespace {

constexpr std::size_t longest_url = 2048;

bool is_url_character(char c) {
    static constexpr std::string_view never = "\"#<>\\^`{|}";
    return c > ' ' && c < '\x7F' && never.find(c) == std::string_view::npos;
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
}

bool is_address_character(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' ||
           c == '.';
}

bool is_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']'))
        return host.size() > 2 &&
               std::ranges::all_of(host.substr(1, host.size() - 2), is_address_character);
    return !host.empty() && std::ranges::all_of(host, is_host_character);
}

bool is_loopback(std::string_view host) {
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

// The host of "host[:port]"; nothing if either is ill-formed.
std::string_view host_of(std::string_view authority) {
    const std::size_t end = authority.starts_with('[') ? authority.find(']') : 0;
    const std::size_t colon = authority.find(':', std::min(end, authority.size()));
    const std::string_view host = authority.substr(0, colon);
    if (colon != std::string_view::npos) {
        const auto port = decimal_decode(authority.substr(colon + 1), 65535);
        if (!port || *port == 0)
            return {};
    }
    return is_host(host) ? host : std::string_view();
}

} // namespace

Outcome check_url(std::string_view url, PlainHttp plain_http) {
    static constexpr std::string_view secure = "https://";
    static constexpr std::string_view plain = "http://";
    const bool is_secure = url.starts_with(secure);
    const std::string_view rest =
        url.substr(std::min(url.size(), is_secure                ? secure.size()
                                        : url.starts_with(plain) ? plain.size()
                                                                 : url.size()));
    const std::string_view host = host_of(rest.substr(0, rest.find_first_of("/?")));
    if (url.size() > longest_url || host.empty() || !std::ranges::all_of(url, is_url_character))
        return fail(ErrorCode::malformed, msg("this is not an address that begins with https://"));
    if (!is_secure && (plain_http == PlainHttp::refused || !is_loopback(host)))
        return fail(ErrorCode::malformed,
                    msg("this address must begin with https://: http:// is not protected"));
    return {};
}

} // namespace evote::identity

// SPDX-License-Identifier: Apache-2.0
#include "http/address.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace evote::http {
namespace {

bool is_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
}

bool is_literal_letter(char letter) {
    return (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F') ||
           (letter >= '0' && letter <= '9') || letter == ':' || letter == '.';
}

// A host, and what comes after it.
std::optional<std::pair<std::string_view, std::string_view>> split_host(std::string_view text) {
    if (!text.starts_with('[')) {
        const auto host = text.substr(0, text.find(':'));
        if (host.empty() || !std::all_of(host.begin(), host.end(), is_name_letter))
            return std::nullopt;
        return std::pair{host, text.substr(host.size())};
    }
    const auto end = text.find(']');
    if (end == text.npos)
        return std::nullopt;
    const auto host = text.substr(1, end - 1);
    if (host.empty() || !std::all_of(host.begin(), host.end(), is_literal_letter))
        return std::nullopt;
    return std::pair{host, text.substr(end + 1)};
}

std::optional<HostPort> split_host_port(std::string_view text, std::string_view usual_port) {
    const auto parts = split_host(text);
    if (!parts)
        return std::nullopt;
    const auto [host, rest] = *parts;
    if (rest.empty() && !usual_port.empty())
        return HostPort{std::string(host), std::string(usual_port)};
    if (!rest.starts_with(':') || !decimal_decode(rest.substr(1), 65535))
        return std::nullopt;
    return HostPort{std::string(host), std::string(rest.substr(1))};
}

Failed no_url() {
    return fail(ErrorCode::usage,
                msg("this is not a URL with a host, such as https://example.org/path"));
}

} // namespace

Result<HostPort> parse_host_port(std::string_view text) {
    auto parts = split_host_port(text, {});
    if (!parts)
        return fail(Error{ErrorCode::usage,
                          msg("this is not a host and a port, such as 127.0.0.1:8443"),
                          std::string(text),
                          {}});
    return *std::move(parts);
}

std::string Url::shown() const {
    return (scheme == Scheme::https ? "https://" : "http://") + authority +
           target.substr(0, target.find('?'));
}

Result<Url> parse_url(std::string_view text) {
    const bool is_secure = text.starts_with("https://");
    if (!is_secure && !text.starts_with("http://"))
        return no_url();
    const auto rest = text.substr(text.find("//") + 2);
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    auto server = split_host_port(authority, is_secure ? "443" : "80");
    const auto tail = rest.substr(authority.size());
    const auto is_allowed = [](char letter) {
        return letter > ' ' && letter <= '~' && letter != '#';
    };
    if (!server || !std::all_of(tail.begin(), tail.end(), is_allowed))
        return no_url();
    return Url{is_secure ? Scheme::https : Scheme::http, std::string(authority), *std::move(server),
               (tail.starts_with('/') ? "" : "/") + std::string(tail)};
}

} // namespace evote::http

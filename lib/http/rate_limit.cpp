// SPDX-License-Identifier: Apache-2.0
#include "http/rate_limit.h"

#include "evote/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

namespace evote::http {
namespace {

std::string text_of_address(int family, const void* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(family, address, text.data(), text.size()) == nullptr ? "" : text.data();
}

} // namespace

std::string address_key(std::string_view address) {
    const std::string text(address.substr(0, address.find('%'))); // without the interface
    in6_addr six{};
    if (::inet_pton(AF_INET6, text.c_str(), &six) != 1)
        return std::string(address);
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return text_of_address(AF_INET, &six.s6_addr[12]);
    std::fill(std::begin(six.s6_addr) + 8, std::end(six.s6_addr), std::uint8_t{0});
    return text_of_address(AF_INET6, &six) + "/64";
}

// A bucket is when it will be full: each token that is taken moves that on by `every`
// (the generic cell rate algorithm of ITU-T I.371).
RateLimit::RateLimit(Rate rate, std::size_t most_keys) : rate_(rate), most_keys_(most_keys) {
    EVOTE_CHECK(rate.burst >= 1 && rate.every.count() >= 1 && most_keys >= 1);
}

std::uint32_t RateLimit::take(std::string_view key, Time now) {
    const std::lock_guard lock(mutex_);
    forget_full(now);
    const auto found = full_at_.find(key);
    const Time before = found == full_at_.end() ? now : found->second;
    const Time first_empty = now + rate_.every * (rate_.burst - 1);
    if (before > first_empty) {
        const auto wait = std::chrono::ceil<std::chrono::seconds>(before - first_empty);
        return static_cast<std::uint32_t>(wait.count());
    }
    if (found != full_at_.end()) {
        by_time_.erase({before, found->first});
        found->second = before + rate_.every;
    } else {
        if (full_at_.size() == most_keys_)
            forget_full(by_time_.begin()->first);
        full_at_.emplace(key, before + rate_.every);
    }
    by_time_.emplace(before + rate_.every, key);
    return 0;
}

std::size_t RateLimit::size() const {
    const std::lock_guard lock(mutex_);
    return full_at_.size();
}

void RateLimit::forget_full(Time now) {
    while (!by_time_.empty() && by_time_.begin()->first <= now) {
        full_at_.erase(full_at_.find(by_time_.begin()->second));
        by_time_.erase(by_time_.begin());
    }
}

} // namespace evote::http

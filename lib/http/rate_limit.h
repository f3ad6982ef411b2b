// SPDX-License-Identifier: Apache-2.0
// How often somebody may do something: a bucket of tokens for each address or person.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace evote::http {

/// Whose bucket a client's address uses: an IPv4 address as it is, also if it is mapped into IPv6;
/// of any other IPv6 address the network of 64 bits, "2001:db8:0:1::/64", since one client has all
/// addresses of its network. What is no address is taken as it is.
std::string address_key(std::string_view address);

/// From any thread.
class RateLimit {
  public:
    using Time = std::chrono::steady_clock::time_point;

    struct Rate {
        std::uint32_t burst;             ///< so many at once, at least 1
        std::chrono::milliseconds every; ///< and then one in each such time, at least 1 ms
    };

    /// Buckets that are full again are forgotten; of more than `most_keys` others the one that is
    /// next to be full.
    RateLimit(Rate rate, std::size_t most_keys);

    /// Takes a token and returns zero; if there is none, the whole seconds until there is one, for
    /// Retry-After. `now` never goes back.
    std::uint32_t take(std::string_view key, Time now);

    /// How many buckets are not full.
    std::size_t size() const;

  private:
    void forget_full(Time now);

    Rate rate_;
    std::size_t most_keys_;
    mutable std::mutex mutex_;
    std::map<std::string, Time, std::less<>> full_at_; // when each will be full
    std::set<std::pair<Time, std::string>> by_time_;
};

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
#include "http/connection_limits.h"

namespace evote::http {

std::optional<ConnectionLimits::Place> ConnectionLimits::enter(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (count_ >= most_)
        return std::nullopt;
    const auto of_address = count_of_.try_emplace(key, 0).first;
    if (of_address->second >= most_per_address_)
        return std::nullopt;
    ++of_address->second;
    ++count_;
    return Place(*this, key);
}

void ConnectionLimits::leave(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto of_address = count_of_.find(key);
    if (--of_address->second == 0)
        count_of_.erase(of_address);
    --count_;
}

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
#include "service/clerk_sessions.h"

#include "base/text.h"
#include "crypto/sha2.h"

#include <algorithm>

namespace evote::service {

std::string random_cookie(crypto::Random& random) {
    ByteArray<16> bytes{};
    random.fill(bytes);
    return hex_encode(bytes);
}

std::string ClerkSessions::begin(const identity::Identified& clerk, std::int64_t now) {
    std::string cookie = random_cookie(random_);
    const std::lock_guard lock(mutex_);
    forget(now);
    sessions_.emplace(crypto::sha256(bytes_of(cookie)), Session{clerk, now, now});
    return cookie;
}

std::optional<identity::Identified> ClerkSessions::find(std::string_view cookie, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(crypto::sha256(bytes_of(cookie)));
    if (found == sessions_.end())
        return std::nullopt;
    Session& session = found->second;
    if (now - session.seen >= idle_seconds || now - session.begun >= longest_seconds) {
        sessions_.erase(found);
        return std::nullopt;
    }
    session.seen = now;
    return session.clerk;
}

void ClerkSessions::end(std::string_view cookie) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(crypto::sha256(bytes_of(cookie)));
}

void ClerkSessions::forget(std::int64_t now) {
    std::erase_if(sessions_,
                  [&](const auto& item) { return now - item.second.seen >= idle_seconds; });
    if (sessions_.size() < most)
        return;
    const auto idle =
        std::ranges::min_element(sessions_, {}, [](const auto& item) { return item.second.seen; });
    sessions_.erase(idle);
}

std::string FormTokens::token(std::string_view cookie) const {
    return hex_encode(crypto::hmac_sha256(key_, {bytes_of(cookie)}));
}

bool FormTokens::is_token(std::string_view token, std::string_view cookie) const {
    return !cookie.empty() && equal(bytes_of(token), bytes_of(this->token(cookie)));
}

} // namespace evote::service

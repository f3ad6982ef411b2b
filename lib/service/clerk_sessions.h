// SPDX-License-Identifier: Apache-2.0
// Clerks who are signed in.
#pragma once

#include "crypto/hmac.h"
#include "crypto/random.h"
#include "identity/id_token.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace evote::service {

/// In memory, for as long as the service runs. Thread-safe.
class ClerkSessions {
  public:
    static constexpr std::int64_t idle_seconds = 20 * 60;
    static constexpr std::int64_t longest_seconds = 10 * 60 * 60;
    static constexpr std::size_t most = 10000;

    explicit ClerkSessions(crypto::Random& random) : random_(random) {}

    /// The value of the clerk's cookie: 32 hex digits. Of too many sessions the one is forgotten
    /// that has been idle longest.
    std::string begin(const identity::Identified& clerk, std::int64_t now);

    /// Whose cookie it is, who is then not idle.
    std::optional<identity::Identified> find(std::string_view cookie, std::int64_t now);

    void end(std::string_view cookie);

  private:
    struct Session {
        identity::Identified clerk;
        std::int64_t begun;
        std::int64_t seen;
    };

    void forget(std::int64_t now);

    crypto::Random& random_;
    std::mutex mutex_;
    std::map<Digest32, Session> sessions_; // by the hash of the cookie
};

/// Binds forms to the cookie of the browser that they were sent to.
class FormTokens {
  public:
    explicit FormTokens(crypto::Random& random) { random.fill(key_.expose()); }

    std::string token(std::string_view cookie) const;

    bool is_token(std::string_view token, std::string_view cookie) const;

  private:
    crypto::MacKey key_;
};

/// A value for a cookie, which nobody guesses.
std::string random_cookie(crypto::Random& random);

} // namespace evote::service

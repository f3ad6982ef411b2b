// SPDX-License-Identifier: Apache-2.0
// Logins that were begun and not yet ended.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string_view>

namespace evote::identity {

/// What the service remembers of a login while the person is at the provider. Wiped.
struct PendingLogin {
    PendingLogin() = default;
    PendingLogin(const PendingLogin&) = default;
    PendingLogin& operator=(const PendingLogin&) = default;
    ~PendingLogin();

    ByteArray<32> verifier{}; ///< for PKCE (RFC 7636)
    ByteArray<32> nonce{};    ///< what the ID token must repeat
    Digest32 cookie_hash{};   ///< SHA-256 of the cookie of the browser in which it began
    std::int64_t begun = 0;   ///< seconds since 1970
};

/// The pending logins of a service, in memory. If there are too many, the oldest are forgotten.
/// Thread-safe.
class PendingLogins {
  public:
    /// Seconds within which a login must be ended.
    static constexpr std::int64_t longest = 600;

    /// `most` at a time, some 300 bytes each.
    explicit PendingLogins(std::size_t most) : most_(most) {}

    void add(std::string_view state, const PendingLogin& login);

    /// The login of this state, which is then forgotten, whatever comes of it.
    /// ErrorCode::login_refused if there is none, if it is too old, or if it was begun in another
    /// browser than that of the cookie.
    Result<PendingLogin> take(std::string_view state, std::string_view cookie, std::int64_t now);

    std::size_t size() const;

  private:
    struct Kept {
        Digest32 key; // the hash of the state: how long a look-up takes says nothing about states
        PendingLogin login;
    };

    mutable std::mutex mutex_;
    std::size_t most_;
    std::list<Kept> logins_; // the oldest first
    std::map<Digest32, std::list<Kept>::iterator> places_;
};

} // namespace evote::identity

// SPDX-License-Identifier: Apache-2.0
#include "identity/pending_logins.h"

#include "base/secret.h"
#include "crypto/sha2.h"

namespace evote::identity {

PendingLogin::~PendingLogin() {
    wipe(verifier.data(), verifier.size());
    wipe(nonce.data(), nonce.size());
}

void PendingLogins::add(std::string_view state, const PendingLogin& login) {
    const Digest32 key = crypto::sha256(bytes_of(state));
    const std::lock_guard lock(mutex_);
    while (!logins_.empty() &&
           (logins_.size() >= most_ || login.begun - logins_.front().login.begun > longest)) {
        places_.erase(logins_.front().key);
        logins_.pop_front();
    }
    logins_.push_back({key, login});
    places_[key] = std::prev(logins_.end());
}

Result<PendingLogin> PendingLogins::take(std::string_view state, std::string_view cookie,
                                         std::int64_t now) {
    const Digest32 key = crypto::sha256(bytes_of(state));
    std::list<Kept> taken;
    {
        const std::lock_guard lock(mutex_);
        const auto found = places_.find(key);
        if (found != places_.end()) {
            taken.splice(taken.begin(), logins_, found->second);
            places_.erase(found);
        }
    }
    if (taken.empty())
        return fail(ErrorCode::login_refused,
                    msg("this login is not known: it was ended already, or begun too long ago"));
    const PendingLogin& login = taken.front().login;
    if (now - login.begun > longest || now < login.begun - longest)
        return fail(ErrorCode::login_refused, msg("this login was begun too long ago"));
    if (!equal(crypto::sha256(bytes_of(cookie)), login.cookie_hash))
        return fail(ErrorCode::login_refused, msg("this login was begun in another browser"));
    return login;
}

std::size_t PendingLogins::size() const {
    const std::lock_guard lock(mutex_);
    return logins_.size();
}

} // namespace evote::identity

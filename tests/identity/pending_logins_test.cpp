// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"
#include "identity/pending_logins.h"
#include "support/must.h"

#include <catch2/catch.hpp>

using namespace evote;

TEST_CASE("of too many logins at a time the oldest are forgotten") {
    PendingLogins pending(3);
    PendingLogin login;
    const std::string cookie = "cookie";
    login.cookie_hash = sha256(bytes_of(cookie));
    for (int i = 0; i < 5; ++i) {
        login.begun = 100 + i;
        pending.add(std::to_string(i), login);
    }
    CHECK(pending.size() == 3);
    CHECK_FALSE(pending.take("0", cookie, 105));
    CHECK_FALSE(pending.take("1", cookie, 105));
    CHECK(must(pending.take("3", cookie, 105)).begun == 103);
    CHECK_FALSE(pending.take("3", cookie, 105));
    CHECK(pending.size() == 2);
    CHECK(pending.take("2", cookie, 702));
    CHECK_FALSE(pending.take("4", cookie, 705));
    CHECK(pending.size() == 0);
    // What is too old makes room.
    login.begun = 1000;
    pending.add("a", login);
    login.begun = 1600;
    pending.add("b", login);
    CHECK(pending.size() == 2);
    login.begun = 1601;
    pending.add("c", login);
    CHECK(pending.size() == 2);
}

// SPDX-License-Identifier: Apache-2.0
// A network with a provider in it that says what the test tells it to say, and a clock.
#pragma once

#include "identity/fetch.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace evote {

inline const std::string fake_issuer = "https://id.example";

/// A request as it came.
struct SeenRequest {
    std::string method;
    std::string url;
    http::Fields fields;
    std::string body;
};

class FakeNetwork {
  public:
    /// With the description of a good provider, and no keys.
    FakeNetwork();

    Fetch fetch();
    Clock clock();

    /// What is answered from now on; a status of 0 is no answer.
    void answer(const std::string& path, const std::string& body, unsigned status = 200);

    /// Nothing is answered until release().
    void hold();
    void release();

    std::vector<SeenRequest> requests() const;
    /// How often this path was asked for.
    std::size_t count(const std::string& path) const;

    std::atomic<std::int64_t> now = 1'900'000'000;

  private:
    void respond(const std::string& url, const Fetched& done) const;

    mutable std::mutex mutex_;
    std::map<std::string, http::Response> answers_;
    std::vector<SeenRequest> requests_;
    bool held_ = false;
    std::vector<std::pair<std::string, Fetched>> waiting_;
};

/// The description of a good provider.
nlohmann::json good_description();

} // namespace evote

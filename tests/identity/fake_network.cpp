// SPDX-License-Identifier: Apache-2.0
#include "identity/fake_network.h"

namespace evote {

nlohmann::json good_description() {
    return {{"issuer", fake_issuer},
            {"authorization_endpoint", fake_issuer + "/auth"},
            {"token_endpoint", fake_issuer + "/token"},
            {"jwks_uri", fake_issuer + "/keys"},
            {"response_types_supported", {"code", "id_token"}},
            {"code_challenge_methods_supported", {"plain", "S256"}},
            {"id_token_signing_alg_values_supported", {"RS256", "none"}},
            {"claims_parameter_supported", false},
            {"authorization_response_iss_parameter_supported", true}};
}

FakeNetwork::FakeNetwork() {
    answer("/.well-known/openid-configuration", good_description().dump());
}

Fetch FakeNetwork::fetch() {
    return [this](FetchRequest request, Fetched done) {
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back({request.method, request.url, request.fields, request.body});
            if (held_) {
                waiting_.emplace_back(request.url, std::move(done));
                return;
            }
        }
        respond(request.url, done);
    };
}

Clock FakeNetwork::clock() {
    return [this] { return now.load(); };
}

void FakeNetwork::answer(const std::string& path, const std::string& body, unsigned status) {
    const std::lock_guard lock(mutex_);
    answers_[fake_issuer + path] = {status, {{"Content-Type", "application/json"}}, body};
}

void FakeNetwork::hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
}

void FakeNetwork::release() {
    std::vector<std::pair<std::string, Fetched>> waiting;
    {
        const std::lock_guard lock(mutex_);
        held_ = false;
        waiting.swap(waiting_);
    }
    for (const auto& [url, done] : waiting)
        respond(url, done);
}

std::vector<SeenRequest> FakeNetwork::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::size_t FakeNetwork::count(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count_if(
        requests_, [&](const SeenRequest& one) { return one.url == fake_issuer + path; }));
}

void FakeNetwork::respond(const std::string& url, const Fetched& done) const {
    http::Response response{404, {}, ""};
    {
        const std::lock_guard lock(mutex_);
        const auto found = answers_.find(url);
        if (found != answers_.end())
            response = found->second;
    }
    if (response.status == 0)
        return done(fail(ErrorCode::system, verbatim("no network")));
    done(std::move(response));
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "service/registrar_config.h"
#include "support/must.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;
using service::RegistrarConfig;
using service::SecondShowing;

namespace {

nlohmann::json usual() {
    return {{"format", "evote-registrar-config-1"},
            {"record", "election"},
            {"fingerprint", std::string(64, 'a')},
            {"list", "list.csv"},
            {"secret", "/secrets/registrar-1.age"},
            {"state", "state.db"},
            {"listen", "0.0.0.0:443"},
            {"certificate", "cert.pem"},
            {"key", "key.pem"},
            {"url", "https://registrar-1.example.kg"},
            {"provider", {{"issuer", "https://id.example"}, {"client_id", "x"}, {"claim", "pin"}}}};
}

std::string fault_of(const nlohmann::json& config) {
    const auto read = RegistrarConfig::parse(bytes_of(config.dump()), "/etc/evote");
    return read ? "fine" : read.error().english();
}

template <class T>
std::string with(const std::string& name, const T& value) {
    auto config = usual();
    config[name] = value;
    return fault_of(config);
}

std::string provider_with(const std::string& name, const std::string& value) {
    auto config = usual();
    config["provider"][name] = value;
    return fault_of(config);
}

} // namespace

TEST_CASE("one file sets a registrar's service up") {
    auto config = usual();
    const auto least = must(RegistrarConfig::parse(bytes_of(config.dump()), "/etc/evote"));
    CHECK(least.record == "/etc/evote/election");
    CHECK(least.secret == "/secrets/registrar-1.age");
    CHECK(least.persons.empty());
    CHECK(least.rules.second_showing == SecondShowing::told);
    CHECK(least.rules.ticket_seconds == 600);
    CHECK(least.provider.authentication == "none");
    config["persons"] = "persons.csv";
    config["origins"] = {"https://vote.example.kg", "https://vote.example.kg:8443"};
    config["second_showing"] = "refused";
    config["limits"] = {{"showings_per_day", 3}, {"ticket_minutes", 5}, {"threads", 4}};
    config["provider"]["client_secret_file"] = "client-secret";
    config["provider"]["role_claim"] = "roles";
    config["provider"]["clerk_role"] = "clerk";
    const auto more = must(RegistrarConfig::parse(bytes_of(config.dump()), "/etc/evote"));
    CHECK(more.persons == "/etc/evote/persons.csv");
    CHECK(more.origins.size() == 2);
    CHECK(more.rules.second_showing == SecondShowing::refused);
    CHECK(more.rules.showings_per_day == 3);
    CHECK(more.rules.ticket_seconds == 300);
    CHECK(more.threads == 4);
    CHECK(more.provider.authentication == "basic");
    CHECK(more.provider.client_secret == "/etc/evote/client-secret");
}

TEST_CASE("a fault of the file that sets a service up is named with its field") {
    for (const auto* field : {"record", "fingerprint", "list", "secret", "state", "listen",
                              "certificate", "key", "url", "provider", "format"}) {
        auto config = usual();
        config.erase(field);
        CHECK(fault_of(config) == "the key \"" + std::string(field) + "\" is missing");
        CHECK(with(field, 7).starts_with(std::string(field)));
    }
    CHECK(with("format", "evote-registrar-config-2").starts_with("format: "));
    CHECK(with("fingerprint", "abc").starts_with("fingerprint: "));
    CHECK(with("list", "") == "list: this must not be empty");
    CHECK(with("other", "x") == "other: this key is unknown");
    const std::string origin =
        ": https://HOST or https://HOST:PORT in small letters is expected here";
    for (const auto* url : {"http://a", "https://", "https://a/", "https://A", "https://a?x", "a"})
        CHECK(with("url", url) == "url" + origin);
    CHECK(with("origins", std::vector<std::string>{"https://a", "*"}) == "origins[1]" + origin);
    CHECK(with("second_showing", "never") ==
          "second_showing: shown, told or refused is expected here");
    CHECK(with("page", "https://a#b").starts_with("page: "));
    CHECK(with("call", "a\nb").starts_with("call: "));
    CHECK(with("refresh_seconds", 0).starts_with("refresh_seconds: "));
    CHECK(with("limits", nlohmann::json{{"showings_per_day", 0}})
              .starts_with("limits.showings_per_day: "));
    CHECK(with("limits", nlohmann::json{{"other", 1}}) == "limits.other: this key is unknown");
    CHECK(provider_with("authentication", "post") ==
          "provider: authentication and client_secret_file do not fit together");
    CHECK(provider_with("authentication", "jwt").starts_with("provider.authentication: "));
    CHECK(provider_with("clerk_role", "clerk") ==
          "provider: role_claim and clerk_role are given together");
    CHECK(provider_with("scopes", "x") == "provider.scopes: this key is unknown");
    auto nobody = usual();
    nobody["provider"].erase("claim");
    CHECK(fault_of(nobody) ==
          "provider: claim is missing, or role_claim and clerk_role: nobody could sign in");
}

// SPDX-License-Identifier: Apache-2.0
// bench_registrar_load [RATE [SECONDS [IDLE]]]: voters who sign in at a registrar's service and are
// shown their codes, RATE each second, while IDLE connections do nothing or send a byte a second.
// Everything is in this process, over TLS on loopback: browsers, the service with its state on the
// disk, and the identity provider, whose time is taken off. Prints how long a log-in took, from
// when it was due to the last byte of the page.
#include "base/text.h"
#include "crypto/sha2.h"
#include "http/client.h"
#include "http/form.h"
#include "http/server.h"
#include "http/tls_socket.h"
#include "identity/base64url.h"
#include "identity/test_key.h"
#include "service/registrar_site.h"
#include "service/registrars.h"
#include "support/certificate.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

using namespace evote;

namespace {

using Time = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t most_voters = 3000;
constexpr unsigned browsers = 48;

// What the provider did in this process.
class StubProvider {
  public:
    explicit StubProvider(const CertificateFiles& files)
        : server_(must(http::Server::listen(
              options(files), [this](http::Request request, const http::Respond& respond) {
                  const auto begin = Time::now();
                  auto answer = answer_to(request);
                  spent_ += (Time::now() - begin).count();
                  respond(std::move(answer));
              }))) {}

    std::string issuer() const { return "https://localhost:" + std::to_string(server_.port()); }

    // Where the browser is sent back to: the query.
    std::string authorize(const std::string& url, std::size_t voter) {
        const auto form = must(http::Form::parse(url.substr(url.find('?') + 1)));
        const std::string code = "c" + std::to_string(++codes_);
        const std::lock_guard lock(mutex_);
        begun_[code] = {std::string(form.value("nonce")), voter};
        return "code=" + code + "&state=" + std::string(form.value("state"));
    }

    double milliseconds() const { return Milliseconds(Time::duration(spent_.load())).count(); }

  private:
    static http::ServerOptions options(const CertificateFiles& files) {
        http::ServerOptions out;
        out.address = "127.0.0.1:0";
        out.certificate = files.certificate;
        out.key = files.key;
        out.threads = 1;
        return out;
    }

    http::Response answer_to(const http::Request& request) {
        std::string body;
        if (request.path == "/keys")
            body = key_set({p256_key().jwk("1")});
        else if (request.path == "/token")
            body = token(must(http::Form::parse(request.body)));
        else
            body = nlohmann::json{{"issuer", issuer()},
                                  {"authorization_endpoint", issuer() + "/authorize"},
                                  {"token_endpoint", issuer() + "/token"},
                                  {"jwks_uri", issuer() + "/keys"},
                                  {"response_types_supported", {"code"}},
                                  {"subject_types_supported", {"public"}},
                                  {"id_token_signing_alg_values_supported", {"ES256"}}}
                       .dump();
        return {200, {{"Content-Type", "application/json"}}, body};
    }

    std::string token(const http::Form& form) {
        std::pair<std::string, std::size_t> login;
        {
            const std::lock_guard lock(mutex_);
            login = begun_.at(std::string(form.value("code")));
            begun_.erase(std::string(form.value("code")));
        }
        const auto now = http::system_time();
        const nlohmann::json claims{{"iss", issuer()},
                                    {"aud", "voters"},
                                    {"iat", now},
                                    {"exp", now + 300},
                                    {"auth_time", now},
                                    {"nonce", login.first},
                                    {"sub", "s" + std::to_string(login.second)},
                                    {"pin", std::to_string(login.second)}};
        return nlohmann::json{
            {"access_token", "x"},
            {"token_type", "Bearer"},
            {"id_token", p256_key().sign(R"({"alg":"ES256","kid":"1"})", claims.dump())}}
            .dump();
    }

    std::mutex mutex_;
    std::map<std::string, std::pair<std::string, std::size_t>> begun_;
    std::atomic<std::uint64_t> codes_ = 0;
    std::atomic<Time::rep> spent_ = 0;
    http::Server server_; // last: it begins at once
};

std::vector<NamedVoter> voters() {
    std::vector<NamedVoter> out;
    for (std::size_t i = 0; i < most_voters; ++i)
        out.push_back({std::to_string(i), {}});
    return out;
}

DeskRules rules() {
    DeskRules out;
    out.showings_per_day = UINT32_MAX;
    return out;
}

struct Service {
    Service()
        : scene(rules(), {}, voters()),
          files(make_certificate(scene.made.folder())),
          provider(files),
          client(must(http::Client::create(client_options()))),
          site(parts(), settings()),
          server(must(http::Server::listen(
              options(), [this](http::Request request, const http::Respond& respond) {
                  site.handle(std::move(request), respond);
              }))) {}

    http::ClientOptions client_options() const {
        http::ClientOptions out;
        out.authorities = files.certificate;
        out.at_once = 4096;
        return out;
    }

    RegistrarSite::Parts parts() {
        auto known = must(identity::Provider::create(
            provider.issuer(), identity::PlainHttp::refused,
            [this](identity::FetchRequest request, identity::Fetched done) {
                client.fetch({request.method, request.url, request.fields, request.body},
                             std::move(done));
            },
            http::system_time));
        identity::LoginSettings login;
        login.token.client_id = "voters";
        login.token.person_claim = "pin";
        login.redirect_uri = "https://localhost/callback";
        return {*scene.desk,
                sign_in_by(must(identity::Login::create(known, std::move(login), system_random()))),
                std::nullopt,
                system_random(),
                http::system_time,
                scene.log};
    }

    static SiteSettings settings() {
        SiteSettings out;
        out.base = "https://localhost";
        out.facts.title = {"Load", "Load", "Load"};
        out.rates.logins = {1000000, std::chrono::milliseconds{1}};
        return out;
    }

    http::ServerOptions options() const {
        http::ServerOptions out;
        out.address = "127.0.0.1:0";
        out.certificate = files.certificate;
        out.key = files.key;
        out.limits.connections = 10000;
        out.limits.connections_per_address = 10000;
        return out;
    }

    DeskScene scene;
    CertificateFiles files;
    StubProvider provider;
    http::Client client;
    RegistrarSite site;
    http::Server server;
};

std::string part(const std::string& text, const std::string& before, const std::string& after) {
    const auto at = text.find(before);
    if (at == std::string::npos)
        return {};
    const auto begin = at + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
}

// One browser's log-in with a connection of its own. Whether a code was shown.
bool log_in(Service& service, std::size_t voter) {
    TlsSocket socket(service.server.port());
    const std::string end = " HTTP/1.1\r\nHost: localhost\r\n";
    if (!socket.is_open() || !socket.send("GET /login?lang=en" + end + "\r\n"))
        return false;
    const auto begun = socket.receive_answer();
    const auto cookie = part(begun, "__Host-login=", ";");
    const auto url = part(begun, "Location: ", "\r\n");
    if (cookie.empty() || url.empty())
        return false;
    socket.send("GET /callback?" + service.provider.authorize(url, voter) + end +
                "Cookie: __Host-login=" + cookie + "; __Host-way=en.voter.0\r\n\r\n");
    return socket.receive_answer().find("class=\"code\"") != std::string::npos;
}

// Connections that do nothing, and ones that send a byte each second; begun again when they are
// closed.
void be_idle(Service& service, std::size_t count, const std::atomic<bool>& ends) {
    std::vector<std::unique_ptr<TlsSocket>> sockets(count);
    while (!ends) {
        for (std::size_t i = 0; i < count && !ends; ++i) {
            const bool slow = i % 2 == 0;
            if (sockets[i] && (!slow || sockets[i]->send("G")))
                continue;
            sockets[i] = std::make_unique<TlsSocket>(service.server.port());
        }
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

struct Measured {
    std::mutex mutex;
    std::vector<double> milliseconds;
    std::size_t failed = 0;
};

void browse(Service& service, double rate, std::size_t logins, Time::time_point begin,
            std::atomic<std::size_t>& next, Measured& measured) {
    for (;;) {
        const std::size_t i = next++;
        if (i >= logins)
            return;
        const auto due = begin + std::chrono::duration_cast<Time::duration>(
                                     std::chrono::duration<double>(static_cast<double>(i) / rate));
        std::this_thread::sleep_until(due);
        const bool done = log_in(service, i % most_voters);
        const double took = Milliseconds(Time::now() - due).count();
        const std::lock_guard lock(measured.mutex);
        measured.milliseconds.push_back(took);
        measured.failed += done ? 0 : 1;
    }
}

void print_times(Measured& measured, double seconds, double provider) {
    auto& all = measured.milliseconds;
    std::ranges::sort(all);
    const auto at = [&](double part_of_all) {
        return all[static_cast<std::size_t>(part_of_all * static_cast<double>(all.size() - 1))];
    };
    const double each = provider / static_cast<double>(all.size());
    fmt::print("{} log-ins in {:.1f} s: {:.0f} per second, {} failed\n"
               "p50 {:.1f} ms, p90 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms; of each, {:.2f} ms "
               "are the "
               "provider's\n",
               all.size(), seconds, static_cast<double>(all.size()) / seconds, measured.failed,
               at(0.5), at(0.9), at(0.99), all.back(), each);
}

} // namespace

int main(int argc, char** argv) {
    const auto argument = [&](int i, double usual) {
        return argc > i ? std::stod(argv[i]) : usual;
    };
    const double rate = argument(1, 300);
    const auto logins = static_cast<std::size_t>(rate * argument(2, 20));
    const auto idle_ones = static_cast<std::size_t>(argument(3, 500));
    Service service;
    std::atomic<bool> ends = false;
    std::thread idle([&] { be_idle(service, idle_ones, ends); });
    std::this_thread::sleep_for(std::chrono::seconds(3));
    Measured measured;
    std::atomic<std::size_t> next = 0;
    const auto begin = Time::now();
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < browsers; ++i)
        threads.emplace_back([&] { browse(service, rate, logins, begin, next, measured); });
    for (auto& thread : threads)
        thread.join();
    const double seconds = std::chrono::duration<double>(Time::now() - begin).count();
    ends = true;
    idle.join();
    print_times(measured, seconds, service.provider.milliseconds());
    return measured.failed == 0 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"
#include "http/test_server.h"
#include "os/file.h"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

using namespace evote;
using namespace std::chrono_literals;

namespace {

Client client_for(const TestServer& server, ClientOptions options = {}) {
    options.authorities = server.files.certificate;
    return must(Client::create(options));
}

// Authorities of its own, since those of a system take long to read.
Client plain_client(ClientOptions options = {}) {
    static const TemporaryFolder folder;
    static const auto files = make_certificate(folder.path());
    options.authorities = files.certificate;
    options.plain_http = PlainHttp::on_loopback;
    return must(Client::create(options));
}

Result<Response> get(Client& client, const std::string& url) {
    return client.fetch_now({"GET", url, {}, ""});
}

/// Never answers before the test is over.
class NoAnswer {
  public:
    Handler handler() {
        return [this](const Request&, Respond respond) {
            const std::lock_guard lock(mutex_);
            kept_.push_back(std::move(respond));
        };
    }

  private:
    std::mutex mutex_;
    std::vector<Respond> kept_;
};

/// A server without TLS that says what it is told to: to each request of each connection the next
/// of its texts, after the last of which it closes the connection.
class ScriptedServer {
  public:
    explicit ScriptedServer(std::vector<std::vector<std::string>> connections)
        : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
            ::listen(listener_.get(), 10) != 0 ||
            ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("no server");
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread([this, script = std::move(connections)] {
            for (const auto& texts : script)
                serve(texts);
        });
    }

    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    ~ScriptedServer() { ::shutdown(listener_.get(), SHUT_RDWR); }

    std::string url(const std::string& target = "/") const {
        return "http://127.0.0.1:" + std::to_string(port_) + target;
    }

    int connections() const { return connections_; }

    /// Waits until it has closed so many connections.
    void must_have_closed(int count) const {
        for (int tries = 0; closed_ < count && tries < 1000; ++tries)
            std::this_thread::sleep_for(2ms);
        CHECK(closed_ == count);
    }

  private:
    void serve(const std::vector<std::string>& texts) {
        const FileDescriptor peer(::accept(listener_.get(), nullptr, nullptr));
        if (peer.get() < 0)
            return;
        ++connections_;
        for (const std::string& text : texts) {
            std::string request(4096, '\0');
            if (::recv(peer.get(), request.data(), request.size(), 0) <= 0)
                return;
            if (::send(peer.get(), text.data(), text.size(), MSG_NOSIGNAL) < 0)
                return;
        }
        ::shutdown(peer.get(), SHUT_RDWR);
        ++closed_;
    }

    FileDescriptor listener_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::atomic<int> closed_ = 0;
    std::jthread thread_;
};

std::string ok(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

ErrorCode error_of(const std::string& answer, ClientOptions options = {}) {
    const ScriptedServer server({{answer}});
    auto client = plain_client(options);
    return get(client, server.url()).error().code;
}

std::string body_of(const std::string& answer) {
    const ScriptedServer server({{answer}});
    auto client = plain_client();
    return must(get(client, server.url())).body;
}

} // namespace

TEST_CASE("a client asks and is answered") {
    const TestServer server;
    auto client = client_for(server);
    const auto answer = must(get(client, server.url("/a/b?c=d")));
    CHECK(answer.status == 200);
    CHECK(field(answer.fields, "content-type") == "text/plain");
    CHECK(answer.body == "GET /a/b c=d 127.0.0.1 ");
    const auto posted = client.fetch_now({"POST", server.url("/p"), {{"X", "y"}}, "hello"});
    CHECK(must(posted).body == "POST /p  127.0.0.1 hello");
    CHECK(must(client.fetch_now({"POST", server.url("/p"), {}, ""})).status == 200);
    const auto head = must(client.fetch_now({"HEAD", server.url("/"), {}, ""}));
    CHECK(head.body.empty());
    CHECK(field(head.fields, "content-length") == "18");
    CHECK(must(get(client, "https://127.0.0.1:" + std::to_string(server.port()) + "/")).status ==
          200);
}

TEST_CASE("a client has many requests at once up to its limit") {
    std::mutex mutex;
    std::vector<Respond> waiting;
    const TestServer server([&](const Request&, Respond respond) {
        const std::lock_guard lock(mutex);
        waiting.push_back(std::move(respond));
        if (waiting.size() == 5)
            for (const auto& one : waiting)
                one({200, {}, "x"});
    });
    ClientOptions options;
    options.at_once = 5;
    auto client = client_for(server, options);
    std::vector<std::future<Result<Response>>> answers;
    for (int i = 0; i < 6; ++i) {
        const auto promise = std::make_shared<std::promise<Result<Response>>>();
        answers.push_back(promise->get_future());
        client.fetch({"GET", server.url("/"), {}, ""},
                     [promise](Result<Response> result) { promise->set_value(std::move(result)); });
    }
    CHECK(answers[5].get().error().code == ErrorCode::over_limit);
    for (std::size_t i = 0; i < 5; ++i)
        CHECK(must(answers[i].get()).body == "x");
}

TEST_CASE("a client trusts nobody but who is certified by name") {
    const TestServer server;
    const std::string port = std::to_string(server.port());
    auto client = client_for(server);
    const auto by_other_name = get(client, "https://127.0.0.2:" + port + "/?secret");
    CHECK(by_other_name.error().code == ErrorCode::unreachable); // it does not listen there
    auto stranger = must(Client::create());
    const auto distrusted = get(stranger, server.url("/a?secret"));
    CHECK(distrusted.error().code == ErrorCode::invalid);
    CHECK(distrusted.error().file == server.url("/a"));
    const auto named = make_certificate(server.folder.path(), "named", "DNS:example.org");
    auto there =
        must(Server::listen({"127.0.0.1:0", named.certificate, named.key, 1, {}, nullptr}, echo));
    ClientOptions options;
    options.authorities = named.certificate;
    auto misled = must(Client::create(options));
    for (const std::string host : {"localhost", "127.0.0.1"}) {
        const auto answer =
            get(misled, "https://" + host + ":" + std::to_string(there.port()) + "/");
        CHECK(answer.error().code == ErrorCode::invalid);
    }
}

TEST_CASE("a common name is no name of a server") {
    const TemporaryFolder folder;
    const auto files = make_certificate(folder.path(), "localhost", "DNS:other.example");
    auto server =
        must(Server::listen({"127.0.0.1:0", files.certificate, files.key, 1, {}, nullptr}, echo));
    ClientOptions options;
    options.authorities = files.certificate;
    auto client = must(Client::create(options));
    const auto answer = get(client, "https://localhost:" + std::to_string(server.port()) + "/");
    CHECK(answer.error().code == ErrorCode::invalid);
}

TEST_CASE("authorities that cannot be read are an error") {
    const TemporaryFolder folder;
    ClientOptions options;
    options.authorities = folder.path() / "none";
    CHECK(Client::create(options).error().code == ErrorCode::file_missing);
    options.authorities = make_certificate(folder.path()).key;
    CHECK(Client::create(options).error().code == ErrorCode::malformed);
}

TEST_CASE("a request that cannot be sent is refused") {
    auto client = plain_client();
    auto strict = must(Client::create());
    const auto code = [&](ClientRequest request) {
        return client.fetch_now(std::move(request)).error().code;
    };
    CHECK(code({"GET", "example.org", {}, ""}) == ErrorCode::usage);
    CHECK(code({"GET", "http://example.org/", {}, ""}) == ErrorCode::usage);
    CHECK(code({"GET", "https://a/", {{"X", "a\r\nY: b"}}, ""}) == ErrorCode::usage);
    CHECK(code({"GET", "https://a/", {{"Host", "b"}}, ""}) == ErrorCode::usage);
    CHECK(code({"GET", "https://a/", {{"Transfer-Encoding", "chunked"}}, ""}) == ErrorCode::usage);
    CHECK(code({"GET /", "https://a/", {}, ""}) == ErrorCode::usage);
    CHECK(get(strict, "http://127.0.0.1/").error().code == ErrorCode::usage);
}

TEST_CASE("answers of all kinds are read") {
    CHECK(body_of(ok("abc")) == "abc");
    CHECK(body_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                  "chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n") == "abc");
    CHECK(body_of("HTTP/1.1 200 OK\r\n\r\nabc") == "abc");
    CHECK(body_of("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\n\r\n" + ok("abc")) == "abc");
    CHECK(body_of("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 1\r\n\r\nx") == "x");
}

TEST_CASE("answers that are none are refused") {
    const std::string begin = "HTTP/1.1 200 OK\r\n";
    CHECK(error_of("SSH-2.0-OpenSSH\r\n\r\n") == ErrorCode::malformed);
    CHECK(error_of("HTTP/2.0 200 OK\r\n\r\n") == ErrorCode::malformed);
    CHECK(error_of(begin + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab") ==
          ErrorCode::malformed);
    CHECK(error_of(begin + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc") ==
          ErrorCode::malformed);
    CHECK(error_of(begin + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n") == ErrorCode::malformed);
    CHECK(error_of(begin + "Content-Length: 4\r\n\r\nabc") == ErrorCode::unreachable);
    CHECK(error_of(begin + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n") ==
          ErrorCode::unreachable);
    CHECK(error_of(begin) == ErrorCode::unreachable);
    for (const std::string status : {"000", "005", "099", "199", "101"}) {
        INFO(status);
        const ScriptedServer server({{"HTTP/1.1 " + status + " X\r\n\r\nabc"}});
        auto client = plain_client();
        CHECK_FALSE(get(client, server.url()));
    }
    CHECK(error_of("") == ErrorCode::unreachable);
    std::string interim;
    for (int i = 0; i < 20; ++i)
        interim += "HTTP/1.1 100 Continue\r\n\r\n";
    CHECK(error_of(interim + ok("a")) == ErrorCode::malformed);
}

TEST_CASE("answers that are too long are refused") {
    ClientOptions options;
    options.answer_bytes = 10;
    const std::string begin = "HTTP/1.1 200 OK\r\n";
    const std::string eleven = "01234567890";
    CHECK(error_of(ok(eleven), options) == ErrorCode::over_limit);
    CHECK(error_of(begin + "\r\n" + eleven, options) == ErrorCode::over_limit);
    CHECK(error_of(begin + "Transfer-Encoding: chunked\r\n\r\nb\r\n" + eleven + "\r\n0\r\n\r\n",
                   options) == ErrorCode::over_limit);
    CHECK(error_of(begin + "X: " + std::string(20'000, 'x') + "\r\n\r\n") == ErrorCode::over_limit);
}

TEST_CASE("a server that does not answer in time is given up") {
    NoAnswer none;
    ServerLimits limits;
    limits.stop_time = 50ms;
    const TestServer server(none.handler(), limits);
    ClientOptions options;
    options.total_time = 50ms;
    auto client = client_for(server, options);
    CHECK(get(client, server.url("/")).error().code == ErrorCode::unreachable);
    CHECK(get(client, "https://127.0.0.1:1/").error().code == ErrorCode::unreachable);
    CHECK(get(client, "https://nowhere.invalid/").error().code == ErrorCode::unreachable);
}

TEST_CASE("a connection is used again") {
    const ScriptedServer server({{ok("a"), ok("b"), ok("c")}});
    auto client = plain_client();
    for (const std::string body : {"a", "b", "c"})
        CHECK(must(get(client, server.url())).body == body);
    CHECK(server.connections() == 1);
}

TEST_CASE("a connection that the server closed is not used again") {
    const ScriptedServer server({{ok("a")},
                                 {ok("b")},
                                 {"HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                  "Content-Length: 1\r\n\r\nc"},
                                 {ok("d")}});
    auto client = plain_client();
    int closed = 0;
    for (const std::string body : {"a", "b", "c", "d"}) {
        CHECK(must(client.fetch_now({"POST", server.url(), {}, ""})).body == body);
        server.must_have_closed(++closed);
    }
    CHECK(server.connections() == 4);
}

TEST_CASE("a safe request is sent again if its kept connection ends") {
    const ScriptedServer server({{ok("a"), ""}, {ok("b"), ""}});
    auto client = plain_client();
    CHECK(must(get(client, server.url())).body == "a");
    CHECK(must(get(client, server.url())).body == "b");
    CHECK(client.fetch_now({"POST", server.url(), {}, ""}).error().code == ErrorCode::unreachable);
    CHECK(server.connections() == 2);
}

TEST_CASE("kept connections end after their time") {
    const ScriptedServer server({{ok("a"), ok("never")}, {ok("b")}});
    ClientOptions options;
    options.idle_time = 10ms;
    auto client = plain_client(options);
    CHECK(must(get(client, server.url())).body == "a");
    std::this_thread::sleep_for(50ms);
    CHECK(must(get(client, server.url())).body == "b");
}

TEST_CASE("a client that ends answers all who wait") {
    NoAnswer none;
    ServerLimits limits;
    limits.stop_time = 50ms;
    const TestServer server(none.handler(), limits);
    std::vector<ErrorCode> codes;
    {
        auto client = client_for(server);
        for (int i = 0; i < 3; ++i)
            client.fetch({"GET", server.url("/"), {}, ""}, [&](const Result<Response>& result) {
                codes.push_back(result.error().code);
            });
        std::this_thread::sleep_for(20ms);
    }
    CHECK(codes == std::vector<ErrorCode>(3, ErrorCode::stopped));
}

// SPDX-License-Identifier: Apache-2.0
#include "http/problem.h"
#include "http/test_server.h"
#include "http/tls_socket.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace evote;
using namespace std::chrono_literals;

namespace {

std::string post(std::string_view body, const std::string& fields = "") {
    return "POST /p HTTP/1.1\r\nHost: localhost\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/// Keeps what it was asked until a test answers it.
class Later {
  public:
    Handler handler() {
        return [this](Request, Respond respond) {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(respond));
            changed_.notify_all();
        };
    }

    Respond take() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, 2s, [&] { return !waiting_.empty(); }))
            throw std::runtime_error("nothing was asked");
        auto respond = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
        return respond;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Respond> waiting_;
};

ErrorCode listening_error(ServerOptions options, const std::filesystem::path& file) {
    const auto server = Server::listen(std::move(options), echo);
    CHECK(server.error().file == file.string());
    return server.error().code;
}

} // namespace

TEST_CASE("a server hands requests to its handler and answers") {
    const TestServer there;
    TlsSocket client(there.port());
    client.send(simple_request);
    CHECK(client.receive_answer() ==
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
          "21\r\n\r\nGET /a b=c 127.0.0.1 ");
    client.send(post("hello"));
    CHECK(client.receive_answer().ends_with("POST /p  127.0.0.1 hello"));
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto last = client.receive_all();
    CHECK(last.find("\r\nConnection: close\r\n") != last.npos);
}

TEST_CASE("answers come in the order of the requests") {
    std::atomic<int> asked = 0;
    std::vector<std::jthread> threads;
    const TestServer there([&](const Request& request, Respond respond) {
        const auto wait = asked++ % 2 == 0 ? 5ms : 0ms; // odd ones are answered sooner
        threads.emplace_back([wait, path = request.path, respond = std::move(respond)] {
            std::this_thread::sleep_for(wait);
            respond({200, {}, path});
        });
    });
    TlsSocket client(there.port());
    std::string all;
    for (int i = 0; i < 6; ++i)
        all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(all);
    for (int i = 0; i < 6; ++i)
        CHECK(client.receive_answer().ends_with("\r\n\r\n/" + std::to_string(i)));
}

TEST_CASE("a request may come in pieces of one byte") {
    const TestServer there;
    TlsSocket client(there.port());
    for (const char letter : post("abc"))
        client.send({&letter, 1});
    CHECK(client.receive_answer().ends_with("abc"));
}

TEST_CASE("HEAD is answered without a body") {
    const TestServer there;
    TlsSocket client(there.port());
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(simple_request));
    const auto head = client.receive_answer("HEAD");
    CHECK(head.find("\r\nContent-Length: 18\r\n") != head.npos);
    CHECK(client.receive_answer().ends_with("GET /a b=c 127.0.0.1 "));
}

TEST_CASE("an answer without content has no length") {
    const TestServer there([](const Request&, const Respond& respond) { respond({204, {}, ""}); });
    TlsSocket client(there.port());
    client.send(simple_request);
    CHECK(client.receive_answer() == "HTTP/1.1 204 No Content\r\n\r\n");
}

TEST_CASE("a long answer comes whole") {
    std::string body(1'000'000, 'x');
    body.back() = 'y';
    const TestServer there([&](const Request&, const Respond& respond) {
        respond({200, {}, body});
    });
    TlsSocket client(there.port());
    client.send(std::string(simple_request) + std::string(simple_request));
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.receive_answer();
        CHECK(answer.substr(answer.size() - body.size()) == body);
    }
}

TEST_CASE("an answer may be a part of a file") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    std::string content(300'000, 'x');
    content.replace(70'000, 3, "abc");
    must(write_file(path, bytes_of(content)));
    std::uint64_t begin = 0;
    std::uint64_t size = content.size();
    const TestServer there([&](const Request&, const Respond& respond) {
        const auto file = std::make_shared<FileDescriptor>(must(open_plain_file(path)));
        respond({200, {}, {}, FilePart{file, begin, size}});
    });
    TlsSocket client(there.port());
    for (const auto& [first, count] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
             {0, content.size()}, {69'999, 5}, {10, 0}, {1, 65'536}, {299'999, 1}}) {
        begin = first;
        size = count;
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(client.receive_answer("HEAD").find("Content-Length: " + std::to_string(count)) !=
              std::string::npos);
        client.send(simple_request);
        const auto answer = client.receive_answer();
        CHECK(answer.substr(answer.find("\r\n\r\n") + 4) == content.substr(first, count));
    }
    // Whoever cuts the file off meanwhile gets no answer that looks whole.
    for (const std::uint64_t count : {content.size(), std::size_t{20}}) {
        begin = content.size() - count;
        size = count + 1;
        TlsSocket other(there.port());
        other.send(simple_request);
        CHECK(other.receive_all().size() < size + 100);
    }
}

TEST_CASE("a client that asks first whether to send a body is told to") {
    const TestServer there;
    TlsSocket client(there.port());
    const auto request = post("hello", "Expect: 100-continue\r\n");
    client.send(request.substr(0, request.size() - 5));
    CHECK(client.receive_some() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hello");
    CHECK(client.receive_answer().ends_with("hello"));
    client.send(request); // not if the body is there already
    CHECK(client.receive_answer().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a handler at fault gives an internal error and the log says so") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "log";
    const FileDescriptor file(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    const Log log(file.get());
    const TestServer there(
        [](const Request& request, const Respond& respond) {
            if (request.path == "/throws")
                throw std::runtime_error("secret");
            if (request.path == "/throws-a-number")
                throw 1; // NOLINT: even that
            if (request.path == "/splits")
                respond({302, {{"Location", "/\r\nSet-Cookie: a=b"}}, ""});
            if (request.path == "/twice") {
                respond({200, {}, "first"});
                respond({200, {}, "second"});
            }
        },
        {}, &log);
    TlsSocket client(there.port());
    for (const std::string path_of : {"/throws", "/throws-a-number", "/splits", "/says-nothing"}) {
        client.send("GET " + path_of + " HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto answer = client.receive_answer();
        CHECK(status_of(answer) == 500);
        CHECK(answer.find("application/problem+json") != answer.npos);
    }
    client.send("GET /twice HTTP/1.1\r\nHost: a\r\n\r\n" +
                std::string("GET /x HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(client.receive_answer().ends_with("first"));
    CHECK(status_of(client.receive_answer()) == 500);
    const auto lines = to_string(must(read_file(path)));
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 3);
    CHECK(lines.find("secret") == lines.npos);
}

TEST_CASE("a server that stops answers what has begun and nothing else") {
    Later later;
    ServerLimits limits;
    limits.close_time = 50ms;
    TestServer there(later.handler(), limits);
    TlsSocket idle(there.port());
    TlsSocket client(there.port());
    client.send(simple_request);
    const auto respond = later.take();
    std::thread stopping([&] { there.server.stop(); });
    CHECK(idle.receive_all().empty());
    respond({200, {}, "done"});
    const auto answer = client.receive_all();
    CHECK(answer.find("\r\nConnection: close\r\n") != answer.npos);
    CHECK(answer.ends_with("done"));
    stopping.join();
    CHECK_THROWS(RawSocket(there.port()));
    there.server.stop(); // again is fine
}

TEST_CASE("a server that stops does not wait for ever") {
    Later later;
    Respond respond;
    {
        ServerLimits limits;
        limits.stop_time = 50ms;
        TestServer there(later.handler(), limits);
        TlsSocket client(there.port());
        client.send(simple_request);
        respond = later.take();
        const TlsSocket unfinished(there.port());
    }
    respond({200, {}, "too late"});
    respond = nullptr;
}

TEST_CASE("an answer to a client that is gone harms nobody") {
    Later later;
    const TestServer there(later.handler());
    Respond respond;
    {
        TlsSocket client(there.port());
        client.send(simple_request);
        respond = later.take();
    }
    respond({200, {}, std::string(1'000'000, 'x')});
    TlsSocket client(there.port());
    client.send(simple_request);
    later.take()({200, {}, "y"});
    CHECK(client.receive_answer().ends_with("y"));
}

TEST_CASE("a new certificate is for new connections") {
    TestServer there;
    TlsSocket before(there.port());
    const auto other = make_certificate(there.folder.path(), "other");
    std::filesystem::rename(other.certificate, there.files.certificate);
    CHECK(there.server.reload_certificate().error().code == ErrorCode::invalid);
    CHECK(TlsSocket(there.port()).server_name() == "/CN=server");
    std::filesystem::rename(other.key, there.files.key);
    CHECK(there.server.reload_certificate());
    CHECK(TlsSocket(there.port()).server_name() == "/CN=other");
    before.send(simple_request);
    CHECK(status_of(before.receive_answer()) == 200);
}

TEST_CASE("a server speaks TLS of version 1 3 only") {
    const TestServer there;
    CHECK(!TlsSocket(there.port(), TLS1_2_VERSION).is_open());
    CHECK(TlsSocket(there.port()).is_open());
}

TEST_CASE("a server that cannot listen says why") {
    const TestServer there;
    auto options = there.options({}, nullptr);
    const auto with = [&](auto member, auto value) {
        auto changed = options;
        changed.*member = value;
        return changed;
    };
    const auto folder = there.folder.path();
    std::ofstream(folder / "text") << "text";
    const auto other = make_certificate(folder, "other");
    const auto at_port = "127.0.0.1:" + std::to_string(there.port());
    CHECK(listening_error(with(&ServerOptions::address, "127.0.0.1"), "127.0.0.1") ==
          ErrorCode::usage);
    CHECK(listening_error(with(&ServerOptions::address, at_port), at_port) == ErrorCode::system);
    CHECK(listening_error(with(&ServerOptions::address, "192.0.2.1:0"), "192.0.2.1:0") ==
          ErrorCode::system);
    CHECK(listening_error(with(&ServerOptions::address, "nowhere.invalid:0"),
                          "nowhere.invalid:0") == ErrorCode::system);
    CHECK(listening_error(with(&ServerOptions::certificate, folder / "none"), folder / "none") ==
          ErrorCode::file_missing);
    CHECK(listening_error(with(&ServerOptions::certificate, folder / "text"), folder / "text") ==
          ErrorCode::malformed);
    CHECK(listening_error(with(&ServerOptions::key, folder / "text"), folder / "text") ==
          ErrorCode::malformed);
    CHECK(listening_error(with(&ServerOptions::key, other.key), other.key) == ErrorCode::invalid);
}

// SPDX-License-Identifier: Apache-2.0
// Requests that hide in others, come in odd shapes or break off: what the handler is given, and
// what it is not.
#include "http/test_server.h"
#include "http/tls_socket.h"

#include <catch2/catch.hpp>
#include <sys/socket.h>

#include <mutex>
#include <thread>
#include <vector>

using namespace evote;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

/// Remembers what its handler was asked: the path, and the length of the body.
class Remembering {
  public:
    explicit Remembering(ServerLimits limits = {})
        : server_(
              [this](const Request& request, const Respond& respond) {
                  const std::lock_guard lock(mutex_);
                  asked_.push_back(request.path + " " + std::to_string(request.body.size()));
                  respond({200, {}, "x"});
              },
              limits) {}

    std::uint16_t port() const { return server_.port(); }

    /// What was asked since the last time.
    std::vector<std::string> asked() {
        const std::lock_guard lock(mutex_);
        return std::exchange(asked_, {});
    }

  private:
    std::mutex mutex_;
    std::vector<std::string> asked_;
    TestServer server_;
};

/// The statuses of all answers until the connection ends.
std::vector<unsigned> statuses_after(std::uint16_t port, std::string_view text) {
    TlsSocket client(port);
    client.send(text);
    const std::string all = client.receive_all();
    std::vector<unsigned> out;
    constexpr std::string_view begin = "HTTP/1.1 "; // which may be in a problem's text too
    for (auto place = all.find(begin); place != all.npos; place = all.find(begin, place + 1))
        if (all[place + begin.size()] >= '1' && all[place + begin.size()] <= '5')
            out.push_back(status_of(std::string_view(all).substr(place)));
    return out;
}

using Asked = std::vector<std::string>;
using Statuses = std::vector<unsigned>;

} // namespace

TEST_CASE("no head that others may read differently lets a second request through") {
    Remembering there;

    struct Case {
        std::string fields; ///< and what comes after them
        unsigned status;
    };

    const std::vector<Case> cases{
        {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
        {"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501},
        {"Transfer-Encoding: identity\r\n\r\n", 501},
        {"Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n", 501},
        {"Transfer-Encoding: chunked, identity\r\nContent-Length: 3\r\n\r\n", 501},
        {"transfer-encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n", 400},
        {"Transfer-Encoding : chunked\r\nContent-Length: 3\r\n\r\n", 400},
        {" Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400},
        {"X: y\r\n Transfer-Encoding: chunked\r\n\r\n", 400},
        {"Transfer-Encoding:\r\n chunked\r\n\r\n", 400},
        {"Transfer-Encoding: \x0b"
         "chunked\r\n\r\n",
         400},
        {"X: y\rTransfer-Encoding: chunked\r\n\r\n", 400},
        {"X: y\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"Content-Length: 0\r\nContent-Length: 37\r\n\r\n", 400},
        {"Content-Length: 37\r\nContent-Length: 37\r\n\r\n", 400},
        {"Content-Length: 0, 37\r\n\r\n", 400},
        {"Content-Length: +37\r\n\r\n", 400},
        {"Content-Length: -1\r\n\r\n", 400},
        {"Content-Length: 0x25\r\n\r\n", 400},
        {"Content-Length: 037\r\n\r\n", 400},
        {"Content-Length: 3 7\r\n\r\n", 400},
        {"Content-Length: 37a\r\n\r\n", 400},
        {"Content-Length: 1e1\r\n\r\n", 400},
        {"Content-Length: \r\n\r\n", 400},
        {"Content-Length : 37\r\n\r\n", 400},
        {"Content-Length\r\n: 37\r\n\r\n", 400},
        {"X: y\r\n\tContent-Length: 37\r\n\r\n", 400},
        {"Host: b\r\n\r\n", 400},
        {"host: a\r\n\r\n", 400},
        {"X: y\n\r\n", 400},
        {"X: y\r\n\n", 400},
        {"Content-Length: 0\n\n", 400},
        {std::string("Content-Length: 0\0\r\n\r\n", 22), 400},
        {std::string("Content-Length\0: 37\r\n\r\n", 23), 400},
        {"Expect: 100-continue, x\r\nContent-Length: 3\r\n\r\n", 417},
    };
    for (const auto& [fields, status] : cases) {
        INFO(fields);
        CHECK(statuses_after(there.port(), "POST / HTTP/1.1\r\nHost: a\r\n" + fields +
                                               std::string(smuggled)) == Statuses{status});
        CHECK(there.asked() == Asked{});
    }
}

TEST_CASE("targets of odd forms do not come to the handler") {
    Remembering there;
    for (const std::string line :
         {"GET http://a/ HTTP/1.1", "GET https://a/record/ HTTP/1.1", "GET //a HTTP/1.0",
          "CONNECT a:443 HTTP/1.1", "OPTIONS * HTTP/1.1", "GET ../x HTTP/1.1", "GET  / HTTP/1.1",
          "GET / HTTP/1.1 x", "GET /\\ HTTP/3", "get", "PRI * HTTP/2.0", "GET / HTTP/1.1\r\nHost:",
          "GET / HTTP/1.1\r\nHost: a b", "GET / HTTP/1.1\r\nHost: a@b", "GET /# HTTP/1.1"}) {
        INFO(line);
        const bool has_host = line.find("Host") != line.npos;
        const auto statuses = statuses_after(there.port(), line + (has_host ? "" : "\r\nHost: a") +
                                                               "\r\n\r\n" + std::string(smuggled));
        REQUIRE(statuses.size() == 1);
        CHECK((statuses[0] == 400 || statuses[0] == 505));
        CHECK(there.asked() == Asked{});
    }
    // What is no other form of anything is the handler's to judge, and it is not decoded.
    for (const std::string path :
         {"//a", "/a/../b", "/./", "/%2e%2e/", "/%00", "/%", "/a;b=c", "/\\"}) {
        TlsSocket client(there.port());
        client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(status_of(client.receive_answer()) == 200);
        CHECK(there.asked() == Asked{path + " 0"});
    }
}

TEST_CASE("a body that looks like a request is none") {
    Remembering there;
    const std::string length = std::to_string(smuggled.size());
    const std::string text =
        "POST /one HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" +
        std::string(smuggled) + "HEAD /two HTTP/1.1\r\nHost: a\r\nContent-Length: " + length +
        "\r\n\r\n" + std::string(smuggled) +
        "GET /three HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + std::string(smuggled);
    CHECK(statuses_after(there.port(), text) == Statuses{200, 200, 200});
    CHECK(there.asked() == Asked{"/one " + length, "/two " + length, "/three 0"});
}

TEST_CASE("after a request that is refused nothing of its connection is handled") {
    Remembering there;
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += simple_request;
    CHECK(statuses_after(there.port(), text + "GET / HTTP/1.1\r\n\r\n" + std::string(smuggled)) ==
          [] {
              Statuses expected(20, 200);
              expected.push_back(400);
              return expected;
          }());
    CHECK(there.asked() == Asked(20, "/a 0"));
}

TEST_CASE("many fields are read up to the limit of the header") {
    Remembering there;
    std::string fields;
    for (int i = 0; i < 1000; ++i)
        fields += "a: b\r\n";
    const std::string begin = "GET / HTTP/1.1\r\nHost: a\r\n";
    TlsSocket client(there.port());
    client.send(begin + fields + "\r\n");
    CHECK(status_of(client.receive_answer()) == 200);
    CHECK(statuses_after(there.port(), begin + fields + fields + "\r\n") == Statuses{431});
    CHECK(there.asked() == Asked{"/ 0"});
}

TEST_CASE("a header that never ends is refused at the limit") {
    Remembering there;
    TlsSocket client(there.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 200 && client.send("a: " + std::string(97, 'b') + "\r\n"); ++i)
        continue;
    CHECK(status_of(client.receive_all()) == 431);
    CHECK(there.asked() == Asked{});
}

TEST_CASE("a client may say that it waits and not wait") {
    Remembering there;
    const std::string begin = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
    TlsSocket at_once(there.port());
    at_once.send(begin + "Content-Length: 5\r\n\r\nhello");
    CHECK(status_of(at_once.receive_answer()) == 200);
    TlsSocket without_body(there.port());
    without_body.send(begin + "\r\n" + std::string(simple_request));
    CHECK(status_of(without_body.receive_answer()) == 200);
    CHECK(status_of(without_body.receive_answer()) == 200);
    CHECK(there.asked() == Asked{"/ 5", "/ 0", "/a 0"});
}

TEST_CASE("a connection that ends in order in the middle of a request is forgotten") {
    ServerLimits limits;
    limits.connections_per_address = 3;
    limits.close_time = 100ms;
    Remembering there(limits);
    const std::string request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    for (std::size_t size = 0; size < request.size(); ++size) {
        INFO(size);
        TlsSocket client(there.port());
        // One of three places may not be free yet.
        for (int tries = 0; !client.is_open() && tries < 100; ++tries) {
            std::this_thread::sleep_for(5ms);
            client = TlsSocket(there.port());
        }
        REQUIRE(client.is_open());
        client.send(request.substr(0, size));
        ::shutdown(client.raw().fd(), SHUT_WR);
        CHECK(client.receive_all().empty());
    }
    CHECK(there.asked() == Asked{});
}

// SPDX-License-Identifier: Apache-2.0
#include "http/log.h"
#include "os/file.h"
#include "support/must.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <thread>

using namespace evote;

namespace {

class LogFile {
  public:
    LogFile()
        : descriptor_(::open(path().c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)) {}

    int fd() const { return descriptor_.get(); }

    std::string text() const { return to_string(must(read_file(path()))); }

  private:
    std::filesystem::path path() const { return folder_.path() / "log"; }

    TemporaryFolder folder_;
    FileDescriptor descriptor_;
};

std::int64_t some_time() {
    return 1'893'484'800;
}

} // namespace

TEST_CASE("an event is one line of JSON") {
    const LogFile file;
    const Log log(file.fd(), some_time);
    log.write("started");
    log.write("answered", {{"status", 200}, {"path", "/a\n\"b\""}, {"bytes", std::size_t{7}}});
    CHECK(file.text() == "{\"time\":\"2030-01-01T08:00:00Z\",\"event\":\"started\"}\n"
                         "{\"time\":\"2030-01-01T08:00:00Z\",\"event\":\"answered\",\"status\":200,"
                         "\"path\":\"/a\\n\\\"b\\\"\",\"bytes\":7}\n");
}

TEST_CASE("lines of several threads do not mix") {
    const LogFile file;
    const Log log(file.fd(), some_time);
    const std::string text(300, 'x');
    const auto write = [&] {
        for (int i = 0; i < 100; ++i)
            log.write("event", {{"text", text}});
    };
    std::thread other(write);
    write();
    other.join();
    const auto written = file.text();
    const auto line = written.substr(0, written.find('\n') + 1);
    std::string expected;
    for (int i = 0; i < 200; ++i)
        expected += line;
    CHECK(written == expected);
}

TEST_CASE("a log that cannot be written stops nobody") {
    Log(-1, some_time).write("lost");
    Log(-1).write("lost");
    CHECK(system_time() > some_time() - 600'000'000);
}

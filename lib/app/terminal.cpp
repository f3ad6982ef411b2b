// SPDX-License-Identifier: Apache-2.0
#include "evote/app/command.h"
#include "evote/os/file.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace evote::app {

namespace {

constexpr std::size_t longest_answer = 4096;

// Switches off the echo of a terminal for as long as it lives.
class NoEcho {
  public:
    explicit NoEcho(int fd) : fd_(fd), known_(::tcgetattr(fd, &before_) == 0) {
        if (!known_)
            return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        silent.c_lflag |= ECHONL;
        ::tcsetattr(fd_, TCSAFLUSH, &silent);
    }

    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

    ~NoEcho() {
        if (known_)
            ::tcsetattr(fd_, TCSAFLUSH, &before_);
    }

  private:
    int fd_;
    termios before_{};
    bool known_;
};

Error nobody_there() {
    return {ErrorCode::nobody_to_ask, msg("there is no terminal to ask on"), {}, {}};
}

Result<os::FileDescriptor> open_terminal(std::string_view question) {
    os::FileDescriptor fd(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (fd.get() < 0)
        return fail(nobody_there());
    EVOTE_TRY_VOID(os::write_all(fd.get(), bytes_of(question), "/dev/tty"));
    EVOTE_TRY_VOID(os::write_all(fd.get(), bytes_of(" "), "/dev/tty"));
    return fd;
}

// One line, without its end, into memory that is wiped.
Result<SecretBytes> read_line(int fd) {
    SecretBytes line;
    for (;;) {
        std::uint8_t byte = 0;
        const ssize_t size = ::read(fd, &byte, 1);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return fail(os::file_error("/dev/tty"));
        if (size == 0 && line.size() == 0)
            return fail(nobody_there());
        if (size == 0 || byte == '\n')
            return line;
        if (line.size() == longest_answer)
            return fail(ErrorCode::over_limit, msg("this answer is too long"));
        line.push_back(byte);
    }
}

class Terminal final : public Person {
  public:
    Result<SecretBytes> ask_secret(std::string_view question) override {
        EVOTE_TRY(const os::FileDescriptor fd, open_terminal(question));
        const NoEcho quiet(fd.get());
        return read_line(fd.get());
    }

    Result<std::string> ask(std::string_view question) override {
        EVOTE_TRY(const os::FileDescriptor fd, open_terminal(question));
        EVOTE_TRY(const SecretBytes line, read_line(fd.get()));
        return to_string(line.expose());
    }
};

} // namespace

Person& person_at_terminal() {
    static Terminal terminal;
    return terminal;
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/command.h"
#include "os/file.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>

namespace evote::app {

namespace {

constexpr std::size_t longest_answer = 4096;

// What ends or stops a program at its terminal.
constexpr std::array held_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

volatile std::sig_atomic_t caught_signal = 0;

void catch_signal(int signal) {
    caught_signal = signal;
}

// Signals wait while it lives, except in wait(): the terminal is put right before they are heeded.
class HeldSignals {
  public:
    HeldSignals() {
        caught_signal = 0;
        sigset_t held;
        ::sigemptyset(&held);

        struct sigaction ours {};

        ours.sa_handler = catch_signal;
        ::sigemptyset(&ours.sa_mask);
        for (std::size_t i = 0; i < held_signals.size(); ++i) {
            ::sigaction(held_signals[i], nullptr, &before_[i]);
            if (before_[i].sa_handler == SIG_IGN)
                continue;
            ::sigaddset(&held, held_signals[i]);
            ::sigaction(held_signals[i], &ours, nullptr);
        }
        ::pthread_sigmask(SIG_BLOCK, &held, &outside_);
    }

    HeldSignals(const HeldSignals&) = delete;
    HeldSignals& operator=(const HeldSignals&) = delete;

    ~HeldSignals() {
        for (std::size_t i = 0; i < held_signals.size(); ++i)
            ::sigaction(held_signals[i], &before_[i], nullptr);
        ::pthread_sigmask(SIG_SETMASK, &outside_, nullptr);
    }

    // Until a line was typed. False if a signal came first.
    bool wait(int fd) const {
        pollfd waiting{fd, POLLIN, 0};
        while (::ppoll(&waiting, 1, nullptr, &outside_) < 0 && errno == EINTR)
            if (caught_signal != 0)
                return false;
        return true;
    }

  private:
    std::array<struct sigaction, held_signals.size()> before_{};
    sigset_t outside_{};
};

// Switches off the echo of a terminal for as long as it lives. What was typed before is forgotten:
// it was no answer to the question that follows.
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

Result<os::FileDescriptor> open_terminal() {
    os::FileDescriptor fd(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (fd.get() < 0)
        return fail(nobody_there());
    return fd;
}

Outcome put(int fd, std::string_view text) {
    return os::write_all(fd, bytes_of(text), "/dev/tty");
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

// Nothing if a signal came before the answer; the terminal is as it was.
Result<std::optional<SecretBytes>> ask_in_silence(std::string_view question) {
    EVOTE_TRY(const os::FileDescriptor fd, open_terminal());
    const HeldSignals held;
    const NoEcho quiet(fd.get());
    EVOTE_TRY_VOID(put(fd.get(), question));
    EVOTE_TRY_VOID(put(fd.get(), " "));
    if (!held.wait(fd.get())) {
        EVOTE_TRY_VOID(put(fd.get(), "\n"));
        return std::optional<SecretBytes>();
    }
    EVOTE_TRY(SecretBytes line, read_line(fd.get()));
    return std::optional<SecretBytes>(std::move(line));
}

class Terminal final : public Person {
  public:
    Result<SecretBytes> ask_secret(std::string_view question) override {
        for (;;) {
            EVOTE_TRY(auto answer, ask_in_silence(question));
            if (answer)
                return std::move(*answer);
            // Usually the end; or the program was stopped, and somebody goes on with it.
            (void)::raise(caught_signal);
        }
    }

    Result<std::string> ask(std::string_view question) override {
        EVOTE_TRY(const os::FileDescriptor fd, open_terminal());
        // What was typed before was no answer to this.
        ::tcflush(fd.get(), TCIFLUSH);
        EVOTE_TRY_VOID(put(fd.get(), question));
        EVOTE_TRY_VOID(put(fd.get(), " "));
        EVOTE_TRY(const SecretBytes line, read_line(fd.get()));
        return to_string(line.expose());
    }

    Outcome show(std::string_view line) override {
        EVOTE_TRY(const os::FileDescriptor fd, open_terminal());
        return put(fd.get(), std::string(line) + "\n");
    }

    void clear_screen() override {
        // The top of the screen, all of it, and what was scrolled off.
        constexpr std::string_view clear = "\x1b[H\x1b[2J\x1b[3J";
        if (const auto fd = open_terminal())
            static_cast<void>(put(fd->get(), clear));
    }
};

} // namespace

Person& person_at_terminal() {
    static Terminal terminal;
    return terminal;
}

} // namespace evote::app

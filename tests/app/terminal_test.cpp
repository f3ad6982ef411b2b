// SPDX-License-Identifier: Apache-2.0
// Questions on a terminal of their own.
#include "app/command.h"
#include "support/must.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <array>
#include <csignal>
#include <functional>
#include <iostream>
#include <thread>

using namespace evote;

namespace {

// A program on a terminal.
class OnTerminal {
  public:
    explicit OnTerminal(const std::function<void()>& program) {
        // The terminal outlives the program: its state is looked at afterwards.
        REQUIRE(::openpty(&ours_, &theirs_, nullptr, nullptr, nullptr) == 0);
        child_ = ::fork();
        REQUIRE(child_ >= 0);
        if (child_ > 0)
            return;
        ::login_tty(::dup(theirs_));
        program();
        std::cout.flush();
        ::_exit(7);
    }

    OnTerminal(const OnTerminal&) = delete;
    OnTerminal& operator=(const OnTerminal&) = delete;

    ~OnTerminal() {
        if (child_ > 0) {
            ::kill(child_, SIGKILL);
            ::waitpid(child_, nullptr, 0);
        }
        ::close(theirs_);
        ::close(ours_);
    }

    // Until the terminal shows this; false after ten seconds.
    bool shows(const std::string& text) {
        std::array<char, 4096> buffer{};
        while (seen_.find(text) == std::string::npos) {
            pollfd waiting{ours_, POLLIN, 0};
            if (::poll(&waiting, 1, 10000) <= 0)
                return false;
            const auto size = ::read(ours_, buffer.data(), buffer.size());
            if (size <= 0)
                return false;
            seen_.append(buffer.data(), static_cast<std::size_t>(size));
        }
        seen_.erase(0, seen_.find(text) + text.size());
        return true;
    }

    void type(const std::string& text) const {
        REQUIRE(::write(ours_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }

    bool echoes() const {
        termios state{};
        REQUIRE(::tcgetattr(theirs_, &state) == 0);
        return (state.c_lflag & ECHO) != 0;
    }

    int wait(int options = 0) {
        int status = 0;
        REQUIRE(::waitpid(child_, &status, options) == child_);
        if (WIFEXITED(status) || WIFSIGNALED(status))
            child_ = -1;
        return status;
    }

    void send(int signal) const { REQUIRE(::kill(child_, signal) == 0); }

  private:
    int ours_ = -1;
    int theirs_ = -1;
    pid_t child_ = -1;
    std::string seen_;
};

void ask_secret() {
    const auto answer = person_at_terminal().ask_secret("Secret?");
    std::cout << "got " << (answer ? to_string(answer->expose()) : answer.error().english()) << ".";
}

} // namespace

TEST_CASE("a hidden answer is not shown and the terminal echoes afterwards") {
    OnTerminal run(ask_secret);
    REQUIRE(run.shows("Secret? "));
    CHECK_FALSE(run.echoes());
    run.type("hidden\n");
    CHECK(run.shows("\r\ngot hidden."));
    CHECK(WEXITSTATUS(run.wait()) == 7);
    CHECK(run.echoes());
}

TEST_CASE("attack 52 finding 14 a signal at a hidden question leaves the terminal as it was") {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        INFO(signal);
        OnTerminal run(ask_secret);
        REQUIRE(run.shows("Secret? "));
        CHECK_FALSE(run.echoes());
        run.send(signal);
        const int status = run.wait();
        REQUIRE(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == signal);
        CHECK(run.echoes());
    }
}

TEST_CASE("attack 52 finding 14 an interrupt typed at a hidden question ends the program") {
    OnTerminal run(ask_secret);
    REQUIRE(run.shows("Secret? "));
    run.type("hal\x03");
    const int status = run.wait();
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGINT);
    CHECK(run.echoes());
}

TEST_CASE("attack 52 finding 14 a program stopped at a hidden question asks again") {
    OnTerminal run([] {
        // An orphan is never stopped by its terminal: the program needs a parent in its session.
        const pid_t program = ::fork();
        if (program == 0) {
            ::setpgid(0, 0);
            ::signal(SIGTTOU, SIG_IGN);
            ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
            ask_secret();
            std::cout.flush();
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(program, &status, WUNTRACED);
        termios state{};
        ::tcgetattr(STDIN_FILENO, &state);
        std::cout << (WIFSTOPPED(status) ? "stopped" : "ended")
                  << ((state.c_lflag & ECHO) != 0 ? ", echo" : ", silent") << std::endl;
        ::kill(program, SIGCONT);
        ::waitpid(program, &status, 0);
    });
    REQUIRE(run.shows("Secret? "));
    run.type("\x1a");
    REQUIRE(run.shows("stopped, echo"));
    REQUIRE(run.shows("Secret? "));
    run.type("hidden\n");
    CHECK(run.shows("got hidden."));
    run.wait();
}

TEST_CASE("attack 52 finding 14 what is typed before a question is no answer to it") {
    const auto ask = [] {
        const auto answer = person_at_terminal().ask("Sure?");
        std::cout << "got " << *answer << ".";
    };
    for (const std::function<void()>& asking :
         {std::function<void()>(ask), std::function<void()>(ask_secret)}) {
        OnTerminal run([&] {
            std::cout << "wait" << std::flush;
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            asking();
        });
        REQUIRE(run.shows("wait"));
        run.type("yes\n");
        REQUIRE(run.shows("? "));
        run.type("no\n");
        CHECK(run.shows("got no."));
        run.wait();
    }
}

TEST_CASE("finding 18 the screen can be cleared") {
    OnTerminal run([] { person_at_terminal().clear_screen(); });
    CHECK(run.shows("\x1b[2J\x1b[3J"));
    run.wait();
}

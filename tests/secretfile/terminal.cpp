// SPDX-License-Identifier: Apache-2.0
#include "terminal.h"

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace {

[[noreturn]] void become(const std::vector<std::string>& arguments) {
    std::vector<char*> pointers;
    for (const auto& argument : arguments)
        pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    ::execvp(pointers.front(), pointers.data());
    ::_exit(127);
}

} // namespace

TerminalRun run_on_terminal(const std::vector<std::string>& arguments, const std::string& answer) {
    TerminalRun run;
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child < 0)
        return run;
    if (child == 0)
        become(arguments);
    std::array<char, 4096> buffer{};
    ssize_t size = 0;
    // The end of the program appears as an error on its terminal.
    while ((size = ::read(terminal, buffer.data(), buffer.size())) > 0) {
        run.output.append(buffer.data(), static_cast<std::size_t>(size));
        const std::string line = answer + "\n";
        if (run.output.ends_with(": ") &&
            ::write(terminal, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            break;
    }
    ::close(terminal);
    int status = 0;
    if (::waitpid(child, &status, 0) == child && WIFEXITED(status))
        run.status = WEXITSTATUS(status);
    return run;
}

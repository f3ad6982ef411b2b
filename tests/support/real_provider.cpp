// SPDX-License-Identifier: Apache-2.0
#include "support/real_provider.h"

#include "support/plain_http.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <stdexcept>

namespace evote {

namespace {

const std::string folder = EVOTE_SOURCE_DIR "/tests/identity/provider";

/// The first line that comes out of a pipe; empty if none comes in time.
std::string first_line(int pipe) {
    std::string out;
    for (char c = 0; c != '\n';) {
        pollfd wait{pipe, POLLIN, 0};
        if (::poll(&wait, 1, 30'000) != 1 || ::read(pipe, &c, 1) != 1)
            return "";
        out += c;
    }
    out.pop_back();
    return out;
}

} // namespace

bool RealProvider::is_installed() {
    std::error_code error;
    return std::filesystem::exists(folder + "/node_modules/oidc-provider", error) &&
           std::system("node --version >/dev/null 2>&1") == 0;
}

RealProvider::RealProvider(const std::vector<std::string>& options) {
    std::vector<std::string> words{"node", folder + "/provider.mjs"};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const int spawned =
        ::posix_spawnp(&process_, "node", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    const std::string line = spawned == 0 ? first_line(ends[0]) : "";
    ::close(ends[0]);
    if (!line.starts_with("ready ")) {
        if (spawned == 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
        }
        throw std::runtime_error("the provider does not begin to serve");
    }
    issuer_ = line.substr(6);
}

RealProvider::~RealProvider() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

void RealProvider::rotate_keys() const {
    const auto response = plain_http({"POST", issuer_ + "/test/rotate"});
    if (!response || response->status != 200)
        throw std::runtime_error("the provider does not take new keys");
}

} // namespace evote

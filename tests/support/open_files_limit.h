// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <stdexcept>

/// While it lives, this process can open at most `more` further files.
class OpenFilesLimit {
  public:
    explicit OpenFilesLimit(rlim_t more) {
        const int lowest_free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(lowest_free);
        if (lowest_free < 0 || ::getrlimit(RLIMIT_NOFILE, &before_) != 0)
            throw std::runtime_error("no limits");
        const rlimit limit{static_cast<rlim_t>(lowest_free) + more, before_.rlim_max};
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
            throw std::runtime_error("the limit cannot be set");
    }

    OpenFilesLimit(const OpenFilesLimit&) = delete;
    OpenFilesLimit& operator=(const OpenFilesLimit&) = delete;

    ~OpenFilesLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

  private:
    rlimit before_{};
};

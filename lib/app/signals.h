// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <cstdint>
#include <ctime>

namespace evote::app {

/// The signals that tell a service what to do: held back in all threads that begin while it lives,
/// and waited for.
class Signals {
  public:
    Signals() {
        sigemptyset(&set_);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP})
            sigaddset(&set_, signal);
        pthread_sigmask(SIG_BLOCK, &set_, &before_);
    }

    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    /// 0 if none came in this time.
    int wait(std::uint32_t seconds) const {
        const timespec time{static_cast<time_t>(seconds), 0};
        const int signal = sigtimedwait(&set_, nullptr, &time);
        return signal > 0 ? signal : 0;
    }

  private:
    sigset_t set_{};
    sigset_t before_{};
};

} // namespace evote::app

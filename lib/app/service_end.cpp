// SPDX-License-Identifier: Apache-2.0
#include "app/service_end.h"

namespace evote::app {

namespace {

constexpr std::uint32_t look_seconds = 60;

} // namespace

void reload_certificate(http::Server& server, const http::Log& log) {
    const auto reloaded = server.reload_certificate();
    log.write("certificate", {{"result", reloaded ? "read" : error_name(reloaded.error().code)}});
}

void wait_for_end(const Signals& signals, http::Server& server, const http::Log& log) {
    for (;;) {
        const int signal = signals.wait(look_seconds);
        if (signal == SIGHUP)
            reload_certificate(server, log);
        else if (signal != 0)
            return;
    }
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
// What every service does with signals.
#pragma once

#include "app/signals.h"
#include "http/log.h"
#include "http/server.h"

namespace evote::app {

/// SIGHUP: the certificate is read again, for new connections.
void reload_certificate(http::Server& server, const http::Log& log);

/// Until SIGTERM or SIGINT; nothing else is to be done meanwhile.
void wait_for_end(const Signals& signals, http::Server& server, const http::Log& log);

} // namespace evote::app

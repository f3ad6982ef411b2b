// SPDX-License-Identifier: Apache-2.0
#include "http/wire.h"

#include <sys/socket.h>

#include <cerrno>

namespace evote::http {

void Wire::close() {
    ErrorNumber ignored;
    socket().close(ignored);
}

bool Wire::quiet() {
    char byte = 0;
    const auto received = ::recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void KeptWires::keep(const std::string& server, std::unique_ptr<Wire> wire) {
    auto& of_server = kept_[server];
    if (of_server.size() >= most_per_server_)
        return;
    of_server.push_back({Clock::now() + time_, std::move(wire)});
    if (!watching_)
        watch();
}

std::unique_ptr<Wire> KeptWires::take(const std::string& server) {
    forget_old();
    const auto found = kept_.find(server);
    if (found == kept_.end())
        return nullptr;
    std::unique_ptr<Wire> wire;
    while (!wire && !found->second.empty()) {
        wire = std::move(found->second.back().wire);
        found->second.pop_back();
        if (!wire->quiet())
            wire.reset();
    }
    return wire;
}

void KeptWires::close_all() {
    kept_.clear();
    timer_.cancel();
}

void KeptWires::forget_old() {
    const auto now = Clock::now();
    for (auto& [server, wires] : kept_)
        std::erase_if(wires, [&](const Kept& one) { return one.until <= now; });
    std::erase_if(kept_, [](const auto& entry) { return entry.second.empty(); });
}

void KeptWires::watch() {
    watching_ = true;
    timer_.expires_after(time_);
    timer_.async_wait([this](const ErrorNumber& error) {
        if (error)
            return;
        watching_ = false;
        forget_old();
        if (!kept_.empty())
            watch();
    });
}

} // namespace evote::http

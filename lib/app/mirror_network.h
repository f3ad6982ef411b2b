// SPDX-License-Identifier: Apache-2.0
// A served record as mirror::Network, over HTTPS.
#pragma once

#include "app/command.h"
#include "crypto/hmac.h"
#include "mirror/network.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace evote::app {

struct MirrorSource {
    std::string url;                     ///< https://HOST[:PORT][/PATH]
    std::filesystem::path authorities{}; ///< PEM; empty: those that the system trusts
    std::uint64_t attempts = 8;          ///< 0: until somebody ends it
    /// Waits; false if somebody ends it. Empty: sleeps.
    std::function<bool(std::chrono::seconds)> pause{};
};

/// One request after the other, over one connection. While there is no answer, or the server is
/// busy, the same is asked again after longer and longer pauses, and the console says so.
/// `console` outlives what is returned.
Result<mirror::Network> mirror_network(const MirrorSource& source, Console& console);

/// Whether this is an address and no folder.
bool is_url(const std::string& text);

/// The key with which this user's followers mark what they have verified: in
/// $XDG_STATE_HOME/evote, or $HOME/.local/state/evote. ErrorCode::usage if neither is set.
Result<crypto::MacKey> user_state_key();

} // namespace evote::app

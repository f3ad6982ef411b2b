// SPDX-License-Identifier: Apache-2.0
// evote-board witness: a witness on the network (docs/board.md).
#pragma once

#include "app/command.h"
#include "http/log.h"
#include "record/stated_fingerprint.h"

#include <filesystem>
#include <string>

namespace evote::app {

struct WitnessServeOptions {
    std::filesystem::path key;
    std::filesystem::path state;  ///< as of board_cosign; made if missing
    std::filesystem::path folder; ///< of the election; or else:
    std::string log;              ///< the public key of its board
    std::string listen;           ///< HOST:PORT
    std::filesystem::path certificate;
    std::filesystem::path certificate_key;
    record::Anchor anchor = {};
    http::Clock clock = http::system_time;
};

/// Signs the checkpoints of one log that are sent to it, if each goes on from the last one that the
/// witness signed, until SIGTERM or SIGINT; SIGHUP makes it read its certificate again. Only the
/// sealed files of the election are read, not its log. ErrorCode::wrong_key if board.json does not
/// name this witness; otherwise errors as service::WitnessDesk::open and http::Server::listen.
Outcome witness_serve(const WitnessServeOptions& options, Console& console);

} // namespace evote::app

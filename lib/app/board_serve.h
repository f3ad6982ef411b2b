// SPDX-License-Identifier: Apache-2.0
// evote-board serve: the board on the network (docs/board.md).
#pragma once

#include "app/command.h"
#include "app/reach_standby.h"
#include "crypto/random.h"
#include "record/stated_fingerprint.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

struct BoardServeOptions {
    std::filesystem::path folder;
    std::filesystem::path key;
    std::string listen; ///< HOST:PORT
    std::filesystem::path certificate;
    std::filesystem::path certificate_key;
    std::string metrics{}; ///< HOST:PORT; empty: none are served
    StandbyOptions standby = {};
    record::Anchor anchor = {};
    std::uint64_t entries_per_minute = 600; ///< of one address
    std::uint64_t waiting = 4096;           ///< ballots at the most that wait for the box
    std::uint64_t connections = 4000;
    std::uint64_t connections_per_address = 400;
    std::vector<std::string> witnesses{};        ///< NAME=URL of each that is to be asked
    std::uint64_t witness_seconds = 2;           ///< between two checkpoints that they are to sign
    std::filesystem::path witness_authorities{}; ///< PEM; empty: those that the system trusts
};

/// Takes ballots and roll changes over HTTPS and serves the record, until SIGTERM or SIGINT; SIGHUP
/// makes it read its certificate again. What it does is in its log, on stderr. It has the key and
/// the board to itself, so that closing needs it ended. On a board that is closed it only serves
/// the record. The witnesses are asked all the time, and only those that board.json names:
/// ErrorCode::usage for others. Errors as Box::open and http::Server::listen.
Outcome board_serve(const BoardServeOptions& options, crypto::Random& random, Console& console);

} // namespace evote::app

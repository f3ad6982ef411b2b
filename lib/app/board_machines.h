// SPDX-License-Identifier: Apache-2.0
// A board with two machines (docs/operations.md).
#pragma once

#include "app/command.h"
#include "crypto/random.h"
#include "record/stated_fingerprint.h"

#include <filesystem>
#include <string>

namespace evote::app {

/// `evote-board standby DIR --key K --listen A --tls-cert C --tls-key T`.
struct BoardStandbyOptions {
    std::filesystem::path folder;
    std::filesystem::path key;
    std::string listen; ///< HOST:PORT
    std::filesystem::path certificate;
    std::filesystem::path certificate_key;
    record::Anchor anchor = {};
};

/// Takes from the first machine what that one is about to sign, until SIGTERM or SIGINT; SIGHUP
/// makes it read its certificate again. Errors as Standby::open and http::Server::listen.
Outcome board_standby(const BoardStandbyOptions& options, crypto::Random& random, Console& console);

/// `evote-board takeover`, `release` and `alone`: DIR --key K [--yes].
struct BoardMachineOptions {
    std::filesystem::path folder;
    std::filesystem::path key;
    /// Of `release` the note to write; of `alone` that of the second machine, or empty.
    std::filesystem::path note = {};
    record::Anchor anchor = {};
    Consent consent = Consent::ask;
};

/// The second machine becomes the one that signs. ErrorCode::refused if it is none.
Outcome board_takeover(const BoardMachineOptions& options, Console& console);

/// The second machine is none any more, for good, and says so in a note for the first one.
Outcome board_release(const BoardMachineOptions& options, Console& console);

/// The first machine has no second one any more. Without that one's note it warns, and writes a
/// note into the record that everybody can see.
Outcome board_alone(const BoardMachineOptions& options, Console& console);

} // namespace evote::app

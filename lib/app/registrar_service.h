// SPDX-License-Identifier: Apache-2.0
// evote-registrar: one registrar's service, and what is done with its state.
#pragma once

#include "app/ceremony.h"
#include "app/command.h"
#include "crypto/random.h"

#include <cstdint>
#include <filesystem>

namespace evote::app {

/// `evote-registrar new CONFIG` and `evote-registrar serve CONFIG`.
struct RegistrarServeOptions {
    std::filesystem::path config;
    PassphraseSource passphrase; ///< of the registrar's secret file
};

/// Makes the state of a service, after everything that the configuration names was read.
/// ErrorCode::file_exists if it is there.
Outcome registrar_new(const RegistrarServeOptions& options, crypto::Random& random,
                      Console& console);

/// Serves until SIGTERM or SIGINT; SIGHUP makes it read its certificate again. Errors of the
/// configuration name the field. ErrorCode::file_missing if the state was not made: an empty one
/// would forget who has been shown which code. What it does is in its log, on stderr.
Outcome registrar_serve(const RegistrarServeOptions& options, crypto::Random& random,
                        Console& console);

/// `evote-registrar log STATE [--out CSV]`.
struct RegistrarLogOptions {
    std::filesystem::path state;
    std::filesystem::path out{}; ///< made; empty: only checked
};

/// Checks the chain of the log of identifications, and writes it. ErrorCode::damaged, with the
/// first row that is not what it was; nothing is written then.
Outcome registrar_log(const RegistrarLogOptions& options, Console& console);

/// `evote-registrar requests STATE [--list L]`.
struct RegistrarRequestsOptions {
    std::filesystem::path state;
    std::filesystem::path list{}; ///< to show names; empty: numbers only
};

/// What clerks asked for, and what came of it.
Outcome registrar_requests(const RegistrarRequestsOptions& options, Console& console);

enum class Decision { approve, decline, sent };

/// `evote-registrar decide STATE ID (--approve | --decline | --sent)`.
struct RegistrarDecideOptions {
    std::filesystem::path state;
    std::uint64_t id = 0;
    Decision decision = Decision::decline;
};

/// Approves or declines what is queued, or notes that the change which was approved is on its way
/// to the board. Says how an approved one is made. ErrorCode::refused for a request that is not
/// there, or in another state.
Outcome registrar_decide(const RegistrarDecideOptions& options, Console& console);

/// `evote-registrar backup STATE COPY`.
struct RegistrarBackupOptions {
    std::filesystem::path state;
    std::filesystem::path copy; ///< made
};

/// A consistent copy of a state that is in use.
Outcome registrar_backup(const RegistrarBackupOptions& options, Console& console);

} // namespace evote::app

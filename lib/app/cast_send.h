// SPDX-License-Identifier: Apache-2.0
// evote-cast send: a ballot on its way to the board.
#pragma once

#include "app/command.h"
#include "record/stated_fingerprint.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace evote::app {

/// `evote-cast send DIR BALLOT --url URL --receipt R [--paper P]`.
struct SendOptions {
    std::filesystem::path folder; ///< a sealed record; its log is not needed
    std::filesystem::path ballot; ///< of `evote-cast cast` or `vote`
    std::string url;              ///< https://HOST[:PORT][/PATH], without a slash at its end
    std::filesystem::path receipt;
    std::filesystem::path paper{};       ///< the same for people; empty: none is written
    std::filesystem::path authorities{}; ///< PEM; empty: those that the system trusts
    std::uint64_t attempts = 8;
    std::uint64_t wait_seconds = 60; ///< for the lines of witnesses, if there are any
    record::Anchor anchor = {};
    std::function<void(std::chrono::milliseconds)> pause{}; ///< between attempts; empty: sleeps
};

/// Sends a ballot to this URL and to no other: redirects are not followed. The same bytes are sent
/// again, with longer and longer pauses, while there is no answer or the board says that it is
/// busy: the board takes them once. Only when the receipt that came is one of this ballot by the
/// board's sealed key, the receipt is written. With sealed witnesses the board is then asked for a
/// newer receipt with the same bytes, until one has the lines of the quorum, or the time is over:
/// ErrorCode::not_checked. Only then the command says that the ballot is in.
/// ErrorCode::ballots_refused if the board does not take the ballot: the board's signed word is
/// then in the file R with ".refused" at its end; bad_receipt or bad_signature for an answer that
/// proves nothing, unreachable if none came.
Outcome cast_send(const SendOptions& options, Console& console);

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
// What a registrar's service keeps: nothing secret in clear, and no names.
#pragma once

#include "ballot/roll_change.h"
#include "evote/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace evote::service {

/// How a voter was identified, and what came of it.
enum class Way : std::uint8_t {
    provider, ///< by an identity provider: the code was shown
    clerk,    ///< by a clerk, who was given a ticket for the voter
    ticket,   ///< by that ticket: the code was shown
};

std::string_view word_for(Way way);

/// A row of the log of identifications. It is never changed or removed.
struct Identification {
    std::uint64_t row = 0; ///< from 1
    std::int64_t time = 0; ///< Unix seconds
    Way way = Way::provider;
    std::string issuer;       ///< the identity provider of the voter, or of the clerk
    std::string who;          ///< provider: a keyed hash of the subject, in hex; else the clerk
    std::uint64_t number = 0; ///< of the voter, in the private list
    std::uint32_t issue = 0;  ///< of the voter's code: 0 is the one on the sealed roll
    Digest32 hash{};          ///< of this row and the hash before
};

/// The hash that the first row goes on from: another one for every registrar and election.
Digest32 first_hash(const Digest32& fingerprint, std::uint8_t registrar);

/// The hash of a row that follows this hash: SHA-256 of "evote/v1/registrar/log" || 0x00 || before
/// || the fields, each after its length in four bytes.
Digest32 row_hash(const Digest32& before, const Identification& row);

/// A ticket that a clerk was given for a voter.
struct Ticket {
    Digest32 hash{}; ///< keyed, of its characters
    std::uint64_t number = 0;
    std::string issuer; ///< of the clerk
    std::string clerk;
    std::int64_t made = 0;
    std::int64_t expires = 0; ///< it is good before
};

/// A voter who is shown no code and gets no ticket for the time being.
struct Hold {
    std::uint64_t number = 0;
    std::string reason;
    std::string by;
    std::int64_t time = 0;
};

enum class RequestState : std::uint8_t { queued, approved, declined, sent };

std::string_view word_for(RequestState state);

/// The state with a word; sent for any other word.
RequestState request_state(std::string_view word);

/// What a clerk asks for; whoever has the registrar's secret file decides.
struct ChangeRequest {
    std::uint64_t id = 0;
    std::int64_t time = 0;
    std::uint64_t number = 0;
    ballot::ChangeAction action = ballot::ChangeAction::revoke;
    std::string reason;
    std::string clerk;
    RequestState state = RequestState::queued;
    std::optional<std::int64_t> decided{};
};

std::string_view word_for(ballot::ChangeAction action);

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
// The tables of a registrar's service, over one connection. One thread at a time.
#pragma once

#include "service/registrar_rows.h"
#include "service/sqlite.h"

#include <functional>
#include <map>
#include <vector>

namespace evote::service {

/// Whose state a file is.
struct StateOwner {
    Digest32 fingerprint{}; ///< of the election
    std::uint8_t registrar = 1;
    Digest32 key_check{}; ///< by which the secret is recognised that all keyed hashes are from
};

class RegistrarTables {
  public:
    /// Makes the file with empty tables, for its owner only. ErrorCode::file_exists.
    static Outcome create(const std::filesystem::path& path, const StateOwner& owner);

    /// ErrorCode::malformed for another file, ErrorCode::unsupported for the tables of another
    /// version.
    static Result<RegistrarTables> open(const std::filesystem::path& path, Database::Access access);

    Result<StateOwner> owner();

    /// ErrorCode::wrong_election or ErrorCode::wrong_key for the state of somebody else.
    Outcome must_belong_to(const StateOwner& owner);

    // Identifications.

    /// Adds a row; its place and hash are set here.
    Outcome add(Identification& row);

    /// The last row, if there is any.
    Result<std::optional<Identification>> last();

    /// All rows, in order, until `take` fails.
    Outcome for_each(const std::function<Outcome(const Identification&)>& take);

    /// How often a voter's code was shown: this issue of it, and any since a time.
    struct Showings {
        std::uint64_t of_issue = 0;
        std::uint64_t since = 0;
    };

    Result<Showings> showings(std::uint64_t number, std::uint32_t issue, std::int64_t since);

    /// Who of an identity provider has been shown the code of a voter.
    Result<std::optional<std::string>> person_of(std::uint64_t number);

    /// Whose code somebody of an identity provider has been shown.
    Result<std::optional<std::uint64_t>> number_of(const std::string& who);

    // Tickets.

    Outcome add(const Ticket& ticket);

    /// The ticket with this hash. Nothing if there is none, or it was used or has expired.
    Result<std::optional<Ticket>> good_ticket(const Digest32& hash, std::int64_t now);

    /// Uses a good ticket up.
    Outcome use_ticket(const Digest32& hash, std::int64_t now);

    /// How many tickets a clerk was given from a time on.
    Result<std::uint64_t> tickets_of(const std::string& clerk, std::int64_t since);

    // Holds.

    Result<std::optional<Hold>> hold_of(std::uint64_t number);

    /// False if there is a hold already.
    Result<bool> add(const Hold& hold);

    /// False if there is none.
    Result<bool> lift_hold(std::uint64_t number, const std::string& by, std::int64_t now);

    // Requests.

    /// Its number; nothing if a request for this voter is undecided.
    Result<std::optional<std::uint64_t>> add(const ChangeRequest& request);

    /// In the order in which they were made.
    Result<std::vector<ChangeRequest>> requests();

    /// False if there is no request with this number, or it is not in state `from`.
    Result<bool> decide(std::uint64_t id, RequestState from, RequestState to, std::int64_t now);

    // Transactions.

    Outcome run(const std::string& statements) { return database_.run(statements); }

    /// See Database::back_up.
    Outcome back_up(const std::filesystem::path& copy) { return database_.back_up(copy); }

  private:
    explicit RegistrarTables(Database database) : database_(std::move(database)) {}

    Outcome check_schema();
    Result<Statement*> statement(std::string_view text);

    Database database_;
    std::map<std::string, Statement, std::less<>> statements_;
};

} // namespace evote::service

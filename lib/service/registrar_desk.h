// SPDX-License-Identifier: Apache-2.0
// Who is shown which code: the rules of a registrar's service, without a network.
#pragma once

#include "http/log.h"
#include "identity/id_token.h"
#include "registrar/private_list.h"
#include "service/present_codes.h"
#include "service/registrar_store.h"
#include "service/ticket_text.h"
#include "service/voter_index.h"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace evote::service {

using identity::Identified;

/// Why something is not done. Nothing was changed then.
enum class Refusal {
    unknown_person, ///< the provider's person is no voter
    no_such_voter,  ///< the number is nobody's
    revoked,        ///< the voter may no longer vote online
    on_hold,        ///< until a dispute is settled
    other_person,   ///< another person was shown this code before, or this one another code
    too_often,      ///< as often as is allowed in a day
    shown_before,   ///< and the commission wants codes to be shown once
    bad_ticket,     ///< none, used, or too old
    bad_reason,     ///< a reason that cannot be kept
    undecided,      ///< a request for this voter is waiting already
    nothing_to_do,  ///< a hold that is there already, or is not there
    failed,         ///< the service cannot do it now: whoever runs it has been told
};

/// For the log: "unknown-person".
std::string_view word_for(Refusal refusal);

template <class T>
using Answer = std::variant<T, Refusal>;

/// Given one answer, once; in whatever thread.
template <class T>
using Tell = std::function<void(Answer<T>)>;

/// What the commission has decided about codes that were shown before.
enum class SecondShowing {
    shown,   ///< as if it were the first time
    told,    ///< with the words that it was shown before
    refused, ///< not by the provider alone: a clerk's ticket is needed
};

struct DeskRules {
    SecondShowing second_showing = SecondShowing::told;
    std::uint64_t showings_per_day = 5;  ///< of a voter's code
    std::uint64_t tickets_per_day = 500; ///< of one clerk
    std::int64_t ticket_seconds = 600;
};

/// A code that somebody is shown now.
struct ShownCode {
    std::uint64_t number = 0;
    std::string voter; ///< as on the list
    SecretBytes code{};
    std::uint64_t shown_before = 0; ///< how often; 0 unless this is to be told
};

struct MadeTicket {
    TicketText text;
    std::string voter;
    std::int64_t expires = 0;
};

/// A voter, for clerks.
struct FoundVoter {
    std::uint64_t number = 0;
    std::string voter;
    std::size_t district = 0; ///< index in the manifest
    bool revoked = false;
    std::optional<Hold> hold{};
    std::uint64_t shown = 0; ///< how often the code was
};

/// The keyed hash by which a person of an identity provider is known again, in hex.
std::string person_hash(const crypto::MacKey& key, const Identified& person);

/// What is kept of a secret, so that it is recognised: see StateOwner.
StateOwner owner_of(const registrar::RegistrarSecret& secret, const Digest32& fingerprint);

/// Thread-safe. Whatever is told was made durable before.
class RegistrarDesk {
  public:
    /// All of them outlive the desk.
    struct Parts {
        const PresentCodes& codes;
        const registrar::PrivateList& list;
        const VoterIndex& index;
        RegistrarStore& store;
        crypto::Random& random;
        http::Clock clock;
        const http::Log& log; ///< told of failures
    };

    RegistrarDesk(Parts parts, DeskRules rules);

    const PresentCodes& codes() const { return parts_.codes; }

    /// By which somebody is known again in a log, and not known.
    std::string mark_of(const Identified& person) const {
        return person_hash(key_, person).substr(0, 16);
    }

    /// The voter was identified: the code.
    void show(const Identified& voter, const Tell<ShownCode>& tell);

    /// The voter has a clerk's ticket: the code. The ticket is used up.
    void show(const TicketText& ticket, const Tell<ShownCode>& tell);

    /// At most `most` voters whom a clerk looks for; nothing while the state cannot be read.
    std::vector<FoundVoter> search(std::string_view typed, std::size_t most);

    /// The clerk has identified this voter.
    void make_ticket(const Identified& clerk, std::uint64_t number, const Tell<MadeTicket>& tell);

    /// Queues a change of the roll; tells the number of the request.
    void request_change(const Identified& clerk, std::uint64_t number, ballot::ChangeAction action,
                        std::string_view reason, const Tell<std::uint64_t>& tell);

    void hold(const Identified& clerk, std::uint64_t number, std::string_view reason,
              const Tell<std::uint64_t>& tell);
    void lift_hold(const Identified& clerk, std::uint64_t number, const Tell<std::uint64_t>& tell);

  private:
    struct Showing {
        std::uint64_t number = 0;
        std::uint32_t issue = 0;
        std::uint64_t before = 0;
    };

    bool is_number(std::uint64_t number) const;
    Answer<std::uint32_t> issue_of(std::uint64_t number) const;
    Refusal failed(const Error& error) const;

    template <class T>
    void write(std::function<Result<Answer<T>>(RegistrarTables&)> work, const Tell<T>& tell);
    Tell<Showing> tell_code(const Tell<ShownCode>& tell) const;
    Result<Answer<Showing>> show_to(RegistrarTables& tables, Identification row) const;
    Result<Answer<Showing>> show_for(RegistrarTables& tables, const Digest32& hash,
                                     std::int64_t now) const;
    Result<FoundVoter> found(std::uint64_t number, RegistrarTables& tables) const;
    Digest32 ticket_hash(const TicketText& ticket) const;

    Parts parts_;
    DeskRules rules_;
    crypto::MacKey key_;
};

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
// The board on the web: what is answered to which request (docs/board.md).
#pragma once

#include "http/message.h"
#include "http/rate_limit.h"
#include "service/ballot_desk.h"
#include "service/record_files.h"

#include <chrono>
#include <string>

namespace evote::service {

/// How often one address may send, or ask for voters.
struct BoardRates {
    http::RateLimit::Rate entries{600, std::chrono::milliseconds{100}};
    http::RateLimit::Rate questions{600, std::chrono::milliseconds{100}};
};

/// Thread-safe.
class BoardSite {
  public:
    /// All of them outlive the site, and the site outlives its answers.
    struct Parts {
        BallotDesk& desk;
        const VotingClock& clock;
        const PublishedLog& published;
    };

    explicit BoardSite(const Parts& parts, const BoardRates& rates = {});

    /// For everybody. See http::Handler.
    void handle(http::Request request, const http::Respond& respond);

    /// For whoever runs the board: /metrics, in the text format of Prometheus, and no other path.
    http::Response metrics(const http::Request& request) const;

  private:
    void take(http::Request request, const http::Respond& respond, ballot::EntryKind kind);
    void look_up(const http::Request& request, const http::Respond& respond);
    http::Response status() const;
    std::string_view phase() const;
    static http::Response too_often(std::uint32_t seconds);

    Parts parts_;
    RecordFiles files_;
    http::RateLimit entries_;
    http::RateLimit questions_;
};

/// The status of a refusal with this reason: 400, 403, 409 or 422.
unsigned status_of_reason(std::string_view reason);

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
// A board's second machine on the web: what the first one sends, and nothing for voters.
#pragma once

#include "box/standby.h"
#include "http/log.h"
#include "http/message.h"
#include "service/published_log.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace evote::service {

/// Answers POST /standby and GET /status. One thread takes what the first machine sends, another
/// one verifies it afterwards. Thread-safe.
class StandbySite {
  public:
    struct Parts {
        box::Standby standby;
        box::StandbyIndex index;
        const record::SealedRecord& record; ///< outlives the site, as the log does
        const http::Log& log;
    };

    static Result<std::unique_ptr<StandbySite>> open(Parts parts);

    StandbySite(const StandbySite&) = delete;
    StandbySite& operator=(const StandbySite&) = delete;

    ~StandbySite() { finish(); }

    /// See http::Handler.
    void handle(http::Request request, const http::Respond& respond);

    /// Answers what waits, and nothing more.
    void finish();

    /// How many entries are here.
    std::uint64_t entries() const;

  private:
    struct Waiting {
        std::string body;
        http::Respond respond;
    };

    struct State {
        board::TreeHead tree;
        board::Pairing pairing;
        bool closed = false;
        std::uint64_t verified = 0;
    };

    explicit StandbySite(Parts parts);

    void take(http::Request request, const http::Respond& respond);
    void serve();
    http::Response answer(const std::string& body);
    void note_state();
    void verify();
    http::Response status() const;

    Parts parts_;
    mutable std::mutex mutex_; // of what follows, but the threads
    std::condition_variable wake_;
    std::deque<Waiting> waiting_;
    bool ending_ = false;
    State state_;
    std::thread taker_;
    std::thread verifier_;
};

/// What a machine that took over says to the former first one.
class FormerStandby {
  public:
    struct Parts {
        board::Pairing pairing;
        Digest32 fingerprint;
        board::NoteSigner signer;
        const PublishedLog& published; ///< outlives this
    };

    explicit FormerStandby(Parts parts) : parts_(std::move(parts)) {}

    /// Whether the request is one to a second machine, which is answered then.
    bool answer(const http::Request& request, const http::Respond& respond) const;

  private:
    Parts parts_;
};

} // namespace evote::service

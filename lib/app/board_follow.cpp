// SPDX-License-Identifier: Apache-2.0
#include "app/board_follow.h"

#include "app/mirror_network.h"
#include "app/progress.h"
#include "app/sealed_ground.h"
#include "app/signals.h"
#include "base/text.h"
#include "mirror/follower.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace evote::app {

namespace {

// What was found so far, told at once.
class Findings {
  public:
    explicit Findings(Console& console) : console_(console) {}

    void tell(const mirror::Finding& finding) {
        json::JsonWriter event{{"event", mirror::name_of(finding.kind)},
                               {"message", finding.error.message.english()},
                               {"file", finding.error.file},
                               {"evidence", json::JsonWriter::array()}};
        if (!finding.error.place.empty())
            event["place"] = english_place(finding.error.place);
        console_.warn(finding.error);
        for (const auto& path : finding.evidence) {
            console_.say(msg("{0}: kept as evidence", path.string()));
            event["evidence"].push_back(path.string());
        }
        console_.event(event);
        last_ = finding.error;
        alarms_ += mirror::is_alarm(finding.kind) ? 1U : 0U;
    }

    std::uint64_t alarms() const { return alarms_; }

    /// Whether this error was told when it was found.
    bool is_told(const Error& error) const {
        return last_ && last_->code == error.code && last_->file == error.file &&
               last_->message.english() == error.message.english();
    }

  private:
    Console& console_;
    std::uint64_t alarms_ = 0;
    std::optional<Error> last_;
};

class FollowRun {
  public:
    FollowRun(const BoardFollowOptions& options, Console& console)
        : options_(options), console_(console), findings_(console) {}

    Outcome run();

    std::uint64_t alarms() const { return findings_.alarms(); }

    bool is_told(const Error& error) const { return findings_.is_told(error); }

  private:
    Result<mirror::Follower> begin();
    Result<mirror::Round> round(mirror::Follower& follower);
    void show(const mirror::Round& round);
    bool wait(std::uint64_t seconds);

    const BoardFollowOptions& options_;
    Console& console_;
    Findings findings_;
    Signals signals_;
    bool ended_ = false;
    std::optional<mirror::Round> last_;
};

mirror::Follower::Clock clock_now() {
    using namespace std::chrono;
    return {duration_cast<seconds>(system_clock::now().time_since_epoch()).count(),
            static_cast<std::uint64_t>(
                duration_cast<seconds>(steady_clock::now().time_since_epoch()).count())};
}

// False once somebody ends it.
bool FollowRun::wait(std::uint64_t seconds) {
    const int signal = signals_.wait(static_cast<std::uint32_t>(seconds));
    ended_ = ended_ || signal == SIGTERM || signal == SIGINT;
    return !ended_;
}

Result<mirror::Follower> FollowRun::begin() {
    MirrorSource source{options_.url, options_.authorities};
    if (options_.following == Following::until_result)
        source.attempts = 0;
    source.pause = [this](std::chrono::seconds pause) {
        return wait(static_cast<std::uint64_t>(pause.count()));
    };
    EVOTE_TRY(auto network, mirror_network(source, console_));
    mirror::FollowSettings settings;
    settings.anchor = options_.anchor;
    settings.receipts = options_.receipts;
    settings.witness_seconds = options_.witness_seconds;
    settings.stale_seconds = options_.stale_seconds;
    settings.threads = console_.threads();
    EVOTE_TRY(settings.state_key, user_state_key());
    return mirror::Follower::begin(
        options_.folder, std::move(network), std::move(settings),
        [this](const mirror::Finding& finding) { findings_.tell(finding); },
        crypto::system_random());
}

Result<mirror::Round> FollowRun::round(mirror::Follower& follower) {
    Progress mirrored(console_);
    Progress verified(console_);
    return follower.round(clock_now(),
                          {[&](std::uint64_t done, std::uint64_t all) { mirrored(done, all); },
                           [&](std::uint64_t done, std::uint64_t all) {
                               verified(done, all);
                               return wait(0);
                           }});
}

void FollowRun::show(const mirror::Round& round) {
    for (const auto& error : round.unusable)
        console_.warn(error);
    const bool is_new = !last_ || last_->size != round.size || last_->closed != round.closed ||
                        last_->complete != round.complete || round.receipts > 0;
    last_ = round;
    if (!is_new)
        return;
    console_.say(msg("{0} entries, all of them verified; {1} voters have a counted ballot",
                     round.size, round.turnout));
    console_.event({{"event", "round"},
                    {"entries", round.size},
                    {"verified", round.verified},
                    {"turnout", round.turnout},
                    {"witnesses", round.witnesses},
                    {"receipts", round.receipts},
                    {"waiting", round.waiting},
                    {"closed", round.closed},
                    {"complete", round.complete}});
}

Outcome FollowRun::run() {
    EVOTE_TRY(auto follower, begin());
    tell_anchor(options_.anchor, follower.record().election.fingerprint(), console_);
    for (;;) {
        const auto found = round(follower);
        if (!found)
            return fail(found.error());
        show(*found);
        const bool is_last = found->complete || options_.following == Following::once;
        if ((is_last && found->waiting == 0) || !wait(options_.every_seconds))
            break;
    }
    const auto& fingerprint = follower.record().election.fingerprint();
    console_.facts({msg("{0} entries are in {1}; {2} alarms", last_->size, options_.folder.string(),
                        findings_.alarms())},
                   {{"fingerprint", hex_encode(fingerprint)},
                    {"entries", last_->size},
                    {"verified", last_->verified},
                    {"closed", last_->closed},
                    {"complete", last_->complete},
                    {"alarms", findings_.alarms()}});
    return {};
}

} // namespace

Status board_follow(const BoardFollowOptions& options, Console& console) {
    FollowRun following(options, console);
    const Outcome outcome = following.run();
    Status status = Status::done;
    if (!outcome && following.is_told(outcome.error()))
        status = console.keep(outcome.error());
    else if (!outcome && outcome.error().code != ErrorCode::stopped)
        status = console.complain(outcome.error());
    return following.alarms() > 0 ? Status::invalid : status;
}

Outcome mirror_once(const BoardFollowOptions& options, Console& console) {
    EVOTE_TRY(auto network, mirror_network({options.url, options.authorities}, console));
    mirror::FollowSettings settings;
    settings.anchor = options.anchor;
    Findings findings(console);
    EVOTE_TRY(auto follower, mirror::Follower::begin(
                                 options.folder, std::move(network), std::move(settings),
                                 [&](const mirror::Finding& finding) { findings.tell(finding); },
                                 crypto::system_random()));
    Progress progress(console);
    EVOTE_TRY(const auto round,
              follower.round(clock_now(),
                             {[&](std::uint64_t done, std::uint64_t all) { progress(done, all); },
                              [](std::uint64_t, std::uint64_t) { return true; }}));
    console.say(msg("{0} entries were mirrored", round.size));
    if (findings.alarms() > 0)
        return fail(ErrorCode::board_contradicts,
                    msg("what this server sends contradicts what was mirrored before"));
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "service/witness_callers.h"

#include "os/workers.h"

#include <algorithm>

namespace evote::service {

using std::chrono::milliseconds;

namespace {

constexpr int looks_a_pace = 4;
constexpr milliseconds shortest_look{10};

} // namespace

struct WitnessCallers::Waiting {
    std::mutex mutex;
    std::condition_variable changed;
    bool ending = false;
};

// What one witness has failed at, since it last signed.
struct WitnessCallers::Failures {
    bool any = false;
    milliseconds pause{0};
};

WitnessCallers::WitnessCallers(Parts parts)
    : parts_(std::move(parts)), waiting_(std::make_shared<Waiting>()) {}

Result<std::unique_ptr<WitnessCallers>> WitnessCallers::start(Parts parts,
                                                              std::vector<ReachedWitness> all) {
    std::unique_ptr<WitnessCallers> out(new WitnessCallers(std::move(parts)));
    out->witnesses_ = std::move(all);
    for (const auto& witness : out->witnesses_) {
        EVOTE_TRY(std::thread thread,
                  os::new_thread([callers = out.get(), &witness] { callers->serve(witness); }));
        out->threads_.push_back(std::move(thread));
    }
    return out;
}

void WitnessCallers::stop() {
    {
        const std::lock_guard lock(waiting_->mutex);
        waiting_->ending = true;
        waiting_->changed.notify_all();
    }
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
}

// False at the end.
bool WitnessCallers::wait(milliseconds time) {
    std::unique_lock lock(waiting_->mutex);
    return !waiting_->changed.wait_for(lock, time, [this] { return waiting_->ending; });
}

void WitnessCallers::serve(const ReachedWitness& witness) {
    WitnessTalk talk(parts_.log_folder, parts_.log);
    Failures failures;
    milliseconds pause{0};
    while (wait(pause)) {
        pause = std::max(parts_.pace / looks_a_pace, shortest_look);
        if (const auto wanted = parts_.rounds.wanted(witness.place))
            pause = std::max(pause, note(witness, ask(witness, talk, *wanted), failures));
        if (parts_.rounds.has_more_than_published())
            parts_.keep_lines();
    }
}

Outcome WitnessCallers::ask(const ReachedWitness& witness, WitnessTalk& talk,
                            const board::SignedCheckpoint& checkpoint) {
    EVOTE_TRY(const auto lines,
              talk.lines_for(checkpoint, parts_.published.now()->size(),
                             [&](std::string body) { return send(witness, std::move(body)); }));
    return parts_.rounds.take(witness.place, checkpoint, lines);
}

// Waits for the answer, or the end.
Result<http::Response> WitnessCallers::send(const ReachedWitness& witness, std::string body) {
    const auto answer = std::make_shared<std::optional<Result<http::Response>>>();
    witness.send(std::move(body), [waiting = waiting_, answer](Result<http::Response> result) {
        const std::lock_guard lock(waiting->mutex);
        answer->emplace(std::move(result));
        waiting->changed.notify_all();
    });
    std::unique_lock lock(waiting_->mutex);
    waiting_->changed.wait(lock, [&] { return waiting_->ending || answer->has_value(); });
    if (!answer->has_value())
        return fail(ErrorCode::stopped, msg("it was stopped before its end"));
    return std::move(**answer);
}

// How long this witness is left alone then: twice as long after each failure.
milliseconds WitnessCallers::note(const ReachedWitness& witness, const Outcome& outcome,
                                  Failures& failures) {
    const std::string& name = parts_.policy.keys()[witness.place].name();
    if (outcome) {
        if (failures.any)
            parts_.journal.write("witness", {{"witness", name}, {"result", "signs again"}});
        failures = {};
        return failures.pause;
    }
    failures.any = true;
    failures.pause = std::clamp(2 * failures.pause, parts_.pace, parts_.longest_pause);
    const Error& error = outcome.error();
    if (error.code != ErrorCode::stopped)
        parts_.journal.write("witness", {{"witness", name},
                                         {"error", error_name(error.code)},
                                         {"text", error.english()},
                                         {"pause_ms", failures.pause.count()}});
    return failures.pause;
}

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
#include "service/standby_site.h"

#include "base/text.h"
#include "board/standby_note.h"
#include "http/problem.h"
#include "json/json.h"
#include "os/workers.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace evote::service {

namespace {

constexpr std::string_view standby_path = "/standby";
constexpr std::size_t most_waiting = 8;
constexpr std::chrono::seconds pause_before_verifying{2};

http::Response note_answer(const Bytes& note) {
    return {200,
            {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
            to_string(note)};
}

http::Response later(std::string_view title) {
    auto out = http::problem(503, title, "Send the same bytes again.");
    out.fields.push_back({"Retry-After", "2"});
    return out;
}

http::Response refusal(const Error& error) {
    switch (error.code) {
    case ErrorCode::malformed:
        return http::problem(400, "Bad Request", error.english());
    case ErrorCode::bad_signature:
    case ErrorCode::other_election:
        return http::problem(403, "Forbidden", error.english());
    default:
        return later("This machine cannot take entries right now");
    }
}

} // namespace

StandbySite::StandbySite(Parts parts) : parts_(std::move(parts)) {
    note_state();
}

Result<std::unique_ptr<StandbySite>> StandbySite::open(Parts parts) {
    std::unique_ptr<StandbySite> site(new StandbySite(std::move(parts)));
    EVOTE_TRY(site->taker_, os::new_thread([site = site.get()] { site->serve(); }));
    EVOTE_TRY(site->verifier_, os::new_thread([site = site.get()] { site->verify(); }));
    return site;
}

void StandbySite::finish() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        wake_.notify_all();
    }
    for (std::thread* const thread : {&taker_, &verifier_})
        if (thread->joinable())
            thread->join();
}

std::uint64_t StandbySite::entries() const {
    const std::lock_guard lock(mutex_);
    return state_.tree.size;
}

void StandbySite::handle(http::Request request, const http::Respond& respond) {
    if (request.path == standby_path) {
        if (request.method != "POST")
            return respond(http::problem(405, "Method Not Allowed"));
        return take(std::move(request), respond);
    }
    if (request.path != "/status")
        return respond(http::problem(404, "Not Found"));
    if (request.method != "GET" && request.method != "HEAD")
        return respond(http::problem(405, "Method Not Allowed"));
    respond(status());
}

// A stranger does not come as far as the queue.
void StandbySite::take(http::Request request, const http::Respond& respond) {
    const auto opened =
        board::open_standby_request(bytes_of(request.body), parts_.record.board.key);
    if (!opened)
        return respond(refusal(opened.error()));
    {
        const std::lock_guard lock(mutex_);
        if (!ending_ && waiting_.size() < most_waiting) {
            waiting_.push_back({std::move(request.body), respond});
            wake_.notify_all();
            return;
        }
    }
    respond(later("Too much is waiting"));
}

void StandbySite::serve() {
    for (;;) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty())
            return;
        const Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        next.respond(answer(next.body));
    }
}

http::Response StandbySite::answer(const std::string& body) {
    const board::Pairing before = parts_.standby.pairing();
    const auto note = parts_.standby.answer(bytes_of(body));
    note_state();
    if (parts_.standby.pairing() != before)
        parts_.log.write("paired", {{"term", parts_.standby.pairing().term}});
    if (note)
        return note_answer(*note);
    parts_.log.write("standby",
                     {{"error", error_name(note.error().code)}, {"text", note.error().english()}});
    return refusal(note.error());
}

void StandbySite::note_state() {
    const std::lock_guard lock(mutex_);
    state_.tree = parts_.standby.tree();
    state_.pairing = parts_.standby.pairing();
    state_.closed = parts_.standby.closed();
}

// Without it everything works; only a machine that takes over begins later.
void StandbySite::verify() {
    for (;;) {
        const auto known = parts_.index.go_on();
        if (!known)
            parts_.log.write("index", {{"error", error_name(known.error().code)},
                                       {"text", known.error().english()}});
        std::unique_lock lock(mutex_);
        state_.verified = parts_.index.size();
        const auto more = [this] { return ending_ || state_.verified != state_.tree.size; };
        if (!wake_.wait_for(lock, pause_before_verifying, [this] { return ending_; }))
            wake_.wait(lock, more);
        if (ending_)
            return;
    }
}

http::Response StandbySite::status() const {
    State state;
    {
        const std::lock_guard lock(mutex_);
        state = state_;
    }
    const json::JsonWriter document{
        {"election", parts_.record.manifest().id()},
        {"fingerprint", hex_encode(parts_.record.election.fingerprint())},
        {"phase", state.pairing.role == board::MachineRole::second ? "standby" : "waiting"},
        {"term", state.pairing.term},
        {"size", state.tree.size},
        {"root", hex_encode(state.tree.root)},
        {"closed", state.closed},
        {"verified", state.verified}};
    return {200,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            to_string(json::json_bytes(document))};
}

bool FormerStandby::answer(const http::Request& request, const http::Respond& respond) const {
    if (request.path != standby_path || request.method != "POST")
        return false;
    const auto note =
        box::answer_former_first(bytes_of(request.body), parts_.fingerprint, parts_.pairing,
                                 parts_.published.now()->tree(), parts_.signer);
    respond(note ? note_answer(*note) : refusal(note.error()));
    return true;
}

} // namespace evote::service

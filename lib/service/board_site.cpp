// SPDX-License-Identifier: Apache-2.0
#include "service/board_site.h"

#include "base/text.h"
#include "http/form.h"
#include "http/problem.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace evote::service {

namespace {

constexpr std::string_view record_prefix = "/record/";
constexpr std::size_t most_addresses = 100'000;
constexpr std::string_view busy_seconds = "2";
constexpr std::string_view failed_seconds = "10";

http::Response json_answer(const json::JsonWriter& value) {
    return {200,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            to_string(json::json_bytes(value))};
}

http::Response later(std::string_view title, std::string_view seconds) {
    auto out = http::problem(503, title, "Send the same bytes again.");
    out.fields.push_back({"Retry-After", std::string(seconds)});
    return out;
}

http::Response receipt_answer(const DeskAnswer& answer) {
    return {answer.kind == DeskAnswer::Kind::taken ? 201U : 200U,
            {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
            to_string(answer.receipt)};
}

http::Response refusal_answer(const DeskAnswer& answer) {
    const unsigned status = status_of_reason(answer.reason);
    const json::JsonWriter document{
        {"title", "The board does not take this"}, {"status", status},
        {"detail", answer.words.english()},        {"reason", answer.reason},
        {"entry", hex_encode(answer.hash)},        {"note", text_of(answer.note)}};
    return {status,
            {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
            to_string(json::json_bytes(document))};
}

http::Response answer_of(const DeskAnswer& answer) {
    switch (answer.kind) {
    case DeskAnswer::Kind::taken:
    case DeskAnswer::Kind::already:
        return receipt_answer(answer);
    case DeskAnswer::Kind::refused:
        return refusal_answer(answer);
    case DeskAnswer::Kind::busy:
        return later("Too many ballots are waiting", busy_seconds);
    case DeskAnswer::Kind::failed:
        break;
    }
    return later("The board cannot take ballots right now", failed_seconds);
}

http::Response facts_answer(const VoterFacts& facts) {
    json::JsonWriter out{{"standing", ballot::verdict_text(facts.verdict)},
                         {"counter", facts.counter},
                         {"receipt", nullptr}};
    if (facts.last)
        out["receipt"] = text_of(facts.last->encode());
    return json_answer(out);
}

// Of one metric: its kind, and its lines.
void add_metric(std::string& out, std::string_view name, std::string_view kind,
                std::initializer_list<std::pair<std::string_view, std::uint64_t>> lines) {
    out.append("# TYPE ").append(name).append(" ").append(kind).append("\n");
    for (const auto& [label, value] : lines)
        out.append(name).append(label).append(" ").append(std::to_string(value)).append("\n");
}

} // namespace

unsigned status_of_reason(std::string_view reason) {
    struct Known {
        std::string_view reason;
        unsigned status;
    };

    static constexpr auto known = std::to_array<Known>({
        {"malformed", 400},
        {"not open yet", 403},
        {"closed", 403},
        {"after the closing entry", 403},
        {"stale", 409},
        {"second ballot", 409},
        {"repeated alpha", 409},
    });
    const auto found = std::ranges::find(known, reason, &Known::reason);
    return found == known.end() ? 422 : found->status;
}

BoardSite::BoardSite(const Parts& parts, const BoardRates& rates)
    : parts_(parts),
      files_(parts.desk.record().folder, parts.desk.record().manifest(), parts.published),
      entries_(rates.entries, most_addresses),
      questions_(rates.questions, most_addresses) {}

void BoardSite::handle(http::Request request, const http::Respond& respond) {
    const bool is_reading = request.method == "GET" || request.method == "HEAD";
    if (request.path.starts_with(record_prefix))
        return respond(
            files_.answer(request, std::string_view(request.path).substr(record_prefix.size())));
    if (request.path == "/ballots" || request.path == "/changes") {
        if (request.method != "POST")
            return respond(http::problem(405, "Method Not Allowed"));
        const auto kind =
            request.path == "/ballots" ? ballot::EntryKind::ballot : ballot::EntryKind::roll_change;
        return take(std::move(request), respond, kind);
    }
    if (request.path != "/counter" && request.path != "/status")
        return respond(http::problem(404, "Not Found"));
    if (!is_reading)
        return respond(http::problem(405, "Method Not Allowed"));
    if (request.path == "/counter")
        return look_up(request, respond);
    respond(status());
}

http::Response BoardSite::too_often(std::uint32_t seconds) {
    auto out = http::problem(429, "Too Many Requests", "Send the same bytes again.");
    out.fields.push_back({"Retry-After", std::to_string(seconds)});
    return out;
}

void BoardSite::take(http::Request request, const http::Respond& respond, ballot::EntryKind kind) {
    const auto wait =
        entries_.take(http::address_key(request.peer), std::chrono::steady_clock::now());
    if (wait > 0)
        return respond(too_often(wait));
    const ByteView body = bytes_of(request.body);
    const bool is_change = ballot::is_kind(body, ballot::EntryKind::roll_change);
    if (is_change != (kind == ballot::EntryKind::roll_change))
        return respond(http::problem(400, "Bad Request",
                                     is_change ? "Roll changes go to /changes."
                                               : "Only roll changes go to /changes."));
    parts_.desk.take(to_bytes(body),
                     [respond](const DeskAnswer& answer) { respond(answer_of(answer)); });
}

void BoardSite::look_up(const http::Request& request, const http::Respond& respond) {
    const auto wait =
        questions_.take(http::address_key(request.peer), std::chrono::steady_clock::now());
    if (wait > 0)
        return respond(too_often(wait));
    const auto form = http::Form::parse(request.query);
    const auto credential = form ? hex_decode_array<32>(form->value("credential")) : std::nullopt;
    if (!credential)
        return respond(http::problem(400, "Bad Request", "There must be ?credential=HEX."));
    parts_.desk.look_up(*credential, [respond](const Result<VoterFacts>& facts) {
        if (facts)
            return respond(facts_answer(*facts));
        if (facts.error().code == ErrorCode::closed)
            return respond(http::problem(403, "The board is closed"));
        respond(later("The board cannot answer right now", busy_seconds));
    });
}

std::string_view BoardSite::phase() const {
    if (!parts_.desk.is_open())
        return "closed";
    const auto open = box::must_be_open_at(parts_.desk.record().manifest(), parts_.clock.now());
    if (open)
        return "open";
    return open.error().code == ErrorCode::not_open_yet ? "before" : "over";
}

http::Response BoardSite::status() const {
    const auto& record = parts_.desk.record();
    const auto& manifest = record.manifest();
    const auto now = parts_.published.now();
    const auto time = [](const auto& moment) {
        return moment ? json::JsonWriter(moment->text) : json::JsonWriter(nullptr);
    };
    return json_answer({{"election", manifest.id()},
                        {"fingerprint", hex_encode(record.election.fingerprint())},
                        {"opens", time(manifest.opens())},
                        {"closes", time(manifest.closes())},
                        {"time", parts_.clock.now()},
                        {"phase", phase()},
                        {"size", now->size()},
                        {"root", hex_encode(now->root())}});
}

http::Response BoardSite::metrics(const http::Request& request) const {
    if (request.path != "/metrics")
        return http::problem(404, "Not Found");
    const DeskCounts counts = parts_.desk.counts();
    using Kind = DeskAnswer::Kind;
    std::string out;
    add_metric(out, "evote_board_entries", "gauge", {{"", parts_.published.now()->size()}});
    const auto witnessed = parts_.published.witnessed();
    add_metric(out, "evote_board_witnessed_entries", "gauge",
               {{"", witnessed ? witnessed->size() : 0}});
    add_metric(out, "evote_board_waiting", "gauge", {{"", counts.waiting}});
    add_metric(out, "evote_board_open", "gauge", {{"", phase() == "open" ? 1U : 0U}});
    add_metric(out, "evote_board_answers_total", "counter",
               {{"{answer=\"taken\"}", counts.of(Kind::taken)},
                {"{answer=\"already\"}", counts.of(Kind::already)},
                {"{answer=\"refused\"}", counts.of(Kind::refused)},
                {"{answer=\"busy\"}", counts.of(Kind::busy)},
                {"{answer=\"failed\"}", counts.of(Kind::failed)}});
    add_metric(out, "evote_board_batches_total", "counter", {{"", counts.batches}});
    add_metric(out, "evote_board_busy_microseconds_total", "counter",
               {{"", counts.busy_microseconds}});
    return {200,
            {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"},
             {"Cache-Control", "no-store"}},
            std::move(out)};
}

} // namespace evote::service

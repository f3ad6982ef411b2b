// SPDX-License-Identifier: Apache-2.0
// A voter's device.
#include "base/text.h"
#include "capi/handles.h"
#include "evote/bytes.h"
#include "json/json.h"

#include <algorithm>
#include <array>

namespace {

using namespace evote::capi;

// The lines "contest: option, option".
evote::Result<std::vector<evote::Choice>> parse_choices(std::string_view text) {
    std::vector<evote::Choice> out;
    for (const auto line : evote::split(text, '\n')) {
        if (evote::trim(line).empty())
            continue;
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            return evote::fail(evote::ErrorCode::malformed,
                               evote::msg("a line has the form contest: option, option"));
        evote::Choice choice{std::string(evote::trim(line.substr(0, colon))), {}};
        const auto options = line.substr(colon + 1);
        if (!evote::trim(options).empty())
            for (const auto option : evote::split(options, ','))
                choice.options.emplace_back(evote::trim(option));
        out.push_back(std::move(choice));
    }
    return out;
}

evote::PreparedBallot& unused(std::optional<evote::PreparedBallot>& prepared) {
    if (!prepared)
        throw Misuse{"the ballot was cast or audited before"};
    return *prepared;
}

std::array<std::uint8_t, 32> tracker_given(const std::uint8_t* tracker) {
    std::array<std::uint8_t, 32> out{};
    std::copy_n(&given(tracker), out.size(), out.begin());
    return out;
}

std::string opened_json(const evote::OpenedBallot& opened) {
    evote::json::JsonWriter out{{"tracker", evote::hex_encode(opened.tracker)},
                                {"district", opened.district}};
    out["choices"] = evote::json::JsonWriter::array();
    for (const auto& choice : opened.choices)
        out["choices"].push_back({{"contest", choice.contest}, {"options", choice.options}});
    return out.dump();
}

} // namespace

extern "C" {

evote_status evote_ballot_prepare(const evote_record* record, const char* code, const char* choices,
                                  uint64_t counter, evote_ballot** ballot) {
    return guarded([&]() -> evote::Outcome {
        evote_ballot*& out = given(ballot);
        EVOTE_TRY(auto voter, evote::Voter::identify(given(record).record, text_given(code)));
        EVOTE_TRY(const auto parsed, parse_choices(text_given(choices)));
        EVOTE_TRY(auto prepared, voter.prepare(parsed, counter));
        out = new evote_ballot{std::move(voter), std::move(prepared)};
        return {};
    });
}

evote_status evote_ballot_tracker(const evote_ballot* ballot, uint8_t tracker[32]) {
    return guarded([&]() -> evote::Outcome {
        if (!given(ballot).prepared)
            throw Misuse{"the ballot was cast or audited before"};
        std::ranges::copy(ballot->prepared->tracker(), &given(tracker));
        return {};
    });
}

evote_status evote_ballot_cast(evote_ballot* ballot, evote_bytes* bytes) {
    return guarded([&]() -> evote::Outcome {
        evote_bytes& out = given(bytes);
        const auto cast = std::move(unused(given(ballot).prepared)).cast();
        ballot->prepared.reset();
        give(out, evote::text_of(cast.bytes));
        return {};
    });
}

evote_status evote_ballot_audit(evote_ballot* ballot, evote_bytes* opening) {
    return guarded([&]() -> evote::Outcome {
        evote_bytes& out = given(opening);
        const auto opened = std::move(unused(given(ballot).prepared)).audit();
        ballot->prepared.reset();
        give(out, opened);
        return {};
    });
}

void evote_ballot_free(evote_ballot* ballot) {
    delete ballot;
}

evote_status evote_check_opening(const evote_record* record, const uint8_t* opening, size_t size,
                                 const uint8_t tracker[32], evote_bytes* json) {
    return guarded([&]() -> evote::Outcome {
        evote_bytes& out = given(json);
        EVOTE_TRY(const auto opened, evote::check_opening(given(record).record,
                                                          evote::text_of(span_given(opening, size)),
                                                          tracker_given(tracker)));
        give(out, opened_json(opened));
        return {};
    });
}

evote_status evote_check_receipt(const evote_record* record, const uint8_t* receipt, size_t size,
                                 const uint8_t tracker[32], uint64_t* index, uint64_t* log_size) {
    return guarded([&]() -> evote::Outcome {
        std::uint64_t& place = given(index);
        std::uint64_t& entries = given(log_size);
        EVOTE_TRY(const auto checked,
                  evote::check_receipt(given(record).record,
                                       evote::text_of(span_given(receipt, size)),
                                       tracker_given(tracker)));
        place = checked.index;
        entries = checked.log_size;
        return {};
    });
}

} // extern "C"

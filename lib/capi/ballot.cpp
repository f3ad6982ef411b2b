// SPDX-License-Identifier: Apache-2.0
// A voter's device.
#include "base/secret.h"
#include "base/text.h"
#include "capi/handles.h"
#include "evote/bytes.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace {

using namespace evote::capi;

// What a voter chose, wiped with this.
struct WipedChoices {
    std::vector<evote::Choice> list;

    WipedChoices() = default;
    WipedChoices(WipedChoices&&) = default;
    WipedChoices(const WipedChoices&) = delete;
    WipedChoices& operator=(WipedChoices&&) = delete;
    WipedChoices& operator=(const WipedChoices&) = delete;

    ~WipedChoices() {
        for (evote::Choice& choice : list)
            for (std::string& option : choice.options)
                evote::wipe(option.data(), option.capacity());
    }
};

// The lines "contest: option, option". No text is moved, which would leave a copy.
evote::Result<WipedChoices> parse_choices(std::string_view text) {
    WipedChoices out;
    std::size_t number = 0;
    for (const auto line : evote::split(text, '\n')) {
        ++number;
        if (evote::trim(line).empty())
            continue;
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            return evote::fail(evote::ErrorCode::malformed,
                               evote::msg("a line has the form contest: option, option"),
                               evote::msg("line {0}", number));
        auto& choice = out.list.emplace_back(
            evote::Choice{std::string(evote::trim(line.substr(0, colon))), {}});
        if (evote::trim(line.substr(colon + 1)).empty())
            continue;
        const auto options = evote::split(line.substr(colon + 1), ',');
        choice.options.reserve(options.size());
        for (const auto option : options)
            choice.options.emplace_back(evote::trim(option));
    }
    return out;
}

// What is there until the ballot is cast or audited.
const evote::PreparedBallot& prepared_in(const evote_ballot& ballot) {
    if (!ballot.prepared)
        throw Misuse{"the ballot was cast or audited before"};
    return *ballot.prepared;
}

// Leaves a ballot that is used up, whatever happens next.
evote::PreparedBallot take(evote_ballot& ballot) {
    static_cast<void>(prepared_in(ballot));
    return *std::exchange(ballot.prepared, std::nullopt);
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

evote_status evote_voter_district(const evote_record* record, const char* code,
                                  evote_bytes* district) {
    return guarded([&]() -> evote::Outcome {
        evote_bytes& out = emptied(district);
        EVOTE_TRY(const auto voter, evote::Voter::identify(record_given(record), text_given(code)));
        give(out, voter.district());
        return {};
    });
}

evote_status evote_ballot_prepare(const evote_record* record, const char* code, const char* choices,
                                  uint64_t counter, evote_ballot** ballot) {
    return guarded([&]() -> evote::Outcome {
        evote_ballot*& out = emptied(ballot);
        EVOTE_TRY(const auto voter, evote::Voter::identify(record_given(record), text_given(code)));
        EVOTE_TRY(const auto parsed, parse_choices(text_given(choices)));
        EVOTE_TRY(auto prepared, voter.prepare(parsed.list, counter));
        out = new evote_ballot{std::move(prepared)};
        return {};
    });
}

evote_status evote_ballot_tracker(const evote_ballot* ballot, uint8_t tracker[32]) {
    return guarded([&]() -> evote::Outcome {
        std::fill_n(&given(tracker), 32, std::uint8_t{0});
        std::ranges::copy(prepared_in(given(ballot)).tracker(), tracker);
        return {};
    });
}

evote_status evote_ballot_cast(evote_ballot* ballot, evote_bytes* bytes) {
    return guarded([&]() -> evote::Outcome {
        evote_bytes& out = emptied(bytes);
        const auto cast = take(given(ballot)).cast();
        give(out, evote::text_of(cast.bytes));
        return {};
    });
}

evote_status evote_ballot_audit(evote_ballot* ballot, evote_bytes* opening) {
    return guarded([&]() -> evote::Outcome {
        evote_bytes& out = emptied(opening);
        const auto opened = take(given(ballot)).audit();
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
        evote_bytes& out = emptied(json);
        EVOTE_TRY(const auto opened, evote::check_opening(record_given(record),
                                                          evote::text_of(span_given(opening, size)),
                                                          tracker_given(tracker)));
        give(out, opened_json(opened));
        return {};
    });
}

evote_status evote_check_receipt(const evote_record* record, const uint8_t* receipt, size_t size,
                                 const uint8_t tracker[32], uint64_t* index, uint64_t* log_size) {
    return guarded([&]() -> evote::Outcome {
        std::uint64_t& place = emptied(index);
        std::uint64_t& entries = emptied(log_size);
        EVOTE_TRY(const auto checked,
                  evote::check_receipt(record_given(record),
                                       evote::text_of(span_given(receipt, size)),
                                       tracker_given(tracker)));
        place = checked.index;
        entries = checked.log_size;
        return {};
    });
}

} // extern "C"

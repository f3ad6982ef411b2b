// SPDX-License-Identifier: Apache-2.0
#include "protocol/opening.h"

#include "evote/check.h"
#include "protocol/json_elements.h"

namespace evote::protocol {

namespace {

constexpr std::string_view format_name = "evote-opening-1";

void read_contest(const json::JsonValue& value, const Manifest& manifest, std::size_t contest,
                  ballot::Opening& opening) {
    value.member("id").must_be(manifest.contests()[contest].id);
    opening.randomness.push_back(read_scalar(value.member("randomness")));
    const std::size_t bits = manifest.shape(contest).bits;
    for (const auto& bit : value.member("bits").elements(bits, bits))
        opening.bits.push_back(static_cast<std::uint8_t>(bit.unsigned_integer(1)));
    value.no_other_members();
}

} // namespace

Bytes write_opening(const Election& election, const ballot::Opening& opening) {
    const Manifest& manifest = election.manifest();
    const auto district = ballot::district_of_header(election.parameters(), opening.header);
    EVOTE_CHECK(district.has_value());
    const auto& shape = election.layout(*district).shape();
    EVOTE_CHECK(opening.randomness.size() == shape.contests().size() &&
                opening.bits.size() == shape.bits());
    json::JsonWriter contests = json::JsonWriter::array();
    for (std::size_t i = 0; i < shape.contests().size(); ++i) {
        const auto& part = shape.contests()[i];
        const auto bits = std::span(opening.bits).subspan(part.bit, part.shape->bits);
        contests.push_back(
            {{"id", manifest.contests()[manifest.districts()[*district].contests[i]].id},
             {"randomness", scalar_hex(opening.randomness[i])},
             {"bits", std::vector<unsigned>(bits.begin(), bits.end())}});
    }
    return json::json_bytes({{"format", format_name},
                             {"header", hex_encode(opening.header)},
                             {"contests", std::move(contests)}});
}

Result<ballot::Opening> parse_opening(ByteView file, const Election& election) {
    EVOTE_TRY(const json::JsonDocument document, json::JsonDocument::parse(file));
    const json::JsonValue root = document.root();
    root.member("format").must_be(format_name);
    ballot::Opening opening;
    opening.header = root.member("header").hex(ballot::header_size);
    EVOTE_TRY_VOID(document.finish());
    EVOTE_TRY(const std::size_t district,
              ballot::district_of_header(election.parameters(), opening.header));
    const auto& contests = election.manifest().districts()[district].contests;
    const auto values = root.member("contests").elements(contests.size(), contests.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        read_contest(values[i], election.manifest(), contests[i], opening);
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());
    return opening;
}

std::vector<OpenedContest> opened_choices(const Election& election,
                                          const ballot::Opening& opening) {
    const auto district = ballot::district_of_header(election.parameters(), opening.header);
    EVOTE_CHECK(district.has_value());
    const auto& contests = election.manifest().districts()[*district].contests;
    std::vector<OpenedContest> choices;
    for (const auto& part : election.layout(*district).shape().contests()) {
        OpenedContest opened{contests[choices.size()], {}};
        for (std::size_t i = 0; i < part.shape->options; ++i)
            if (opening.bits[part.bit + i] == 1)
                opened.options.push_back(i);
        choices.push_back(std::move(opened));
    }
    return choices;
}

} // namespace evote::protocol

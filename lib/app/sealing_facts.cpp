// SPDX-License-Identifier: Apache-2.0
#include "app/sealing_facts.h"

#include "app/setup_description.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

// The voters of one district, or of all.
struct Voters {
    std::uint64_t count = 0;
    std::uint64_t lightest = 0;
    std::uint64_t heaviest = 0;
    std::uint64_t weight = 0;

    void add(std::uint64_t weight_of_one) {
        lightest = count == 0 ? weight_of_one : std::min(lightest, weight_of_one);
        heaviest = std::max(heaviest, weight_of_one);
        weight += weight_of_one;
        ++count;
    }

    json::JsonWriter facts() const {
        return {
            {"voters", count}, {"lightest", lightest}, {"heaviest", heaviest}, {"weight", weight}};
    }
};

struct RollFacts {
    std::vector<Voters> districts; // in the order of the manifest
    Voters all;

    explicit RollFacts(const record::OpenRecord& record)
        : districts(record.manifest().districts().size()) {
        for (const protocol::RollEntry& entry : record.roll.entries()) {
            const std::uint64_t weight = std::uint64_t{entry.weight_less_one} + 1;
            districts[entry.district].add(weight);
            all.add(weight);
        }
    }
};

void add_hours(const protocol::Manifest& manifest, std::vector<Message>& lines) {
    if (!manifest.opens())
        lines.push_back(msg("The box is open as soon as the election is sealed"));
    if (!manifest.closes())
        lines.push_back(msg("The box stays open until the board is closed"));
}

void add_voters(const protocol::Manifest& manifest, const RollFacts& electorate,
                std::string_view language, std::vector<Message>& lines) {
    for (std::size_t d = 0; d < electorate.districts.size(); ++d) {
        const protocol::District& district = manifest.districts()[d];
        const Voters& voters = electorate.districts[d];
        lines.push_back(msg("District {0} ({1}): {2} voters", district.title.in(language),
                            district.id, voters.count));
        lines.push_back(msg("    weights from {0} to {1}, {2} in all", voters.lightest,
                            voters.heaviest, voters.weight));
    }
    lines.push_back(msg("All districts: {0} voters, weights from {1} to {2}, {3} in all",
                        electorate.all.count, electorate.all.lightest, electorate.all.heaviest,
                        electorate.all.weight));
}

void add_keys(const record::OpenRecord& record, std::vector<Message>& lines) {
    const protocol::PublicKeys& keys = record.election.keys();
    for (unsigned i = 1; i <= keys.trustee_count(); ++i)
        lines.push_back(
            msg("Trustee {0}: {1}", i, keys.trustee(static_cast<std::uint16_t>(i)).name));
    lines.push_back(msg("{0} of {1} trustees can decrypt the result together", keys.threshold(),
                        keys.trustee_count()));
    lines.push_back(msg("Fingerprint: {0}", hex_encode(record.election.fingerprint())));
    lines.push_back(
        msg("Read aloud: {0}", protocol::spoken_fingerprint(record.election.fingerprint())));
}

// The same for programs in every language.
json::JsonWriter in_all_languages(const protocol::LocalText& text) {
    json::JsonWriter out = json::JsonWriter::object();
    for (const auto& [language, words] : text.texts)
        out[language] = words;
    return out;
}

json::JsonWriter json_of(const record::OpenRecord& record, const RollFacts& electorate) {
    const protocol::Manifest& manifest = record.manifest();
    const protocol::PublicKeys& keys = record.election.keys();
    json::JsonWriter districts = json::JsonWriter::array();
    for (std::size_t d = 0; d < electorate.districts.size(); ++d) {
        json::JsonWriter district{{"id", manifest.districts()[d].id}};
        district.update(electorate.districts[d].facts());
        districts.push_back(std::move(district));
    }
    json::JsonWriter trustees = json::JsonWriter::array();
    for (unsigned i = 1; i <= keys.trustee_count(); ++i)
        trustees.push_back(keys.trustee(static_cast<std::uint16_t>(i)).name);
    json::JsonWriter out{{"election", manifest.id()},
                         {"title", in_all_languages(manifest.title())},
                         {"opens", json_time(manifest.opens())},
                         {"closes", json_time(manifest.closes())},
                         {"districts", std::move(districts)},
                         {"trustees", std::move(trustees)},
                         {"threshold", keys.threshold()},
                         {"fingerprint", hex_encode(record.election.fingerprint())},
                         {"spoken", protocol::spoken_fingerprint(record.election.fingerprint())}};
    out.update(electorate.all.facts());
    return out;
}

} // namespace

json::JsonWriter json_time(const std::optional<protocol::Instant>& time) {
    return time ? json::JsonWriter(time->text) : json::JsonWriter();
}

void show_what_is_sealed(const record::OpenRecord& record, Console& console) {
    const auto language = texts::language_tag(console.language());
    const RollFacts electorate(record);
    std::vector<Message> lines = describe_election(record.manifest(), console.language());
    add_hours(record.manifest(), lines);
    add_voters(record.manifest(), electorate, language, lines);
    add_keys(record, lines);
    console.facts(lines, json_of(record, electorate));
}

} // namespace evote::app

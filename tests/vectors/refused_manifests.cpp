// SPDX-License-Identifier: Apache-2.0
// manifest.json (docs/protocol.md, section 2).
#include "support/rooms.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

namespace evote {

namespace {

using nlohmann::ordered_json;
constexpr std::string_view bad_manifest = "malformed";

void spoil_ids(SpoiltJson& doc) {
    for (const auto& [value, what] : std::vector<std::pair<std::string, std::string>>{
             {"", "is empty"},
             {"a b", "has a blank"},
             {"\xC3\xBC", "is a letter with an umlaut"},
             {"a/b", "has a slash"},
             {std::string(65, 'a'), "has 65 characters"}})
        for (const auto* const at : {"/id", "/contests/0/options/0/id"})
            doc.set(bad_manifest, fmt::format("{} {}.", at, what), at, value);
    doc.set("valid", "/id has 64 characters.", "/id", std::string(64, 'a'));
    doc.set(bad_manifest, "Two options of a contest have one id.", "/contests/1/options/0/id",
            "no");
    doc.set(bad_manifest, "Two contests have one id.", "/contests/1/id", "council");
    doc.set(bad_manifest, "Two districts have one id.", "/districts/1/id", "east");
    doc.set(bad_manifest, "A district names a contest that does not exist.",
            "/districts/1/contests/0", "other");
    doc.set(bad_manifest, "A district names a contest twice.", "/districts/0/contests",
            {"council", "council"});
    doc.set(bad_manifest, "A district names no contest.", "/districts/1/contests",
            ordered_json::array());
    doc.set("valid", "Two contests have an option with one id.", "/contests/1/options/0/id", "a");
}

void spoil_texts(SpoiltJson& doc) {
    const std::string at = "/title/en";
    doc.set(bad_manifest, "The title has no language.", "/title", ordered_json::object());
    doc.set(bad_manifest, "The title is a string.", "/title", "Refusals");
    doc.set(bad_manifest, "The title is empty.", at, "");
    doc.set(bad_manifest, "The title has blanks only.", at, " \xC2\xA0");
    doc.set(bad_manifest, "The title has a blank of no width.", at, "Refu\xE2\x80\x8Bsals");
    doc.set(bad_manifest, "The title has a mark that turns the direction of text.", at,
            "\xE2\x80\xAErefusals");
    doc.set(bad_manifest, "The title has a line feed.", at, "Refu\nsals");
    doc.set(bad_manifest, "The title has a language that is no tag of BCP 47.", "/title/e",
            "Refusals");
    doc.set(bad_manifest, "The title has one language twice, in another case.", "/title/EN",
            "Refusals");
    doc.set("valid", "The title is in Kyrgyz too.", "/title/ky",
            "\xD2\xAE\xD0\xBB\xD0\xB3\xD2\xAF");
    for (const auto* const time :
         {"2026-10-04", "2026-10-04T08:00:00", "2026-10-04 08:00:00Z", "2026-02-30T08:00:00Z",
          "2026-10-04T24:00:00Z", "2026-10-04T08:60:00Z", "2026-10-04T08:00:00+24:00"})
        doc.set(bad_manifest, fmt::format("/opens is {}.", time), "/opens", time);
    doc.set("valid", "/opens is in February of a leap year.", "/opens", "2028-02-29T08:00:00.5z");
    doc.erase("valid", "The manifest does not say when voting opens.", "/opens");
}

void spoil_numbers(SpoiltJson& doc) {
    for (const auto& [count, threshold] :
         std::vector<std::pair<int, int>>{{0, 0}, {3, 0}, {3, 4}, {3, 1}, {4, 2}, {65536, 40000}})
        doc.set(bad_manifest, fmt::format("{} of {} trustees are needed.", threshold, count),
                "/trustees", {{"count", count}, {"threshold", threshold}});
    doc.set(bad_manifest, "The trustees would deal more than 2^19 coefficients.", "/trustees",
            {{"count", 1000}, {"threshold", 501}});
    doc.set("valid", "3 of 3 trustees are needed.", "/trustees/threshold", 3);
    doc.set(bad_manifest, "min is above max.", "/contests/0/min", 2);
    doc.set(bad_manifest, "max is negative: no choice can stay below it.", "/contests/1", [&] {
        ordered_json contest = doc.at("/contests/1");
        contest["min"] = -2;
        contest["max"] = -1;
        return contest;
    }());
    doc.set(bad_manifest, "min is more than there are options.", "/contests/1", [&] {
        ordered_json contest = doc.at("/contests/1");
        contest["min"] = 3;
        contest["max"] = 3;
        return contest;
    }());
    doc.set(bad_manifest, "max is above 2^16.", "/contests/0/max", 65537);
    doc.set("valid", "max is more than there are options.", "/contests/0/max", 4);
    doc.set(bad_manifest, "A contest has 700 options: a ballot would have more than 65,535 bytes.",
            "/contests/1/options", [] {
                ordered_json options = ordered_json::array();
                for (int i = 0; i < 700; ++i)
                    options.push_back({{"id", fmt::format("o{}", i)}, {"title", {{"en", "x"}}}});
                return options;
            }());
}

void spoil_rules(SpoiltJson& doc) {
    const std::string rule = "/contests/0/rules/0";
    doc.set(bad_manifest, "A rule names an option that does not exist.", rule + "/coefficients/d",
            1);
    doc.set(bad_manifest, "A coefficient is above 2^16.", rule + "/coefficients/a", 65537);
    doc.set(bad_manifest, "A coefficient is below -2^16.", rule + "/coefficients/a", -65537);
    doc.set("valid", "A coefficient is 2^16.", rule + "/coefficients/a", 65536);
    doc.set("valid", "A coefficient is 0.", rule + "/coefficients/a", 0);
    doc.set(bad_manifest, "No choice reaches the min of a rule.", rule,
            {{"coefficients", {{"a", 1}}}, {"min", 2}, {"max", 2}});
    doc.set(bad_manifest, "The min of a rule is above its max.", rule + "/min", 2);
    doc.erase(bad_manifest, "A rule has no coefficients.", rule + "/coefficients");
    doc.erase(bad_manifest, "A rule has no max.", rule + "/max");
    doc.set(bad_manifest, "A rule has a member too many.", rule + "/title", "");
    doc.erase("valid", "There are no rules besides min and max.", "/contests/0/rules");
    doc.set("valid", "The list of rules is empty.", "/contests/0/rules", ordered_json::array());
}

void spoil_members(SpoiltJson& doc) {
    doc.set(bad_manifest, "The group is another one.", "/group", "ristretto448");
    doc.set("unsupported", "Revoting is to be deniable.", "/revote", "deniable");
    doc.set(bad_manifest, "Revoting is to be something unknown.", "/revote", "first");
    doc.set("valid", "The first ballot counts.", "/revote", "none");
    for (const auto* const at :
         {"/id", "/title", "/group", "/trustees", "/revote", "/districts", "/contests",
          "/trustees/count", "/districts/0/title", "/contests/0/options", "/contests/0/min",
          "/contests/0/options/0/title"})
        doc.erase(bad_manifest, fmt::format("{} is missing.", at), at);
    for (const auto* const at : {"/districts", "/contests", "/contests/0/options"})
        doc.set(bad_manifest, fmt::format("{} is an empty list.", at), at, ordered_json::array());
    for (const auto* const at :
         {"/trustees/note", "/districts/0/note", "/contests/0/note", "/contests/0/options/0/note"})
        doc.set(bad_manifest, fmt::format("{} is added.", at), at, 1);
    std::string deep(33, '[');
    deep += std::string(33, ']');
    doc.text(bad_manifest, "A member with 33 lists in each other is added.",
             "{\"x\":" + deep + "," + doc.good().substr(1));
}

} // namespace

ordered_json refused_manifests(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Refusals out("manifest.json", seed);
    SpoiltJson doc(out, election["manifest.json"]);
    doc.text("valid", "A manifest.", doc.good());
    spoil_ids(doc);
    spoil_texts(doc);
    spoil_numbers(doc);
    spoil_rules(doc);
    spoil_members(doc);
    doc.json_forms("valid", "/trustees/count");
    return std::move(out).take();
}

} // namespace evote

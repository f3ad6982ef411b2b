// SPDX-License-Identifier: Apache-2.0
#include "vectors/refusals.h"

#include "support/rooms.h"
#include "vectors/made_vectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;
using Pointer = ordered_json::json_pointer;

G::Element element_of(const std::string& hex) {
    return G::Element::decode(hex_decode(hex).value()).value();
}

G::Scalar scalar_in_hex(const std::string& hex) {
    return G::Scalar::decode(hex_decode(hex).value()).value();
}

// An odd number, which no element has: the element is written as its negative.
std::string negative(std::string element) {
    const auto digit = hex_decode("0" + element.substr(1, 1)).value()[0] ^ 1U;
    element[1] = "0123456789abcdef"[digit];
    return element;
}

} // namespace

const std::string identity_hex(64, '0');

std::string plus_generator(const std::string& element) {
    return hex_encode((element_of(element) + G::generator()).encode());
}

std::string minus_generator(const std::string& element) {
    return hex_encode((element_of(element) + -G::generator()).encode());
}

std::string plus_one(const std::string& scalar) {
    return hex_encode((scalar_in_hex(scalar) + G::Scalar::from_u64(1)).encode());
}

std::string negated_scalar(const std::string& scalar) {
    return hex_encode((-scalar_in_hex(scalar)).encode());
}

std::string upper_case(std::string hex) {
    for (char& digit : hex)
        digit = digit >= 'a' && digit <= 'z' ? static_cast<char>(digit - 'a' + 'A') : digit;
    return hex;
}

std::string with_carriage_returns(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

Refusals::Refusals(std::string_view what, const std::string& seed) {
    file_["description"] = fmt::format("{}, made from the seed {}", what, seed);
}

void Refusals::add(std::string_view reason, std::string_view comment, ordered_json bytes) {
    ordered_json vector{{"number", vectors_.size() + 1},
                        {"valid", reason == "valid"},
                        {"reason", reason},
                        {"comment", comment}};
    vector.update(bytes);
    vectors_.push_back(std::move(vector));
}

ordered_json Refusals::take() && {
    file_["vectors"] = std::move(vectors_);
    return std::move(file_);
}

SpoiltJson::SpoiltJson(Refusals& out, std::string good, ordered_json beside)
    : out_(out), good_(std::move(good)), beside_(std::move(beside)) {}

ordered_json SpoiltJson::at(const std::string& pointer) const {
    return ordered_json::parse(good_).at(Pointer(pointer));
}

void SpoiltJson::text(std::string_view reason, std::string_view comment, std::string_view text) {
    ordered_json bytes = beside_;
    bytes["text"] = text;
    out_.add(reason, comment, std::move(bytes));
}

void SpoiltJson::change(std::string_view reason, std::string_view comment, const Change& change) {
    ordered_json document = ordered_json::parse(good_);
    change(document);
    text(reason, comment, document.dump() + "\n");
}

void SpoiltJson::set(std::string_view reason, std::string_view comment, const std::string& pointer,
                     const ordered_json& value) {
    change(reason, comment, [&](ordered_json& document) { document[Pointer(pointer)] = value; });
}

void SpoiltJson::erase(std::string_view reason, std::string_view comment,
                       const std::string& pointer) {
    change(reason, comment, [&](ordered_json& document) {
        const Pointer place(pointer);
        auto& parent = document.at(place.parent_pointer());
        if (parent.is_array())
            parent.erase(std::stoul(place.back()));
        else
            parent.erase(place.back());
    });
}

void SpoiltJson::exchange(std::string_view reason, std::string_view comment, const std::string& one,
                          const std::string& other) {
    change(reason, comment, [&](ordered_json& document) {
        std::swap(document.at(Pointer(one)), document.at(Pointer(other)));
    });
}

void SpoiltJson::bad_elements(std::string_view reason, const std::string& pointer) {
    const auto comment = [&](std::string_view what) {
        return fmt::format("{} {}.", pointer, what);
    };
    const std::string element = at(pointer).get<std::string>();
    set(reason, comment("is written as its negative: the encoding is an odd number"), pointer,
        negative(element));
    set(reason, comment("is p + 1, p being the order of the field: the encoding is not reduced"),
        pointer, "ee" + std::string(60, 'f') + "7f");
    set(reason, comment("is a reduced and even number that encodes no element"), pointer,
        "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371");
}

void SpoiltJson::bad_scalars(std::string_view reason, const std::string& pointer) {
    set(reason, fmt::format("{} is the order of the group.", pointer), pointer,
        "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    ordered_json scalar = at(pointer);
    auto bytes = hex_decode_array<32>(scalar.get<std::string>()).value();
    // The order is added: the same number modulo the order. It stays below 2^254.
    const auto order =
        hex_decode_array<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
            .value();
    unsigned carry = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        carry += unsigned{bytes[i]} + order[i];
        bytes[i] = static_cast<std::uint8_t>(carry & 0xffU);
        carry >>= 8;
    }
    set(reason, fmt::format("The order of the group is added to {}.", pointer), pointer,
        hex_encode(bytes));
}

void SpoiltJson::json_forms(std::string_view other, const std::string& number) {
    const ordered_json document = ordered_json::parse(good_);
    text(other, "White space stands between all tokens.", document.dump(2) + "\n");
    change(other, "The first member stands last.", [](ordered_json& value) {
        const std::string name = value.begin().key();
        ordered_json first = value.begin().value();
        value.erase(name);
        value[name] = std::move(first);
    });
    text(other, "The line feed at the end is missing.", good_.substr(0, good_.size() - 1));
    text(other, "A letter of a key is written as an escape of JSON.",
         R"({"\u0066)" + good_.substr(3));
    broken_json(number);
}

void SpoiltJson::broken_json(const std::string& number) {
    const ordered_json document = ordered_json::parse(good_);
    const std::string format = document["format"];
    const auto written = [&](const std::string& digits) {
        ordered_json marked = document;
        marked[Pointer(number)] = "<number>";
        std::string out = marked.dump() + "\n";
        return out.replace(out.find("\"<number>\""), 10, digits);
    };
    const std::string digits = document.at(Pointer(number)).dump();
    constexpr std::string_view bad = "malformed";
    text(bad, "A byte order mark is put first.", "\xEF\xBB\xBF" + good_);
    text(bad, "The first member is there twice, with the same value.",
         "{\"format\":\"" + format + "\"," + good_.substr(1));
    text(bad, "The last brace is missing.", good_.substr(0, good_.size() - 2));
    text(bad, "A second document follows.", good_ + "{}\n");
    text(bad, "The document is in a list.", "[" + good_.substr(0, good_.size() - 1) + "]\n");
    text(bad, fmt::format("{} is written with a fraction of zero.", number),
         written(digits + ".0"));
    text(bad, fmt::format("{} is written with an exponent of zero.", number),
         written(digits + "e0"));
    text(bad, fmt::format("{} is written with a leading zero.", number), written("0" + digits));
    text(bad, fmt::format("{} is a string.", number), written("\"" + digits + "\""));
    text(
        bad, fmt::format("2^64 is added to {}.", number),
        written(fmt::format("1844674407370955{}", 1616 + document.at(Pointer(number)).get<int>())));
    text(bad, "A comment stands behind the first brace.", "{/**/" + good_.substr(1));
    text(bad, "A member has half of a surrogate pair as its key.",
         "{\"\\ud800\":1," + good_.substr(1));
    change(bad, "A member that the format does not have is added.",
           [](ordered_json& value) { value["note"] = ""; });
    set(bad, "The version of the format is another one.", "/format",
        format.substr(0, format.size() - 1) + "2");
    erase(bad, "The format is missing.", "/format");
}

ordered_json election_to_spoil(const std::string& seed) {
    Draw draw("refusals " + seed);
    const auto title = [](const std::string& text) { return ordered_json{{"en", text}}; };
    const auto option = [&](const std::string& id) {
        return ordered_json{{"id", id}, {"title", title("Option " + id)}};
    };
    ordered_json council{{"id", "council"},
                         {"title", title("Council")},
                         {"min", 0},
                         {"max", 1},
                         {"options", {option("a"), option("b"), option("c")}}};
    council["rules"].push_back({{"coefficients", {{"a", 1}, {"b", -1}}}, {"min", 0}, {"max", 1}});
    const ordered_json question{{"id", "question"},
                                {"title", title("Question")},
                                {"min", 1},
                                {"max", 1},
                                {"options", {option("yes"), option("no")}}};
    const ordered_json manifest{
        {"format", "evote-manifest-1"},
        {"id", "refusals-" + seed},
        {"title", title("Refusals")},
        {"group", "ristretto255"},
        {"trustees", {{"count", 3}, {"threshold", 2}}},
        {"revote", "last"},
        {"opens", "2026-10-04T08:00:00+06:00"},
        {"closes", "2026-10-04T20:00:00+06:00"},
        {"districts",
         {{{"id", "east"}, {"title", title("East")}, {"contests", {"council", "question"}}},
          {{"id", "west"}, {"title", title("West")}, {"contests", {"question"}}}}},
        {"contests", {council, question}}};
    ordered_json vector;
    vector["manifest.json"] = manifest.dump() + "\n";
    complete_election(vector, draw);
    return vector;
}

void add_sealed_files(Refusals& out, const ordered_json& election) {
    for (const auto* const name :
         {"manifest.json", "keys.json", "roll.csv", "board.json", "fingerprint"})
        out[name] = election[name];
}

const std::map<std::string, ordered_json (*)(const std::string& seed), std::less<>>&
vector_kinds() {
    static const std::map<std::string, ordered_json (*)(const std::string&), std::less<>> kinds{
        {"election", made_election},
        {"invalid-ballots", made_invalid_ballots},
        {"refusals-manifest", refused_manifests},
        {"refusals-keys", refused_keys},
        {"refusals-roll", refused_rolls},
        {"refusals-registrars", refused_registrars},
        {"refusals-notes", refused_notes},
        {"refusals-tally", refused_tallies},
        {"refusals-decryptions", refused_decryptions},
        {"refusals-result", refused_results},
        {"refusals-openings", refused_openings},
        {"refusals-receipts", refused_receipts},
        {"refusals-log", refused_logs},
        {"refusals-nonces", refused_nonces}};
    return kinds;
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// decryptions/<j>.json and result.json.
#include "json/json.h"
#include "protocol/decryption.h"
#include "protocol/json_contests.h"
#include "protocol/json_elements.h"
#include "protocol/roll.h"

#include <nlohmann/json.hpp>

namespace evote::protocol {

Bytes DecryptionShare::write(const Manifest& manifest) const {
    json::JsonWriter out;
    out["format"] = "evote-decryption-1";
    out["trustee"] = trustee;
    out["tally"] = hex_encode(tally);
    out["contests"] =
        contest_list(manifest, contests.size(), [&](json::JsonWriter& contest, std::size_t i) {
            contest["shares"] = element_list(contests[i].shares);
            contest["proof"]["commitments"] = {element_hex(contests[i].commitments.on_generator),
                                               element_hex(contests[i].commitments.on_alpha)};
            contest["proof"]["response"] = scalar_hex(contests[i].response);
        });
    return json::json_bytes(out);
}

Result<DecryptionShare> DecryptionShare::parse(ByteView json, const Manifest& manifest) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(json));
    const auto root = document.root();
    root.member("format").must_be("evote-decryption-1");
    DecryptionShare out;
    out.trustee = static_cast<std::uint16_t>(root.member("trustee").integer(1, UINT16_MAX));
    out.tally = root.member("tally").hex_array<32>();
    read_contest_list(root, manifest, [&](const json::JsonValue& value, const Contest& contest) {
        ContestShare part;
        part.shares = read_elements(value.member("shares"), contest.options.size());
        const auto proof = value.member("proof");
        const auto commitments = read_elements(proof.member("commitments"), 2);
        if (commitments.size() == 2)
            part.commitments = {commitments[0], commitments[1]};
        part.response = read_scalar(proof.member("response"));
        proof.no_other_members();
        out.contests.push_back(std::move(part));
    });
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());
    return out;
}

Bytes Tally::write(const Manifest& manifest) const {
    json::JsonWriter out;
    out["format"] = "evote-result-1";
    out["election"] = hex_encode(election);
    out["tally"] = hex_encode(tally);
    out["trustees"] = trustees;
    out["contests"] =
        contest_list(manifest, totals.size(), [&](json::JsonWriter& item, std::size_t i) {
            const auto& options = manifest.contests()[i].options;
            EVOTE_CHECK(totals[i].size() == options.size());
            item["totals"] = json::JsonWriter::object();
            for (std::size_t k = 0; k < options.size(); ++k)
                item["totals"][options[k].id] = totals[i][k];
        });
    return json::json_bytes(out);
}

Result<Tally> Tally::parse(ByteView json, const Manifest& manifest) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(json));
    const auto root = document.root();
    root.member("format").must_be("evote-result-1");
    Tally out;
    out.election = root.member("election").hex_array<32>();
    out.tally = root.member("tally").hex_array<32>();
    for (const auto& trustee :
         root.member("trustees")
             .elements(manifest.trustees().threshold, manifest.trustees().threshold))
        out.trustees.push_back(
            static_cast<std::uint16_t>(trustee.integer(1, manifest.trustees().count)));
    read_contest_list(root, manifest, [&](const json::JsonValue& value, const Contest& contest) {
        const auto members = value.member("totals");
        std::vector<std::uint64_t> values;
        for (const auto& option : contest.options)
            values.push_back(members.member(option.id).unsigned_integer(Roll::largest_sum));
        members.no_other_members();
        out.totals.push_back(std::move(values));
    });
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());
    return out;
}

} // namespace evote::protocol

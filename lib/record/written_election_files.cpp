// SPDX-License-Identifier: Apache-2.0
// What a setup writes of an election's files; see election_files.cpp for what everybody reads.
#include "base/text.h"
#include "json/json.h"
#include "record/election_files.h"

#include <nlohmann/json.hpp>

namespace evote::record {

BoardFile BoardFile::of(const board::VerifierKey& key,
                        std::optional<board::WitnessPolicy> witnesses,
                        std::vector<board::VerifierKey> registrars) {
    json::JsonWriter out;
    out["format"] = "evote-board-1";
    out["origin"] = key.name();
    out["key"] = key.text();
    for (const auto& registrar : registrars)
        out["registrars"].push_back(registrar.text());
    if (witnesses) {
        json::JsonWriter keys = json::JsonWriter::array();
        for (const auto& witness : witnesses->keys())
            keys.push_back(witness.text());
        out["witnesses"] = {{"quorum", witnesses->quorum()}, {"keys", std::move(keys)}};
    }
    return {key, json::json_bytes(out), std::move(witnesses), std::move(registrars)};
}

Bytes ElectionFile::write() const {
    json::JsonWriter out;
    out["format"] = "evote-election-1";
    out["fingerprint"] = hex_encode(fingerprint);
    out["manifest"] = hex_encode(manifest);
    out["keys"] = hex_encode(keys);
    out["roll"] = hex_encode(roll);
    out["board"] = hex_encode(board);
    return json::json_bytes(out);
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// keys.json as it is written at the end of a ceremony; see keys.cpp for what everybody reads.
#include "base/text.h"
#include "crypto/sha2.h"
#include "json/json.h"
#include "protocol/keys.h"

#include <nlohmann/json.hpp>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;
constexpr std::size_t element_size = G::Element::encoded_size;

json::JsonWriter write_entry(const TrusteeKeys& trustee) {
    json::JsonWriter commitments = json::JsonWriter::array();
    const ByteView bytes = trustee.dealing.commitment_bytes();
    for (std::size_t at = 0; at < bytes.size();) {
        json::JsonWriter key = json::JsonWriter::array();
        for (std::size_t n = 0; n < trustee.dealing.threshold(); ++n, at += element_size)
            key.push_back(hex_encode(bytes.subspan(at, element_size)));
        commitments.push_back(std::move(key));
    }
    const PossessionProof& proof = trustee.dealing.proof();
    return {
        {"index", trustee.dealing.trustee()},
        {"name", trustee.name},
        {"signer", trustee.signer},
        {"commitments", std::move(commitments)},
        {"proof",
         {{"commitment", hex_encode(proof.commitment)}, {"response", hex_encode(proof.response)}}}};
}

Bytes write_file(std::size_t threshold, std::span<const G::Element> keys,
                 std::span<const TrusteeKeys> trustees) {
    json::JsonWriter json{{"format", "evote-keys-1"}, {"threshold", threshold}};
    json["keys"] = json::JsonWriter::array();
    for (const G::Element& key : keys)
        json["keys"].push_back(hex_encode(key.encode()));
    json["trustees"] = json::JsonWriter::array();
    for (const TrusteeKeys& trustee : trustees)
        json["trustees"].push_back(write_entry(trustee));
    return json::json_bytes(json);
}

} // namespace

Result<PublicKeys> PublicKeys::combine(const Manifest& manifest,
                                       std::vector<TrusteeKeys> trustees) {
    EVOTE_TRY(PublicKeys out, sum_up(manifest, std::move(trustees)));
    out.file_ = write_file(out.threshold_, out.keys_, out.trustees_);
    out.hash_ = crypto::sha256(out.file_);
    return out;
}

} // namespace evote::protocol

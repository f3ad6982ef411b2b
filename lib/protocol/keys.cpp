// SPDX-License-Identifier: Apache-2.0
#include "protocol/keys.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "evote/check.h"
#include "group/batch.h"
#include "json/json.h"

#include <algorithm>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;
constexpr std::size_t element_size = G::Element::encoded_size;

// A trustee as read from the file, before its dealing is verified.
struct Entry {
    std::string name;
    std::string signer;
    Bytes commitments;
    PossessionProof proof;
};

Entry read_entry(const json::JsonValue& json, const Manifest& manifest, std::uint16_t index) {
    Entry entry;
    json.member("index").integer(index, index);
    entry.name = json.member("name").string();
    if (!is_trustee_name(entry.name))
        json.member("name").refuse(msg("this cannot be the name of a trustee"));
    entry.signer = json.member("signer").string();
    if (!entry.signer.starts_with(trustee_key_name(manifest, index) + "+"))
        json.member("signer").refuse(
            msg("the signing key of {0} is expected here", trustee_key_name(manifest, index)));
    const auto keys =
        json.member("commitments").elements(manifest.keys_needed(), manifest.keys_needed());
    for (const auto& key : keys)
        for (const auto& commitment :
             key.elements(manifest.trustees().threshold, manifest.trustees().threshold))
            append(entry.commitments, commitment.hex(element_size));
    const auto proof = json.member("proof");
    entry.proof.commitment = proof.member("commitment").hex_array<element_size>();
    entry.proof.response = proof.member("response").hex_array<element_size>();
    proof.no_other_members();
    json.no_other_members();
    return entry;
}

// The key itself of a verifier key NAME+ID+KEY: it may contain '+', the name and the ID may not.
std::string_view key_of(std::string_view signer) {
    const std::size_t id = signer.find('+') + 1;
    return signer.substr(signer.find('+', id) + 1);
}

// Two names do not make two keys.
Outcome signers_differ(std::span<const TrusteeKeys> trustees) {
    std::vector<std::pair<std::string_view, std::size_t>> keys;
    for (const TrusteeKeys& trustee : trustees) {
        keys.emplace_back(key_of(trustee.signer), trustee.dealing.trustee());
    }
    std::ranges::sort(keys);
    const auto same =
        std::ranges::adjacent_find(keys, {}, [](const auto& key) { return key.first; });
    if (same != keys.end())
        return fail(ErrorCode::invalid, msg("trustees {0} and {1} have the same signing key",
                                            same->second, std::next(same)->second));
    return {};
}

} // namespace

bool is_trustee_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_trustee_name && printable(name) == name &&
           trim(name) == name;
}

std::string trustee_key_name(const Manifest& manifest, std::uint16_t trustee) {
    return manifest.id() + "/trustee-" + std::to_string(trustee);
}

Result<PublicKeys> PublicKeys::parse(ByteView file, const Manifest& manifest) {
    EVOTE_TRY(const json::JsonDocument document, json::JsonDocument::parse(file));
    const json::JsonValue root = document.root();
    root.member("format").must_be("evote-keys-1");
    root.member("threshold").integer(manifest.trustees().threshold, manifest.trustees().threshold);
    std::vector<ByteArray<element_size>> keys;
    for (const auto& key :
         root.member("keys").elements(manifest.keys_needed(), manifest.keys_needed()))
        keys.push_back(key.hex_array<element_size>());
    std::vector<Entry> entries;
    for (const auto& json :
         root.member("trustees").elements(manifest.trustees().count, manifest.trustees().count))
        entries.push_back(
            read_entry(json, manifest, static_cast<std::uint16_t>(entries.size() + 1)));
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());

    std::vector<TrusteeKeys> trustees;
    for (Entry& entry : entries) {
        const auto index = static_cast<std::uint16_t>(trustees.size() + 1);
        EVOTE_TRY(Dealing dealing,
                  Dealing::verify(manifest, index, entry.commitments, entry.proof));
        trustees.push_back({std::move(entry.name), std::move(entry.signer), std::move(dealing)});
    }
    EVOTE_TRY(PublicKeys out, sum_up(manifest, std::move(trustees)));
    for (std::size_t k = 0; k < keys.size(); ++k)
        if (out.keys_[k].encode() != keys[k])
            return fail(ErrorCode::invalid, msg("this is not the sum of the trustees' keys"),
                        verbatim("keys[" + std::to_string(k) + "]"));
    out.file_ = to_bytes(file);
    out.hash_ = crypto::sha256(file);
    return out;
}

Result<PublicKeys> PublicKeys::sum_up(const Manifest& manifest, std::vector<TrusteeKeys> trustees) {
    EVOTE_CHECK(trustees.size() == manifest.trustees().count);
    EVOTE_TRY_VOID(signers_differ(trustees));
    PublicKeys out;
    out.manifest_ = manifest.hash();
    out.threshold_ = manifest.trustees().threshold;
    std::vector<Dealing> dealings;
    dealings.reserve(trustees.size());
    for (const TrusteeKeys& trustee : trustees)
        dealings.push_back(trustee.dealing);
    out.joint_ = joint_commitments(dealings);
    EVOTE_TRY(out.keys_, joint_keys(out.joint_, out.threshold_));
    out.trustees_ = std::move(trustees);
    return out;
}

std::vector<G::Element> PublicKeys::share_keys(std::uint16_t trustee) const {
    EVOTE_CHECK(trustee >= 1 && trustee <= trustees_.size());
    return evaluate_commitments_vartime(joint_, threshold_, trustee);
}

const TrusteeKeys& PublicKeys::trustee(std::uint16_t index) const {
    EVOTE_CHECK(index >= 1 && index <= trustees_.size());
    return trustees_[index - std::size_t{1}];
}

} // namespace evote::protocol

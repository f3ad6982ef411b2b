// SPDX-License-Identifier: Apache-2.0
#include "record/election_files.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "json/json.h"
#include "protocol/election.h"
#include "protocol/halves.h"

namespace evote::record {

std::string board_origin(const protocol::Manifest& manifest) {
    return "evote/" + manifest.id();
}

namespace {

// Keys that cannot be read are refused at their places; then there is no policy.
std::optional<board::WitnessPolicy> read_witnesses(const json::JsonValue& value) {
    const std::uint64_t quorum =
        value.member("quorum").unsigned_integer(board::WitnessPolicy::most_witnesses);
    const auto list = value.member("keys");
    std::vector<board::CosignerKey> keys;
    for (const auto& text : list.elements(1, board::WitnessPolicy::most_witnesses)) {
        auto key = board::CosignerKey::parse(text.string());
        if (!key) {
            text.refuse(key.error().message);
            return std::nullopt;
        }
        keys.push_back(std::move(*key));
    }
    value.no_other_members();
    auto policy = board::WitnessPolicy::of(quorum, std::move(keys));
    if (policy)
        return *std::move(policy);
    value.refuse(policy.error().message);
    return std::nullopt;
}

// The keys of as many registrars as the manifest has. What cannot be read is refused at its place.
std::vector<board::VerifierKey> read_registrar_keys(const std::optional<json::JsonValue>& value,
                                                    const protocol::Manifest& manifest) {
    std::vector<board::VerifierKey> keys;
    const std::size_t count = manifest.registrars();
    if (!value)
        return keys;
    if (count == 0) {
        value->refuse(msg("the manifest has no registrars"));
        return keys;
    }
    for (const auto& text : value->elements(count, count)) {
        const auto registrar = static_cast<std::uint8_t>(keys.size() + 1);
        const std::string name = protocol::registrar_key_name(manifest, registrar);
        auto key = board::VerifierKey::parse(text.string());
        if (!key)
            text.refuse(key.error().message);
        else if (key->name() != name)
            text.refuse(msg("this is a key of {0}, not of {1}", printable(key->name()), name));
        if (!key || key->name() != name)
            return {};
        keys.push_back(std::move(*key));
    }
    return keys;
}

// Nobody signs in two roles.
Outcome keys_must_differ(const BoardFile& file) {
    std::vector<board::VerifierKey> all{file.key};
    for (const auto& registrar : file.registrars) {
        for (const auto& other : all)
            if (other.key() == registrar.key())
                return fail(ErrorCode::malformed,
                            msg("this key is also that of {0}", printable(other.name())),
                            verbatim("registrars[" + std::to_string(all.size() - 1) + "]"));
        all.push_back(registrar);
    }
    if (!file.witnesses)
        return {};
    auto differs = file.witnesses->must_differ_from(all);
    if (!differs)
        return fail(std::move(differs).take_error().at(verbatim("witnesses")));
    return {};
}

} // namespace

Digest32 BoardFile::hash() const {
    return crypto::sha256(file);
}

std::vector<crypto::Ed25519PublicKey> BoardFile::registrar_keys() const {
    std::vector<crypto::Ed25519PublicKey> out;
    for (const auto& registrar : registrars)
        out.push_back(registrar.key());
    return out;
}

Result<BoardFile> BoardFile::parse(ByteView json, const protocol::Manifest& manifest) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(json));
    const auto root = document.root();
    const std::string origin = board_origin(manifest);
    root.member("format").must_be("evote-board-1");
    root.member("origin").must_be(origin);
    const auto key_text = root.member("key");
    auto registrars =
        read_registrar_keys(manifest.registrars() > 0 ? std::optional(root.member("registrars"))
                                                      : root.optional_member("registrars"),
                            manifest);
    const auto policy = root.optional_member("witnesses");
    auto witnesses = policy ? read_witnesses(*policy) : std::nullopt;
    root.no_other_members();
    auto key = board::VerifierKey::parse(key_text.string());
    if (key && key->name() != origin)
        key_text.refuse(msg("this is a key of {0}, not of {1}", printable(key->name()), origin));
    EVOTE_TRY_VOID(document.finish());
    if (!key)
        return fail(std::move(key).take_error().at(verbatim("key")));
    BoardFile out{std::move(*key), to_bytes(json), std::move(witnesses), std::move(registrars)};
    EVOTE_TRY_VOID(keys_must_differ(out));
    return out;
}

ElectionFile ElectionFile::of(const Digest32& manifest, const Digest32& keys, const Digest32& roll,
                              const Digest32& board) {
    return {manifest, keys, roll, board,
            protocol::election_fingerprint(manifest, keys, roll, board)};
}

Result<ElectionFile> ElectionFile::parse(ByteView json) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(json));
    const auto root = document.root();
    root.member("format").must_be("evote-election-1");
    ElectionFile out;
    out.fingerprint = root.member("fingerprint").hex_array<32>();
    out.manifest = root.member("manifest").hex_array<32>();
    out.keys = root.member("keys").hex_array<32>();
    out.roll = root.member("roll").hex_array<32>();
    out.board = root.member("board").hex_array<32>();
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());
    return out;
}

} // namespace evote::record

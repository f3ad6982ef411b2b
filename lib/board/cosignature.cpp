// SPDX-License-Identifier: Apache-2.0
#include "board/cosignature.h"

#include "base/text.h"
#include "board/key_text.h"
#include "evote/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace evote::board {

namespace {

std::string signed_text(std::uint64_t time, std::string_view checkpoint) {
    return fmt::format("cosignature/v1\ntime {}\n{}", time, checkpoint);
}

} // namespace

CosignerKey::CosignerKey(std::string name, const crypto::Ed25519PublicKey& key)
    : name_(std::move(name)), key_(key), id_(key_id(KeyType::cosigner, name_, key_)) {
    EVOTE_CHECK(is_key_name(name_));
}

Result<CosignerKey> CosignerKey::parse(std::string_view text) {
    EVOTE_TRY(auto parsed, parse_key_text(KeyType::cosigner, text));
    return CosignerKey(std::move(parsed.name), parsed.key);
}

std::string CosignerKey::text() const {
    return key_text(KeyType::cosigner, name_, key_);
}

std::optional<std::uint64_t> CosignerKey::time_of(const NoteSignature& line,
                                                  std::string_view checkpoint) const {
    if (line.key_id != id_ || line.name != name_)
        return std::nullopt;
    ByteCursor cursor(line.bytes);
    const auto time = cursor.take_u64();
    const auto signature = cursor.take_array<64>();
    if (!time || !signature || !cursor.at_end() || *time > latest_time)
        return std::nullopt;
    if (!key_.verify(bytes_of(signed_text(*time, checkpoint)), *signature))
        return std::nullopt;
    return *time;
}

Cosigner::Cosigner(std::string name, crypto::SigningKey key)
    : key_(std::move(key)), verifier_(std::move(name), key_.public_key()) {}

Result<Cosigner> Cosigner::parse(ByteView text) {
    EVOTE_TRY(auto parsed, parse_private_key_text(KeyType::cosigner, text));
    return Cosigner(std::move(parsed.name), std::move(parsed.key));
}

SecretBytes Cosigner::text() const {
    return private_key_text(KeyType::cosigner, verifier_.name(), key_);
}

NoteSignature Cosigner::cosign(const Checkpoint& checkpoint, std::uint64_t time) const {
    EVOTE_CHECK(time <= latest_time);
    NoteSignature out{verifier_.name(), verifier_.id(), {}};
    append_u64(out.bytes, time);
    append(out.bytes, key_.sign(bytes_of(signed_text(time, checkpoint.text()))));
    return out;
}

Result<WitnessPolicy> WitnessPolicy::of(std::uint64_t quorum, std::vector<CosignerKey> keys) {
    if (keys.empty() || keys.size() > most_witnesses)
        return fail(ErrorCode::malformed,
                    msg("there must be 1 to {0} witnesses, not {1}", most_witnesses, keys.size()));
    if (quorum > keys.size() || quorum * 2 <= keys.size())
        return fail(ErrorCode::malformed,
                    msg("the quorum of {0} witnesses must be from {1} to {0}, not {2}", keys.size(),
                        keys.size() / 2 + 1, quorum));
    std::set<std::string_view> names;
    std::set<ByteArray<32>> public_keys;
    for (const auto& key : keys)
        if (!names.insert(key.name()).second || !public_keys.insert(key.key().bytes()).second)
            return fail(ErrorCode::malformed,
                        msg("two witnesses have the same name or the same key: {0}", key.name()));
    return WitnessPolicy(static_cast<std::size_t>(quorum), std::move(keys));
}

Outcome WitnessPolicy::must_differ_from(std::span<const VerifierKey> others) const {
    for (const auto& key : keys_)
        for (const auto& other : others)
            if (key.name() == other.name() || key.key() == other.key())
                return fail(ErrorCode::malformed,
                            msg("the witness {0} has the name or the key of {1}, which signs other "
                                "things in this election",
                                key.name(), other.name()));
    return {};
}

std::vector<Cosignature> good_cosignatures(const WitnessPolicy& policy,
                                           const Checkpoint& checkpoint,
                                           std::span<const NoteSignature> lines) {
    const std::string text = checkpoint.text();
    std::vector<Cosignature> out;
    for (const auto& line : lines)
        for (std::size_t i = 0; i < policy.keys().size(); ++i)
            if (const auto time = policy.keys()[i].time_of(line, text))
                out.push_back({i, *time, line});
    return out;
}

WitnessCount count_witnesses(std::span<const Cosignature> good) {
    WitnessCount out;
    std::set<std::size_t> witnesses;
    for (const auto& one : good) {
        witnesses.insert(one.witness);
        out.earliest = std::min(out.earliest.value_or(one.time), one.time);
        out.latest = std::max(out.latest.value_or(one.time), one.time);
    }
    out.count = witnesses.size();
    return out;
}

Bytes cosigned_note(const SignedCheckpoint& checkpoint, const VerifierKey& log,
                    const WitnessPolicy& policy, std::span<const NoteSignature> lines) {
    const auto parsed = Note::parse(checkpoint.note());
    EVOTE_CHECK(parsed.has_value()); // it was read or written before
    const auto own = std::ranges::find_if(parsed->signatures(), [&](const NoteSignature& line) {
        return line.key_id == log.id() && line.name == log.name();
    });
    EVOTE_CHECK(own != parsed->signatures().end());
    std::vector<NoteSignature> all = parsed->signatures();
    all.insert(all.end(), lines.begin(), lines.end());
    auto good = good_cosignatures(policy, checkpoint.checkpoint(), all);
    std::ranges::stable_sort(good, {}, &Cosignature::witness);
    Note note(parsed->text());
    note.add(*own);
    std::optional<std::size_t> last;
    for (auto& one : good)
        if (std::exchange(last, one.witness) != one.witness)
            note.add(std::move(one.line));
    return note.encode();
}

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
#include "ballot/roll_change.h"

#include "evote/check.h"
#include "proof/possession.h"

#include <algorithm>

namespace evote::ballot {

namespace {

using G = group::Ristretto255;

constexpr std::string_view label = "registrar/replacement";
constexpr std::string_view signature_label = "evote/v1/roll-change";
constexpr std::size_t item = 32;
static_assert(G::Element::encoded_size == item && G::Scalar::encoded_size == item);

// The header and the number of the registrar, before the half.
Bytes context(ByteView header, std::uint8_t registrar) {
    Bytes out = to_bytes(header);
    append_u8(out, registrar);
    return out;
}

// One registrar's part, decoded.
struct DecodedHalf {
    G::Element half;
    G::Element commitment;
    G::Scalar response;
};

std::optional<DecodedHalf> decode_half(ByteView part) {
    const auto half = G::Element::decode(part.first(item));
    const auto commitment = G::Element::decode(part.subspan(item, item));
    const auto response = G::Scalar::decode(part.subspan(2 * item, item));
    if (!half || (*half).is_identity() || !commitment || !response)
        return std::nullopt;
    return DecodedHalf{*half, *commitment, *response};
}

// All of a change's halves; none for a revocation, nothing where one of them is malformed.
std::optional<std::vector<DecodedHalf>> decode_halves(ByteView entry, ChangeAction action,
                                                      const ChangeLayout& layout) {
    std::vector<DecodedHalf> out;
    for (unsigned i = 1; action == ChangeAction::replace && i <= layout.registrars(); ++i) {
        const auto half = decode_half(
            entry.subspan(layout.half_at(static_cast<std::uint8_t>(i)), ChangeLayout::half_size));
        if (!half)
            return std::nullopt;
        out.push_back(*half);
    }
    return out;
}

bool proof_holds(ByteView entry, std::uint8_t registrar, const DecodedHalf& half,
                 const ChangeLayout& layout) {
    const ByteView part = entry.subspan(layout.half_at(registrar), ChangeLayout::half_size);
    const G::Scalar challenge =
        replacement_challenge(entry.first(ChangeLayout::header_size), registrar, part.first(item),
                              part.subspan(item, item));
    return proof::possession_holds_vartime<G>(std::span(&half.half, 1), half.commitment, challenge,
                                              half.response);
}

bool proofs_hold(ByteView entry, const std::vector<DecodedHalf>& halves,
                 const ChangeLayout& layout) {
    for (std::size_t i = 0; i < halves.size(); ++i)
        if (!proof_holds(entry, static_cast<std::uint8_t>(i + 1), halves[i], layout))
            return false;
    return true;
}

} // namespace

Bytes begin_change(const Digest32& fingerprint, const ChangeHeader& header,
                   const ChangeLayout& layout) {
    Bytes out;
    append_start(out, {EntryKind::roll_change, fingerprint});
    append_u64(out, header.until);
    append(out, header.old);
    append_u8(out, static_cast<std::uint8_t>(header.action));
    EVOTE_CHECK(out.size() == ChangeLayout::header_size);
    out.resize(layout.size(header.action));
    return out;
}

std::optional<ChangeHeader> read_change_header(ByteView entry, const ChangeLayout& layout) {
    if (entry.size() < ChangeLayout::header_size)
        return std::nullopt;
    ByteCursor cursor(entry.subspan(entry_start_size));
    ChangeHeader out;
    out.until = *cursor.take_u64();
    out.old = *cursor.take_array<item>();
    const std::uint8_t action = *cursor.take_u8();
    if (action > static_cast<std::uint8_t>(ChangeAction::replace))
        return std::nullopt;
    out.action = static_cast<ChangeAction>(action);
    return entry.size() == layout.size(out.action) ? std::optional(out) : std::nullopt;
}

bool half_holds(ByteView change, const ChangeLayout& layout, std::uint8_t registrar) {
    const auto half =
        decode_half(change.subspan(layout.half_at(registrar), ChangeLayout::half_size));
    return half && proof_holds(change, registrar, *half, layout);
}

void put_half(Bytes& change, const ChangeLayout& layout, std::uint8_t registrar,
              const ReplacementHalf& half) {
    const auto header = read_change_header(change, layout);
    EVOTE_CHECK(header && header->action == ChangeAction::replace && registrar >= 1 &&
                registrar <= layout.registrars());
    auto out = change.begin() + static_cast<std::ptrdiff_t>(layout.half_at(registrar));
    for (const auto& part : {half.half, half.commitment, half.response})
        out = std::copy(part.begin(), part.end(), out);
}

void put_signature(Bytes& change, const ChangeLayout& layout, std::uint8_t registrar,
                   const ByteArray<ChangeLayout::signature_size>& signature) {
    const auto header = read_change_header(change, layout);
    EVOTE_CHECK(header && registrar >= 1 && registrar <= layout.registrars());
    const std::size_t at = layout.signature_at(header->action, registrar);
    std::copy(signature.begin(), signature.end(), change.begin() + static_cast<std::ptrdiff_t>(at));
}

Bytes change_message(ByteView header_and_halves) {
    Bytes out = to_bytes(bytes_of(signature_label));
    append_u8(out, 0);
    append(out, header_and_halves);
    return out;
}

G::Scalar replacement_challenge(ByteView header, std::uint8_t registrar, ByteView half,
                                ByteView commitment) {
    return proof::possession_challenge<G>(label, context(header, registrar), half, commitment);
}

ReplacementHalf prove_replacement(ByteView header, std::uint8_t registrar, const Half& half,
                                  crypto::Random& random) {
    const WipedStack wiped;
    Bytes about = to_bytes(bytes_of(label));
    append(about, context(header, registrar));
    append(about, half.encoding);
    const Secret<ByteArray<item>> secret(half.secret.expose().encode());
    crypto::HedgedNonces nonces(random, secret.expose(), about);
    Secret<G::Scalar> nonce;
    nonce.expose() = group::nonce_scalar<G>(nonces);
    ReplacementHalf out{half.encoding, G::mul_generator(nonce.expose()).encode(), {}};
    const G::Scalar challenge = replacement_challenge(header, registrar, out.half, out.commitment);
    out.response = proof::possession_respond<G>(
                       std::move(nonce), challenge, 1,
                       [&](std::size_t) -> const G::Scalar& { return half.secret.expose(); })
                       .expose()
                       .encode();
    return out;
}

ReadChange read_change(ByteView entry, const Digest32& fingerprint, const ChangeLayout& layout) {
    switch (check_start(entry, {EntryKind::roll_change, fingerprint})) {
    case StartFault::malformed:
        return {Verdict::malformed, std::nullopt};
    case StartFault::other_election:
        return {Verdict::other_election, std::nullopt};
    case StartFault::none:
        break;
    }
    const auto header = read_change_header(entry, layout);
    const auto old = header ? G::Element::decode(header->old) : std::nullopt;
    if (!old || (*old).is_identity())
        return {Verdict::malformed, std::nullopt};
    const auto halves = decode_halves(entry, header->action, layout);
    if (!halves)
        return {Verdict::malformed, std::nullopt};
    if (!proofs_hold(entry, *halves, layout))
        return {Verdict::registrar_proof, std::nullopt};
    RollChange change{header->until, header->old, header->action, {}};
    G::Element sum;
    for (const auto& half : *halves)
        sum = sum + half.half;
    change.replacement = sum.encode();
    return {Verdict::valid, change};
}

} // namespace evote::ballot

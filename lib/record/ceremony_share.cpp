// SPDX-License-Identifier: Apache-2.0
#include "record/ceremony_share.h"

#include "crypto/sha2.h"
#include "evote/check.h"

namespace evote::record {

namespace {

using Share = SecretVector<group::Ristretto255::Scalar>;

// What a share is bound to, so that it is valid in one place only.
Digest32 share_context(const protocol::Manifest& manifest, const Digest32& joins,
                       const protocol::Dealing& dealing, std::uint16_t recipient) {
    Bytes places;
    append_u16(places, dealing.trustee());
    append_u16(places, recipient);
    return crypto::tagged_hash32("ceremony/share",
                                 {manifest.hash(), joins, places, dealing.hash()});
}

// The share that this trustee got from a dealer; empty if it cannot be read.
Share open_share(const TrusteeSecret& secret, const DealNote& deal,
                 const protocol::Manifest& manifest) {
    const auto plain =
        secretfile::age_decrypt(deal.shares[secret.trustee() - std::size_t{1}], secret.identity());
    if (!plain)
        return {};
    const Digest32 context = share_context(manifest, deal.joins, deal.dealing, secret.trustee());
    const ByteView bytes = plain->expose();
    if (bytes.size() < context.size() || !equal(bytes.first(context.size()), context))
        return {};
    auto share = protocol::decode_share(bytes.subspan(context.size()), manifest.keys_needed());
    return share ? *std::move(share) : Share();
}

} // namespace

DealNote make_deal_note(const TrusteeSecret& secret, const CeremonyNotes& notes,
                        const protocol::Manifest& manifest, crypto::Random& random) {
    EVOTE_CHECK(secret.polynomials().has_value());
    const protocol::Polynomials& polynomials = *secret.polynomials();
    DealNote out{secret.trustee(),
                 notes.joins(manifest),
                 polynomials.deal(polynomials.possession_nonce(random)),
                 {}};
    for (unsigned i = 1; i <= manifest.trustees().count; ++i) {
        const auto recipient = static_cast<std::uint16_t>(i);
        out.shares.emplace_back();
        if (recipient == secret.trustee())
            continue;
        SecretBytes plain;
        plain.append(share_context(manifest, out.joins, out.dealing, recipient));
        plain.append(protocol::encode_share(polynomials.share(recipient).expose()).expose());
        const secretfile::AgeRecipient& age = notes.join(recipient)->body.recipient;
        out.shares.back() = secretfile::age_encrypt(plain.expose(), std::span(&age, 1), random);
    }
    return out;
}

ReceivedShares receive_shares(const TrusteeSecret& secret, const CeremonyNotes& notes,
                              const protocol::Manifest& manifest,
                              const protocol::SettledCeremony* settled) {
    EVOTE_CHECK(secret.polynomials().has_value());
    ReceivedShares out;
    protocol::ShareSum sum(manifest, secret.trustee());
    for (unsigned i = 1; i <= manifest.trustees().count; ++i) {
        const auto dealer = static_cast<std::uint16_t>(i);
        const DealNote& deal = notes.deal(dealer)->body;
        const Share share = dealer == secret.trustee() ? secret.polynomials()->share(dealer)
                                                       : open_share(secret, deal, manifest);
        if (sum.add(deal.dealing, share.expose()))
            continue;
        out.accused.push_back(dealer);
        const protocol::PublishedShare* const published =
            settled == nullptr ? nullptr : settled->published({secret.trustee(), dealer});
        if (published != nullptr)
            EVOTE_CHECK(sum.add(deal.dealing, published->values)); // settling has checked it
    }
    out.sum = std::move(sum).finish();
    return out;
}

} // namespace evote::record

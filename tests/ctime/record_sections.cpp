// SPDX-License-Identifier: Apache-2.0
// The files of the key ceremony. What a trustee signs is public.
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "support/ceremony_record.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

namespace {

/// Two trustees, both needed, all of whose secrets are marked.
class SecretCeremony : public CeremonyRecord {
  public:
    SecretCeremony() : CeremonyRecord(2, 2) {
        for (std::uint16_t i = 1; i <= count(); ++i)
            secret(i) = TrusteeSecret::create(manifest, i, "Trustee " + std::to_string(i), random_);
    }

    void join() {
        for (std::uint16_t i = 1; i <= count(); ++i)
            put(CeremonyRound::join, i,
                JoinNote{i, secret(i).name(), secret(i).signer().verifier(),
                         secret(i).identity().recipient(),
                         dealing_hash(manifest.hash(), i, public_commitments(i))}
                    .text(manifest));
    }

    /// `spoil` is called on what dealer 2 encrypted for trustee 1.
    template <class Spoil>
    void deal(Spoil spoil) {
        std::vector<DealNote> notes_of_all;
        for (std::uint16_t i = 1; i <= count(); ++i) {
            notes_of_all.push_back(make_deal_note(secret(i), notes(), manifest, random_));
            publish(notes_of_all.back());
        }
        spoil(notes_of_all[1].shares[0]);
        for (const DealNote& note : notes_of_all)
            put(CeremonyRound::deal, note.trustee, note.text(manifest));
    }

    /// Makes a share for trustee 1 correctly encrypted but not what was committed to.
    void make_wrong(Bytes& share) {
        auto plain = age_decrypt(share, secret(1).identity());
        declassify(&plain, sizeof plain); // whether there is one; it is elsewhere
        plain->expose()[32] ^= 1;         // the context comes first
        const AgeRecipient& recipient = secret(1).identity().recipient();
        share = age_encrypt(plain->expose(), std::span(&recipient, 1), random_);
        declassify(share.data(), share.size());
    }

    /// Dealer 2 publishes what its share for trustee 1 should have been.
    void answer() {
        auto note = answer_note(2, 1);
        auto& values = note.shares.front().values;
        declassify(values.data(), values.size() * sizeof values.front());
        put(CeremonyRound::answer, 2, note.text(manifest));
    }

  private:
    Bytes public_commitments(std::uint16_t i) {
        Bytes commitments = secret(i).polynomials()->commitments();
        declassify(commitments.data(), commitments.size());
        return commitments;
    }

    void publish(DealNote& note) {
        auto proof = note.dealing.proof();
        declassify(proof);
        note.dealing =
            must(Dealing::verify(manifest, note.trustee, public_commitments(note.trustee), proof));
        for (Bytes& share : note.shares)
            declassify(share.data(), share.size());
    }

    SecretRandom random_{"ceremony files"};
};

} // namespace

CONSTANT_TIME(ceremony_files, "a trustee's secret: made, dealt, received, kept, written, read") {
    SecretCeremony ceremony;
    ceremony.join();
    ceremony.deal([](Bytes&) {});
    TrusteeSecret& secret = ceremony.secret(1);
    auto received = receive_shares(secret, ceremony.notes(), ceremony.manifest, nullptr);
    declassify(&received, sizeof received); // whether shares are good; they lie elsewhere
    EVOTE_CHECK(received.accused.empty() && received.sum.has_value());
    secret.keep_share(std::move(*received.sum));
    ceremony.check_all();
    EVOTE_CHECK(secret.can_decrypt(must(ceremony.keys())));
    const SecretBytes before = secret.encode();
    secret.forget_polynomials();
    for (const SecretBytes& text : {secret.encode(), ceremony.secret(2).encode()}) {
        auto again = TrusteeSecret::parse(text.expose(), ceremony.manifest);
        EVOTE_CHECK(again.has_value());
        bool same = equal(again->encode().expose(), text.expose());
        declassify(same);
        EVOTE_CHECK(same);
    }
}

CONSTANT_TIME(bad_shares, "a share that cannot be decrypted") {
    SecretCeremony ceremony;
    ceremony.join();
    ceremony.deal([](Bytes& share) { share.back() ^= 1; });
    auto received =
        receive_shares(ceremony.secret(1), ceremony.notes(), ceremony.manifest, nullptr);
    declassify(&received, sizeof received);
    EVOTE_CHECK(received.accused.size() == 1 && !received.sum.has_value());
}

CONSTANT_TIME(complaints, "a wrong share: complained about, answered, settled") {
    SecretCeremony ceremony;
    ceremony.join();
    ceremony.deal([&](Bytes& share) { ceremony.make_wrong(share); });
    ceremony.check_all();
    ceremony.answer();
    const auto settled = must(settled_ceremony(ceremony.notes(), ceremony.manifest));
    TrusteeSecret& secret = ceremony.secret(1);
    auto received = receive_shares(secret, ceremony.notes(), ceremony.manifest, &settled);
    declassify(&received, sizeof received); // whether shares are good; they lie elsewhere
    EVOTE_CHECK(received.accused == std::vector<std::uint16_t>{2} && received.sum.has_value());
    // Only the published share is public, not its sum with the others.
    EVOTE_CHECK(is_secret(received.sum->expose().data(), sizeof(Ristretto255::Scalar)));
    secret.keep_share(std::move(*received.sum));
    EVOTE_CHECK(secret.can_decrypt(must(ceremony.keys())));
}

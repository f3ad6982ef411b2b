// SPDX-License-Identifier: Apache-2.0
// A key ceremony in its own record, trustee by trustee, for tests in which some of them cheat.
#pragma once

#include "os/file.h"
#include "record/ceremony_folder.h"
#include "record/ceremony_share.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace evote {

class CeremonyRecord {
  public:
    CeremonyRecord(unsigned trustees, unsigned threshold)
        : manifest(parsed_manifest(small_manifest(trustees, threshold))) {
        must(write_file(folder.manifest(), bytes_of(small_manifest(trustees, threshold))));
        for (unsigned i = 1; i <= trustees; ++i)
            secrets.push_back(TrusteeSecret::create(manifest, static_cast<std::uint16_t>(i),
                                                    "Trustee " + std::to_string(i),
                                                    system_random()));
    }

    std::uint16_t count() const { return manifest.trustees().count; }

    TrusteeSecret& secret(std::uint16_t trustee) { return secrets[trustee - std::size_t{1}]; }

    CeremonyNotes notes() const { return must(CeremonyNotes::read(folder, manifest)); }

    /// A note as its trustee would sign it.
    Bytes sign(std::uint16_t trustee, const std::string& text) {
        Note note(text);
        note.sign(secret(trustee).signer());
        return note.encode();
    }

    void put(CeremonyRound round, std::uint16_t trustee, const std::string& text) {
        must(put_note(folder, {round, trustee}, sign(trustee, text)));
    }

    std::string join_text(std::uint16_t i) {
        return JoinNote{i, secret(i).name(), secret(i).signer().verifier(),
                        secret(i).identity().recipient(),
                        dealing_hash(manifest.hash(), i, secret(i).polynomials()->commitments())}
            .text(manifest);
    }

    DealNote deal_note(std::uint16_t i) {
        return make_deal_note(secret(i), notes(), manifest, system_random());
    }

    CheckNote check_note(std::uint16_t i) {
        const auto standing = notes();
        return {i, standing.transcript(manifest),
                receive_shares(secret(i), standing, manifest, nullptr).accused};
    }

    AnswerNote::Share answer_share(std::uint16_t dealer, std::uint16_t recipient) {
        const auto share = secret(dealer).polynomials()->share(recipient);
        return {recipient, {share.expose().begin(), share.expose().end()}};
    }

    AnswerNote answer_note(std::uint16_t dealer, std::uint16_t recipient) {
        return {dealer, notes().transcript(manifest), {answer_share(dealer, recipient)}};
    }

    void join_all() {
        for (std::uint16_t i = 1; i <= count(); ++i)
            put(CeremonyRound::join, i, join_text(i));
    }

    /// All trustees who have not dealt yet do so.
    void deal_all() {
        for (std::uint16_t i = 1; i <= count(); ++i)
            if (!notes().has({CeremonyRound::deal, i}))
                put(CeremonyRound::deal, i, deal_note(i).text(manifest));
    }

    void check_all() {
        for (std::uint16_t i = 1; i <= count(); ++i)
            if (!notes().has({CeremonyRound::check, i}))
                put(CeremonyRound::check, i, check_note(i).text(manifest));
    }

    /// Changes a share so that it is correctly encrypted but not what the dealer committed to.
    void spoil_share(DealNote& note, std::uint16_t recipient) {
        auto& target = note.shares[recipient - std::size_t{1}];
        const auto& identity = secret(recipient).identity();
        Bytes changed = to_bytes(must(age_decrypt(target, identity)).expose());
        changed[32] ^= 1; // the context comes first
        const AgeRecipient& age = identity.recipient();
        target = age_encrypt(changed, std::span(&age, 1), system_random());
    }

    /// All rounds but the answer: trustee 2 deals a bad share to trustee 1, who complains.
    void deal_badly_and_complain() {
        join_all();
        DealNote note = deal_note(2);
        spoil_share(note, 1);
        put(CeremonyRound::deal, 2, note.text(manifest));
        deal_all();
        check_all();
    }

    Result<PublicKeys> keys() const { return keys_of_ceremony(notes(), manifest); }

    /// "status: words" of what the ceremony ends with; empty if all is well.
    std::string fault() const {
        const auto result = keys();
        return result ? std::string()
                      : std::string(error_name(result.error().code)) + ": " +
                            result.error().message.english();
    }

    TemporaryFolder temporary;
    RecordFolder folder{temporary.path()};
    Manifest manifest;
    std::vector<TrusteeSecret> secrets;
};

} // namespace evote

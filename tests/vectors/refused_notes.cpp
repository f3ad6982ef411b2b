// SPDX-License-Identifier: Apache-2.0
// The notes of the key ceremony, round by round, and seals (docs/record.md, "Ceremony notes").
#include "protocol/polynomials.h"
#include "secretfile/age.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"
#include "vectors/made_ceremony.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

#include <array>

namespace evote {

namespace {

using nlohmann::ordered_json;

class NotesSpoiler {
  public:
    NotesSpoiler(Refusals& out, const std::string& manifest, const std::string& seed)
        : out_(out),
          seed_("refused notes " + seed),
          made_(parsed_manifest(manifest), seed_),
          good_(made_.notes([](const auto&, const auto& text) { return text; })) {}

    void all() {
        out_["keys.json"] = made_.keys_of(good_);
        out_["fingerprint"] = hex_encode(made_.fingerprint());
        for (const auto& name : note_order)
            out_["notes"].push_back({{"note", name}, {"text", good_.at(name)}});
        valid();
        spoil_signatures();
        spoil_joins();
        spoil_recipients();
        spoil_joined();
        spoil_deals();
        spoil_proofs();
        spoil_dealt();
        spoil_shares();
        spoil_checks();
        spoil_answers();
        spoil_seals();
    }

  private:
    std::string signed_by(std::uint16_t trustee, const std::string& text) const {
        return made_.signed_by(trustee, text);
    }

    static std::string text_in(const std::string& note) {
        return must(Note::parse(bytes_of(note))).text();
    }

    // Some notes as they are, in place of those of the good ceremony; none is one that is missing.
    void notes(std::string_view reason, std::string_view comment, const ordered_json& replaced) {
        out_.add(reason, comment, {{"notes", replaced}});
    }

    void note(std::string_view reason, std::string_view comment, const std::string& name,
              const ordered_json& text) {
        notes(reason, comment, ordered_json::array({{{"note", name}, {"text", text}}}));
    }

    /// One note with another text, signed by its trustee, while the others are as they were.
    void alone(std::string_view reason, std::string_view comment, const std::string& name,
               const std::string& text) {
        note(reason, comment, name, signed_by(trustee_of_note(name), text));
    }

    /// The same, and the ceremony goes on from there: nothing else is wrong.
    void resigned(std::string_view reason, std::string_view comment, const std::string& name,
                  const std::string& text) {
        continued(reason, comment, [&](const std::string& one, const std::string& before) {
            return one == name ? text : before;
        });
    }

    /// All notes that differ from the good ones when the ceremony goes on from a changed note.
    void continued(std::string_view reason, std::string_view comment,
                   const MadeCeremony::Edit& edit) {
        ordered_json changed = ordered_json::array();
        const auto texts = made_.notes(edit);
        for (const auto& name : note_order)
            if (texts.at(name) != good_.at(name))
                changed.push_back({{"note", name}, {"text", texts.at(name)}});
        notes(reason, comment, changed);
    }

    std::string text(const std::string& name) const { return text_in(good_.at(name)); }

    void valid() {
        notes("valid", "The ceremony as the trustees' tools write it.", ordered_json::array());
        notes("valid", "Nobody accuses anybody, and there is no answer.",
              {{{"note", "check-1"},
                {"text", signed_by(1, without_line(text("check-1"), "accused"))}},
               {{"note", "answer-2"}, {"text", nullptr}}});
        note("valid", "Trustee 3 has signed the check note of trustee 1 as well.", "check-1",
             good_.at("check-1") + signature_line(signed_by(3, text("check-1"))));
        std::string many = good_.at("check-1");
        for (int i = 0; i < 99; ++i)
            many += signature_line(signed_by(3, text("check-1")));
        note("valid", "A check note has 100 signatures.", "check-1", many);
        note("malformed", "A check note has 101 signatures.", "check-1",
             many + signature_line(signed_by(3, text("check-1"))));
    }

    static std::string signature_line(const std::string& note) {
        return note.substr(note.rfind("\xE2\x80\x94 "));
    }

    // The same for every round.
    void spoil_signatures() {
        for (const auto* const name : {"join-2", "deal-2", "check-1", "answer-2", "seal-2"}) {
            const std::string& good = good_.at(name);
            const std::string body = text(name);
            const std::uint16_t stranger = trustee_of_note(name) == 3 ? 1 : 3;
            note("bad-signature", fmt::format("{} is signed by trustee {} alone.", name, stranger),
                 name, signed_by(stranger, body));
            note("malformed", fmt::format("{} has no signature.", name), name, body + "\n");
            const std::string line = signature_line(good);
            auto signature =
                base64_decode(line.substr(line.rfind(' ') + 1, line.size() - line.rfind(' ') - 2))
                    .value();
            signature.back() ^= 1U;
            const std::string head = good.substr(0, good.size() - line.size());
            const std::string label = line.substr(0, line.rfind(' ') + 1);
            const std::string wrong = label + base64_encode(signature) + "\n";
            note("bad-signature", fmt::format("A bit of the signature of {} is changed.", name),
                 name, head + wrong);
            note("bad-signature",
                 fmt::format("{} has a second, wrong signature by its trustee.", name), name,
                 good + wrong);
            note("malformed", fmt::format("The lines of {} end with CR LF.", name), name,
                 with_carriage_returns(good));
            note("malformed", fmt::format("The line feed at the end of {} is missing.", name), name,
                 good.substr(0, good.size() - 1));
        }
        note("bad-signature", "The name in join-2 is changed after signing.", "join-2",
             replaced_once(good_.at("join-2"), "Trustee 2", "Trustee 4"));
    }

    void spoil_joins() {
        const std::string good = text("join-2");
        const auto join2 = [&](std::string_view reason, std::string_view comment,
                               const std::string& text) {
            resigned(reason, comment, "join-2", text);
        };
        join2("malformed", "The version of join-2 is another one.",
              replaced_once(good, "evote-join-1", "evote-join-2"));
        join2("other-election", "join-2 has the hash of another manifest.json.",
              with_line(good, "manifest", other_end(line_of(good, "manifest"))));
        join2("malformed", "join-2 says that it is of trustee 3, with the key of trustee 2.",
              with_line(good, "trustee", "3"));
        join2("malformed", "join-2 is of trustee 02.", with_line(good, "trustee", "02"));
        join2("malformed", "join-2 has no name.", without_line(good, "name"));
        join2("malformed", "The name in join-2 ends with a blank.",
              with_line(good, "name", "Trustee 2 "));
        join2("malformed", "The name in join-2 has a mark that turns the direction of text.",
              with_line(good, "name",
                        "Trustee \xE2\x80\xAE"
                        "2"));
        join2("malformed", "join-2 names the signing key of trustee 3.",
              with_line(good, "signer", line_of(text("join-3"), "signer")));
        join2("malformed", "The commitments in join-2 are a byte short.",
              with_line(good, "commitments", line_of(good, "commitments").substr(2)));
        join2("malformed", "A line follows in join-2.", good + "note none\n");
        join2("malformed", "Recipient and commitments of join-2 are in another order.",
              without_line(good, "recipient") + "recipient " + line_of(good, "recipient") + "\n");
        alone("other-files",
              "Trustee 2 shows another join note than the one that all have dealt for.", "join-2",
              with_line(good, "name", "Somebody"));
        note("step-missing", "join-2 is missing.", "join-2", nullptr);
    }

    // Join notes from which all others go on.
    void spoil_joined() {
        continued("trustee-at-fault",
                  "Trustee 2 joined with the recipient of trustee 3; all notes fit.",
                  [&](const std::string& name, const std::string& text) {
                      return name == "join-2"
                                 ? with_line(text, "recipient",
                                             made_.secret(3).identity().recipient().text())
                                 : text;
                  });
        continued("trustee-at-fault",
                  "Trustee 2 committed to something else than it dealt; all notes fit.",
                  [](const std::string& name, const std::string& text) {
                      return name == "join-2" ? with_line(text, "commitments",
                                                          other_end(line_of(text, "commitments")))
                                              : text;
                  });
        continued("changed", "Trustee 2 joined with a name that is not that of keys.json.",
                  [](const std::string& name, const std::string& text) {
                      return name == "join-2" ? with_line(text, "name", "Somebody") : text;
                  });
    }

    void spoil_recipients() {
        const std::string good = text("join-2");
        const std::string recipient = line_of(good, "recipient");
        std::string changed = recipient;
        changed.back() = changed.back() == 'q' ? 'p' : 'q';
        resigned("malformed", "The checksum of the recipient in join-2 is wrong.", "join-2",
                 with_line(good, "recipient", changed));
        resigned("malformed", "The recipient in join-2 is in upper case.", "join-2",
                 with_line(good, "recipient", upper_case(recipient)));
        resigned("malformed", "The recipient in join-2 is the point 0, of low order.", "join-2",
                 with_line(good, "recipient",
                           "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"));
        resigned("malformed", "The recipient in join-2 is a number that is not reduced.", "join-2",
                 with_line(good, "recipient",
                           "age17mlllllllllllllllllllllllllllllllllllllllllllllllalsxajvgg"));
    }

    void spoil_deals() {
        const std::string good = text("deal-2");
        const auto deal2 = [&](std::string_view reason, std::string_view comment,
                               const std::string& text) {
            resigned(reason, comment, "deal-2", text);
        };
        deal2("trustee-at-fault", "The version of deal-2 is another one.",
              replaced_once(good, "evote-deal-1", "evote-deal-2"));
        deal2("other-election", "deal-2 has the hash of another manifest.json.",
              with_line(good, "manifest", other_end(line_of(good, "manifest"))));
        note("other-trustee", "deal-2 is the note of trustee 3, signed by trustee 2.", "deal-2",
             signed_by(2, text("deal-3")));
        deal2("trustee-at-fault", "The first key of deal-2 is missing.", without_line(good, "key"));
        const std::string key = line_of(good, "key");
        deal2("trustee-at-fault", "deal-2 has a key too many.",
              replaced_once(good, "\nproof ", "\nkey " + key + "\nproof "));
        deal2("trustee-at-fault", "The first key of deal-2 has three coefficients.",
              with_line(good, "key", key + key.substr(0, 64)));
        note("step-missing", "deal-2 is missing.", "deal-2", nullptr);
    }

    void spoil_proofs() {
        const std::string good = text("deal-2");
        const std::string key = line_of(good, "key");
        const auto deal2 = [&](std::string_view comment, const std::string& text) {
            resigned("bad-proof", comment, "deal-2", text);
        };
        deal2("The generator is added to the first commitment of deal-2.",
              with_line(good, "key", plus_generator(key.substr(0, 64)) + key.substr(64)));
        deal2("The first commitment of deal-2 is not reduced.",
              with_line(good, "key", "ee" + std::string(60, 'f') + "7f" + key.substr(64)));
        const std::string proof = line_of(good, "proof");
        deal2("The generator is added to T in deal-2.",
              with_line(good, "proof", plus_generator(proof.substr(0, 64)) + proof.substr(64)));
        deal2("One is added to zeta in deal-2.",
              with_line(good, "proof", proof.substr(0, 64) + plus_one(proof.substr(64))));
    }

    // Deal notes from which all others go on.
    void spoil_dealt() {
        continued("other-files", "Trustee 2 dealt for other join notes.",
                  [](const std::string& name, const std::string& text) {
                      return name == "deal-2"
                                 ? with_line(text, "joins", other_end(line_of(text, "joins")))
                                 : text;
                  });
        // What trustee 2 deals is valid in itself.
        Draw draw("another dealing of " + seed_);
        SeededRandom random(draw.bytes<32>());
        const auto other = Polynomials::choose(made_.manifest(), 2, random, draw.bytes<32>());
        DealNote note = made_.deal(2);
        note.dealing = other.deal(other.possession_nonce(random));
        continued("trustee-at-fault", "Trustee 2 dealt other keys than those it had committed to.",
                  [&](const std::string& name, const std::string& text) {
                      if (name != "deal-2")
                          return text;
                      note.joins = hex_decode_array<32>(line_of(text, "joins")).value();
                      return note.text(made_.manifest());
                  });
    }

    // The encrypted shares of a deal note, of which only the form can be judged.
    void spoil_shares() {
        const std::string good = text("deal-2");
        const std::string share = line_of(good, "share"); // "1 <base64>"
        const auto with_age = [&](const Bytes& age) {
            return with_line(good, "share", "1 " + base64_encode(age));
        };
        const auto deal2 = [&](std::string_view comment, const std::string& text) {
            resigned("trustee-at-fault", comment, "deal-2", text);
        };
        deal2("The share for trustee 1 is missing in deal-2.", without_line(good, "share"));
        deal2("deal-2 has a share for trustee 2.", with_line(good, "share", "2" + share.substr(1)));
        deal2("The shares of deal-2 are in another order.",
              without_line(good, "share") + "share " + share + "\n");
        Bytes age = made_.deal(2).shares[0];
        deal2("The age file of a share is a byte short.",
              with_age(to_bytes(ByteView(age).first(age.size() - 1))));
        const std::array both{made_.secret(1).identity().recipient(),
                              made_.secret(3).identity().recipient()};
        const Bytes plain(32 * (1 + made_.manifest().keys_needed()));
        deal2("A share is encrypted for two recipients.",
              with_age(age_encrypt(plain, both, made_.random())));
        deal2("The age file of a share is armored.",
              with_line(good, "share", "1 " + base64_encode(bytes_of(age_armor(age)))));
        deal2("The base64 of a share has a line end less.",
              with_line(good, "share", "1 " + share.substr(2) + "="));
        alone("other-files", "A share is encrypted again: the checks are of another transcript.",
              "deal-2", with_age(age_encrypt(plain, std::span(both).first(1), made_.random())));
        resigned("valid", "A share is encrypted again, and all have checked that.", "deal-2",
                 with_age(age_encrypt(plain, std::span(both).first(1), made_.random())));
    }

    void spoil_checks() {
        const std::string good = text("check-1");
        const auto check1 = [&](std::string_view reason, std::string_view comment,
                                const std::string& text) {
            resigned(reason, comment, "check-1", text);
        };
        check1("other-files", "check-1 has another transcript hash.",
               with_line(good, "transcript", other_end(line_of(good, "transcript"))));
        check1("trustee-at-fault", "Trustee 1 accuses itself.", with_line(good, "accused", "1"));
        check1("trustee-at-fault", "Trustee 1 accuses trustee 4.", with_line(good, "accused", "4"));
        check1("trustee-at-fault", "Trustee 1 accuses trustee 2 twice.", good + "accused 2\n");
        check1("trustee-at-fault", "Trustee 1 accuses trustees 3 and 2, in this order.",
               replaced_once(good, "accused 2\n", "accused 3\naccused 2\n"));
        check1("trustee-at-fault", "A line follows in check-1.", good + "note none\n");
        check1("step-missing", "Trustee 1 accuses trustee 3 too, who has not answered.",
               good + "accused 3\n");
        check1("trustee-at-fault",
               "Trustee 1 accuses nobody, and trustee 2 has answered nevertheless.",
               without_line(good, "accused"));
        resigned("too-many-accuse", "Trustees 1 and 3 accuse trustee 2, and the threshold is 2.",
                 "check-3", text("check-3") + "accused 2\n");
        note("other-trustee", "check-1 is the note of trustee 3, signed by trustee 1.", "check-1",
             signed_by(1, text("check-3")));
        note("step-missing", "check-3 is missing.", "check-3", nullptr);
    }

    void spoil_answers() {
        const std::string good = text("answer-2");
        const std::string share1 = line_of(good, "share").substr(2);
        const auto answer2 = [&](std::string_view reason, std::string_view comment,
                                 const std::string& text) {
            resigned(reason, comment, "answer-2", text);
        };
        const auto with_share = [&](const std::string& value) {
            return with_line(good, "share", "1 " + value);
        };
        answer2("trustee-at-fault", "One is added to the first number of the published share.",
                with_share(plus_one(share1.substr(0, 64)) + share1.substr(64)));
        answer2("trustee-at-fault", "The published share is that of trustee 3.",
                with_share(made_.share_hex(2, 3)));
        answer2("trustee-at-fault", "A number of the published share is the order of the group.",
                with_share("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010" +
                           share1.substr(64)));
        answer2("trustee-at-fault", "The published share has a number less.",
                with_share(share1.substr(64)));
        answer2("trustee-at-fault", "answer-2 has no share.", without_line(good, "share"));
        answer2("trustee-at-fault", "answer-2 has the share of trustee 2 itself.",
                with_line(good, "share", "2 " + share1));
        answer2("trustee-at-fault", "answer-2 has the share of trustee 3 too, who accuses nobody.",
                good + "share 3 " + made_.share_hex(2, 3) + "\n");
        answer2("other-files", "answer-2 has another transcript hash.",
                with_line(good, "transcript", other_end(line_of(good, "transcript"))));
        note("step-missing", "answer-2 is missing.", "answer-2", nullptr);
    }

    void spoil_seals() {
        const std::string good = text("seal-2");
        const auto seal2 = [&](std::string_view reason, std::string_view comment,
                               const std::string& text) {
            resigned(reason, comment, "seal-2", text);
        };
        const std::string digits = hex_encode(made_.fingerprint());
        seal2("other-election", "seal-2 is of another fingerprint.",
              replaced_once(good, digits, other_end(digits)));
        seal2("malformed", "The version of seal-2 is another one.",
              replaced_once(good, "seal-1", "seal-2"));
        seal2("malformed", "The fingerprint in seal-2 is a byte short.",
              replaced_once(good, digits, digits.substr(2)));
        seal2("malformed", "A line follows in seal-2.", good + "trustee 2\n");
        note("valid", "seal-2 has the signature of trustee 3 as well.", "seal-2",
             good_.at("seal-2") + signature_line(good_.at("seal-3")));
    }

    Refusals& out_;
    std::string seed_;
    MadeCeremony made_;
    NoteTexts good_;
};

} // namespace

ordered_json refused_notes(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Refusals out("the notes of a key ceremony, and seals", seed);
    out["manifest.json"] = election["manifest.json"];
    NotesSpoiler(out, election["manifest.json"], seed).all();
    return std::move(out).take();
}

} // namespace evote

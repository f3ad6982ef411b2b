// SPDX-License-Identifier: Apache-2.0
// Attacks of trustees on the key ceremony.
#include "base/text.h"
#include "json/json.h"
#include "record/ceremony_notes.h"
#include "simulation/attack.h"

#include <nlohmann/json.hpp>

namespace evote::simulation {

namespace {

using G = group::Ristretto255;

// The texts of the notes of rounds 1 to 3, in the order of the trustees.
class Notes {
  public:
    static Result<Notes> read(const Attacker& attacker) {
        Notes out;
        for (const auto& [round, texts] : out.rounds())
            for (const auto& secret : attacker.setup().secrets()) {
                EVOTE_TRY(const std::string file,
                          attacker.text(attacker.folder().note(round, secret.trustee())));
                EVOTE_TRY(const auto note, board::Note::parse(bytes_of(file)));
                texts->push_back(note.text());
            }
        return out;
    }

    // Has all trustees sign them, over what the rounds before are now.
    Outcome sign(const Attacker& attacker) {
        const auto& manifest = attacker.manifest();
        const auto join_hashes = hashes(joins);
        for (auto& deal : deals)
            set_line(deal, "joins ", hex_encode(record::joins_hash(manifest, join_hashes)));
        const auto transcript = record::transcript_hash(manifest, join_hashes, hashes(deals));
        for (auto& check : checks)
            set_line(check, "transcript ", hex_encode(transcript));
        return put(attacker);
    }

    // Has all trustees sign them as they are.
    Outcome put(const Attacker& attacker) {
        for (const auto& [round, texts] : rounds())
            for (const auto& secret : attacker.setup().secrets())
                EVOTE_TRY_VOID(attacker.put(
                    attacker.folder().note(round, secret.trustee()),
                    attacker.setup().sign(secret.trustee(),
                                          (*texts)[secret.trustee() - std::size_t{1}])));
        return {};
    }

    // Replaces what follows `key` at the beginning of a line; the first such line is meant.
    static void set_line(std::string& text, const std::string& key, const std::string& value) {
        const auto begin = text.find("\n" + key) + 1 + key.size();
        text.replace(begin, text.find('\n', begin) - begin, value);
    }

    std::vector<std::string> joins;
    std::vector<std::string> deals;
    std::vector<std::string> checks;

  private:
    std::vector<std::pair<std::string_view, std::vector<std::string>*>> rounds() {
        return {{"join", &joins}, {"deal", &deals}, {"check", &checks}};
    }

    static std::vector<Digest32> hashes(const std::vector<std::string>& texts) {
        std::vector<Digest32> out;
        for (const auto& text : texts)
            out.push_back(crypto::sha256(bytes_of(text)));
        return out;
    }
};

// The commitments with which the last trustee makes the joint keys its own, in order k then n.
Bytes rogue_commitments(const Attacker& attacker, std::vector<std::string>& joint_keys) {
    const auto& keys = attacker.election().keys();
    const std::uint16_t last = keys.trustee_count();
    const auto& own = keys.trustee(last).dealing;
    Bytes out;
    for (std::size_t k = 0; k < own.key_count(); ++k) {
        const auto wanted = G::mul_generator(G::Scalar::from_u64(k + 1));
        auto constant = wanted;
        for (std::uint16_t i = 1; i < last; ++i)
            constant = constant - keys.trustee(i).dealing.commitment(k, 0);
        append(out, constant.encode());
        for (std::size_t n = 1; n < own.threshold(); ++n)
            append(out, own.commitment(k, n).encode());
        joint_keys.push_back(hex_encode(wanted.encode()));
    }
    return out;
}

} // namespace

// With the proof of possession that the trustee has for its honest key.
Outcome rogue_key(Attacker& attacker) {
    std::vector<std::string> joint_keys;
    const Bytes commitments = rogue_commitments(attacker, joint_keys);
    const std::uint16_t last = attacker.election().keys().trustee_count();
    const std::size_t row = attacker.manifest().trustees().threshold * std::size_t{32};
    EVOTE_TRY(auto notes, Notes::read(attacker));
    Notes::set_line(
        notes.joins.back(), "commitments ",
        hex_encode(protocol::dealing_hash(attacker.manifest().hash(), last, commitments)));
    EVOTE_TRY(const std::string text, attacker.text(attacker.folder().keys()));
    auto keys = json::JsonWriter::parse(text);
    keys["keys"] = joint_keys;
    auto& listed = keys["trustees"].back()["commitments"];
    for (std::size_t k = 0; k < joint_keys.size(); ++k) {
        const ByteView all = ByteView(commitments).subspan(k * row, row);
        std::string line;
        for (auto& commitment : listed[k])
            line += commitment.get<std::string>();
        notes.deals.back().replace(notes.deals.back().find(line), line.size(), hex_encode(all));
        for (std::size_t n = 0; n < listed[k].size(); ++n)
            listed[k][n] = hex_encode(all.subspan(n * 32, 32));
    }
    EVOTE_TRY_VOID(notes.sign(attacker));
    EVOTE_TRY_VOID(attacker.put(attacker.folder().keys(), json::json_bytes(keys)));
    return attacker.seal_again();
}

// The last trustee had committed to something else before it saw what the others deal.
Outcome commitments_changed(Attacker& attacker) {
    EVOTE_TRY(auto notes, Notes::read(attacker));
    Notes::set_line(notes.joins.back(), "commitments ",
                    hex_encode(crypto::sha256(bytes_of("other commitments"))));
    return notes.sign(attacker);
}

Outcome complaint_ignored(Attacker& attacker) {
    EVOTE_TRY_VOID(need_trustees(attacker, 2));
    EVOTE_TRY(auto notes, Notes::read(attacker));
    notes.checks.front() += "accused 2\n";
    return notes.put(attacker);
}

// The first trustee was shown another deal note of the last one.
Outcome two_transcripts(Attacker& attacker) {
    EVOTE_TRY_VOID(need_trustees(attacker, 2));
    EVOTE_TRY(auto notes, Notes::read(attacker));
    Notes::set_line(notes.checks.front(), "transcript ",
                    hex_encode(crypto::sha256(bytes_of("another transcript"))));
    return notes.put(attacker);
}

Outcome notes_withheld(Attacker& attacker) {
    for (const auto& secret : attacker.setup().secrets())
        for (const auto* const round : {"join", "deal", "check"})
            EVOTE_TRY_VOID(attacker.remove(attacker.folder().note(round, secret.trustee())));
    return {};
}

Outcome garbage_for_a_share(Attacker& attacker) {
    EVOTE_TRY_VOID(need_trustees(attacker, 2));
    EVOTE_TRY(auto notes, Notes::read(attacker));
    Notes::set_line(notes.deals.front(), "share 2 ", base64_encode(bytes_of("no age file")));
    return notes.sign(attacker);
}

} // namespace evote::simulation

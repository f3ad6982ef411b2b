// SPDX-License-Identifier: Apache-2.0
#include "vectors/made_ceremony.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "record/ceremony_share.h"
#include "support/must.h"
#include "support/rooms.h"

#include <fmt/format.h>

#include <stdexcept>

namespace evote {

const std::vector<std::string> note_order{"join-1", "join-2",  "join-3",  "deal-1",  "deal-2",
                                          "deal-3", "check-1", "check-2", "check-3", "answer-2",
                                          "seal-1", "seal-2",  "seal-3"};

MadeCeremony::MadeCeremony(const Manifest& manifest, const std::string& seed)
    : manifest_(manifest), random_(bytes_of(seed)) {
    random_.fill(fingerprint_);
    for (std::uint16_t i = 1; i <= 3; ++i)
        secrets_.push_back(
            TrusteeSecret::create(manifest_, i, fmt::format("Trustee {}", i), random_));
    deal_all();
}

std::uint16_t trustee_of_note(const std::string& name) {
    return static_cast<std::uint16_t>(name.back() - '0');
}

std::string MadeCeremony::signed_by(std::uint16_t trustee, const std::string& text) const {
    Note note(text);
    note.sign(secret(trustee).signer());
    return std::string(text_of(note.encode()));
}

JoinNote MadeCeremony::join(std::uint16_t i) const {
    return {i, secret(i).name(), secret(i).signer().verifier(), secret(i).identity().recipient(),
            dealing_hash(manifest_.hash(), i, secret(i).polynomials()->commitments())};
}

// The deal notes, for the honest join notes.
void MadeCeremony::deal_all() {
    auto notes = must(CeremonyNotes::read(RecordFolder("nowhere"), manifest_));
    for (std::uint16_t i = 1; i <= 3; ++i) {
        const auto text = signed_by(i, join(i).text(manifest_));
        must(notes.add({CeremonyRound::join, i}, must(Note::parse(bytes_of(text))), manifest_));
    }
    for (std::uint16_t i = 1; i <= 3; ++i)
        deals_.push_back(make_deal_note(secret(i), notes, manifest_, random_));
}

NoteTexts MadeCeremony::notes(const Edit& edit) const {
    NoteTexts out;
    std::vector<Digest32> joins;
    std::vector<Digest32> deals;
    const auto add = [&](const std::string& name, const std::string& text) {
        const std::string edited = edit(name, text);
        out[name] = signed_by(trustee_of_note(name), edited);
        return sha256(bytes_of(edited));
    };
    for (std::uint16_t i = 1; i <= 3; ++i)
        joins.push_back(add(fmt::format("join-{}", i), join(i).text(manifest_)));
    for (std::uint16_t i = 1; i <= 3; ++i) {
        DealNote note = deal(i);
        note.joins = joins_hash(manifest_, joins);
        deals.push_back(add(fmt::format("deal-{}", i), note.text(manifest_)));
    }
    const auto transcript = transcript_hash(manifest_, joins, deals);
    for (std::uint16_t i = 1; i <= 3; ++i) {
        const std::vector<std::uint16_t> accused(i == 1 ? 1 : 0, 2);
        add(fmt::format("check-{}", i), CheckNote{i, transcript, accused}.text(manifest_));
    }
    add("answer-2", AnswerNote{2, transcript, {share(2, 1)}}.text(manifest_));
    for (std::uint16_t i = 1; i <= 3; ++i)
        add(fmt::format("seal-{}", i), SealNote{fingerprint_}.text(manifest_));
    return out;
}

AnswerNote::Share MadeCeremony::share(std::uint16_t dealer, std::uint16_t recipient) const {
    const auto values = secret(dealer).polynomials()->share(recipient);
    return {recipient, {values.expose().begin(), values.expose().end()}};
}

std::string MadeCeremony::share_hex(std::uint16_t dealer, std::uint16_t recipient) const {
    std::string out;
    for (const auto& value : share(dealer, recipient).values)
        out += hex_encode(value.encode());
    return out;
}

std::string MadeCeremony::keys_of(const NoteTexts& texts) const {
    auto notes = must(CeremonyNotes::read(RecordFolder("nowhere"), manifest_));
    for (const auto& name : note_order) {
        const auto note = must(Note::parse(bytes_of(texts.at(name))));
        must(notes.add(must(names_of_note(note, manifest_)).front(), note, manifest_));
    }
    return std::string(text_of(must(keys_of_ceremony(notes, manifest_)).file()));
}

std::string replaced_once(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    if (at == std::string::npos)
        throw std::runtime_error("there is nothing to replace");
    return text.replace(at, what.size(), with);
}

std::string line_of(const std::string& text, const std::string& word) {
    const auto at = text.find("\n" + word + " ") + word.size() + 2;
    return text.substr(at, text.find('\n', at) - at);
}

std::string with_line(const std::string& text, const std::string& word, const std::string& value) {
    return replaced_once(text, "\n" + word + " " + line_of(text, word) + "\n",
                         "\n" + word + " " + value + "\n");
}

std::string without_line(const std::string& text, const std::string& word) {
    return replaced_once(text, "\n" + word + " " + line_of(text, word) + "\n", "\n");
}

std::string other_end(std::string hex) {
    hex.back() = hex.back() == '0' ? '1' : '0';
    return hex;
}

} // namespace evote

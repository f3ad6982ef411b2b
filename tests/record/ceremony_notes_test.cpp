// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "crypto/sha2.h"
#include "support/ceremony_record.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos)
        throw std::runtime_error("nothing to replace");
    return text.replace(at, from.size(), to);
}

// The text is what its parsed form writes, and no text near it is read.
template <class Body>
void check_one_encoding(const std::string& text, const Manifest& manifest) {
    const auto body = Body::parse(text, manifest);
    REQUIRE(body);
    CHECK(body->text(manifest) == text);
    for (const auto& other :
         {text + "\n", text + "x 1\n", text.substr(0, text.size() - 1), "\n" + text,
          replaced(text, "-1\n", "-2\n"), replaced(text, "\n", "\r\n"), std::string()})
        CHECK_FALSE(Body::parse(other, manifest));
    // After the first line, all have a key and a value, except the hash in a seal.
    for (auto start = text.find('\n') + 1; start < text.size();
         start = text.find('\n', start) + 1) {
        const auto line = text.substr(start, text.find('\n', start) - start);
        const auto key = line.substr(0, line.find(' '));
        if (key == "name" || key == line)
            continue; // almost everything is a name
        for (const auto& other : {"X" + line.substr(1), key, key + " ", replaced(line, " ", "_"),
                                  replaced(line, line.substr(line.rfind(' ')), ""), key + " x y",
                                  key + " 0 y", key + " 0" + line.substr(line.rfind(' ')),
                                  line + "00", line.substr(0, line.size() - 2),
                                  replaced(line, " ", "  "), line + " ", std::string()}) {
            INFO(other);
            CHECK_FALSE(
                Body::parse(std::string(text).replace(start, line.size(), other), manifest));
        }
    }
}

template <class Body>
void check_head(const std::string& text, const Manifest& manifest) {
    CHECK(Body::parse(replaced(text, "\ntrustee 2", "\ntrustee 0"), manifest).error().code ==
          ErrorCode::malformed);
    CHECK(Body::parse(replaced(text, "\ntrustee 2", "\ntrustee 4"), manifest).error().code ==
          ErrorCode::malformed);
    CHECK(Body::parse(replaced(text, "\ntrustee 2", "\ntrustee 02"), manifest).error().code ==
          ErrorCode::malformed);
    const auto other = parsed_manifest(small_manifest(3, 2, "other"));
    CHECK(Body::parse(text, other).error().message.english() == "this note is of another election");
    const std::string hash = hex_encode(manifest.hash());
    std::string upper = hash;
    for (char& c : upper)
        c = static_cast<char>(std::toupper(c));
    CHECK_FALSE(Body::parse(replaced(text, hash, upper), manifest));
}

} // namespace

TEST_CASE("notes of the ceremony have one encoding") {
    CeremonyRecord record(3, 2);
    const Manifest& manifest = record.manifest;
    check_one_encoding<JoinNote>(record.join_text(2), manifest);
    check_head<JoinNote>(record.join_text(2), manifest);
    record.join_all();
    const auto deal = record.deal_note(2).text(manifest);
    check_one_encoding<DealNote>(deal, manifest);
    check_head<DealNote>(deal, manifest);
    record.deal_all();
    auto check = record.check_note(2);
    check_one_encoding<CheckNote>(check.text(manifest), manifest);
    check.accused = {1, 3};
    check_one_encoding<CheckNote>(check.text(manifest), manifest);
    check_head<CheckNote>(check.text(manifest), manifest);
    auto answer = record.answer_note(2, 1);
    answer.shares.push_back(record.answer_share(2, 3));
    check_one_encoding<AnswerNote>(answer.text(manifest), manifest);
    check_head<AnswerNote>(answer.text(manifest), manifest);
}

TEST_CASE("a seal is two lines") {
    const auto manifest = parsed_manifest(small_manifest(3, 2));
    const SealNote seal{sha256(bytes_of("x"))};
    const auto text = seal.text(manifest);
    CHECK(text ==
          "evote-seal-1\n2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\n");
    check_one_encoding<SealNote>(text, manifest);
    CHECK(must(SealNote::parse(text, manifest)).fingerprint == seal.fingerprint);
}

TEST_CASE("complaints and answers are in order and never about oneself") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    auto check = record.check_note(2);
    for (const auto& accused : std::vector<std::vector<std::uint16_t>>{{2}, {3, 1}, {1, 1}, {4}}) {
        check.accused = accused;
        CHECK_FALSE(CheckNote::parse(check.text(record.manifest), record.manifest));
    }
    AnswerNote answer{2, {}, {}};
    CHECK_FALSE(AnswerNote::parse(answer.text(record.manifest), record.manifest));
    answer.shares = {record.answer_share(2, 3), record.answer_share(2, 1)};
    CHECK_FALSE(AnswerNote::parse(answer.text(record.manifest), record.manifest));
    answer.shares = {record.answer_share(2, 2)};
    CHECK_FALSE(AnswerNote::parse(answer.text(record.manifest), record.manifest));
    answer.shares = {record.answer_share(2, 1)};
    answer.shares[0].values.pop_back();
    CHECK_FALSE(AnswerNote::parse(answer.text(record.manifest), record.manifest));
}

TEST_CASE("attack 8 values in notes that are not canonical are refused") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    const auto answer = record.answer_note(2, 1).text(record.manifest);
    const auto value = answer.find("share 1 ") + 8;
    auto large = answer;
    large.replace(value, 64, std::string(64, 'f'));
    CHECK_FALSE(AnswerNote::parse(large, record.manifest));
    const auto deal = record.deal_note(2).text(record.manifest);
    auto no_element = deal;
    no_element.replace(deal.find("key ") + 4, 64, std::string(64, 'f'));
    const auto error = DealNote::parse(no_element, record.manifest);
    REQUIRE_FALSE(error);
    CHECK(error.error().code == ErrorCode::bad_proof);
    auto padded = deal;
    padded.insert(padded.size() - 1, "=");
    CHECK_FALSE(DealNote::parse(padded, record.manifest));
}

TEST_CASE("attack 15 deal notes with another degree or number of keys are refused") {
    CeremonyRecord record(3, 2);
    record.join_all();
    const auto deal = record.deal_note(2).text(record.manifest);
    const auto key = deal.find("key ");
    const auto line = deal.substr(key, deal.find('\n', key) + 1 - key);
    CHECK_FALSE(DealNote::parse(replaced(deal, line, ""), record.manifest));
    CHECK_FALSE(DealNote::parse(replaced(deal, line, line + line), record.manifest));
    CHECK_FALSE(
        DealNote::parse(replaced(deal, line, line.substr(0, 4 + 64) + "\n"), record.manifest));
    const auto share = deal.find("share 3 ");
    CHECK_FALSE(DealNote::parse(deal.substr(0, share), record.manifest));
    CHECK_FALSE(DealNote::parse(replaced(deal, "share 3", "share 2"), record.manifest));
}

TEST_CASE("attack 35 names with control characters are refused in join notes") {
    CeremonyRecord record(3, 2);
    const auto text = record.join_text(2);
    for (const auto* name : {"a\u202eb", "a\u200bb", " a", "a ", "", "a\tb"})
        CHECK_FALSE(JoinNote::parse(replaced(text, "Trustee 2", name), record.manifest));
    CHECK(JoinNote::parse(replaced(text, "Trustee 2", "Айбек Асанов"), record.manifest));
}

TEST_CASE("attack 16 a join note has a signing key of its own seat") {
    CeremonyRecord record(3, 2);
    const auto text = record.join_text(2);
    for (const auto seat : std::initializer_list<std::uint16_t>{1, 3}) {
        const NoteSigner other(trustee_key_name(record.manifest, seat),
                               SigningKey(Secret<ByteArray<32>>(ByteArray<32>{9})));
        CHECK_FALSE(JoinNote::parse(
            replaced(text, record.secret(2).signer().verifier().text(), other.verifier().text()),
            record.manifest));
    }
    CHECK(JoinNote::parse(text, record.manifest));
}

TEST_CASE("attack 8 a join note with an invalid key is refused at its line") {
    CeremonyRecord record(3, 2);
    const auto text = record.join_text(2);
    const auto refusal = [&](const std::string& from, const std::string& to) {
        const auto read = JoinNote::parse(replaced(text, from, to), record.manifest);
        return read ? std::string() : read.error().english();
    };
    const auto signer = record.secret(2).signer().verifier().text();
    const auto recipient = record.secret(2).identity().recipient().text();
    CHECK(refusal(signer, signer).empty());
    for (const auto& bad : {std::string("none"), signer.substr(0, signer.size() - 1)})
        CHECK(refusal(signer, bad) ==
              "line 5: the signing key of small/trustee-2 is expected here");
    for (const auto& bad : {std::string("age1"), recipient.substr(0, recipient.size() - 1)})
        CHECK(refusal(recipient, bad) == "line 6: a key to encrypt to is expected here");
}

TEST_CASE("attack 16 the names of a seal are those of trustees in their one form") {
    const CeremonyRecord record(3, 2);
    const auto& manifest = record.manifest;
    const std::string text = SealNote{Digest32{7}}.text(manifest);
    const auto named = [&](const std::string& name) {
        Note note(text);
        note.sign(NoteSigner(name, SigningKey(Secret<ByteArray<32>>(ByteArray<32>{9}))));
        return names_of_note(note, manifest);
    };
    CHECK(must(named(manifest.id() + "/trustee-3")) ==
          std::vector<CeremonyNoteName>{{CeremonyRound::seal, 3}});
    for (const auto* name : {"/trustee-0", "/trustee-4", "/trustee-03", "/trustee-", "/trustee-x",
                             "/trustee-65537", "/trustees-1", "/trustee", ""})
        CHECK(named(manifest.id() + name).error().english() ==
              "no trustee of this election signed this note");
    CHECK_FALSE(named("3"));
}

TEST_CASE("a note that is not a ceremony's has no name") {
    const CeremonyRecord record(3, 2);
    for (const auto* text : {"evote-other-1\n", "\n", "evote-join-2\n"})
        CHECK(names_of_note(Note(text), record.manifest).error().english() ==
              "this is not a note of a key ceremony");
}

TEST_CASE("a note counts only under its trustee's key") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    const auto notes = record.notes();
    const auto text = record.check_note(2).text(record.manifest);
    const auto by_2 = must(Note::parse(record.sign(2, text)));
    const auto by_3 = must(Note::parse(record.sign(3, text)));
    const CeremonyNoteName name{CeremonyRound::check, 2};
    CHECK(must(names_of_note(by_2, record.manifest)) == std::vector{name});
    auto standing = notes;
    CHECK(standing.add(name, by_2, record.manifest));
    CHECK(standing.has(name));
    standing = notes;
    CHECK(standing.add(name, by_3, record.manifest).error().code == ErrorCode::bad_signature);
    CHECK_FALSE(standing.has(name));
    // Signed by trustee 3, about trustee 2, brought as a note of trustee 3.
    const auto misplaced = standing.add({CeremonyRound::check, 3}, by_3, record.manifest);
    CHECK(misplaced.error().message.english() == "this note of trustee 2 is signed by trustee 3");
    // Both signatures on one note: the unknown one does not matter.
    Note both(text);
    both.sign(record.secret(3).signer());
    both.sign(record.secret(2).signer());
    CHECK(standing.add(name, both, record.manifest));
}

TEST_CASE("attack 16 notes of another election are refused") {
    CeremonyRecord record(3, 2);
    const auto other = parsed_manifest(small_manifest(3, 2, "other"));
    const auto join = must(Note::parse(record.sign(1, record.join_text(1))));
    CHECK(names_of_note(join, other).error().message.english() ==
          "this note is of another election");
    const auto seal = must(Note::parse(record.sign(1, SealNote{}.text(record.manifest))));
    CHECK(must(names_of_note(seal, record.manifest)) ==
          std::vector{CeremonyNoteName{CeremonyRound::seal, 1}});
    CHECK(names_of_note(seal, other).error().code == ErrorCode::bad_signature);
    CHECK(names_of_note(Note("something\n"), other).error().code == ErrorCode::malformed);
}

TEST_CASE("the transcript hash is the documented one") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    const auto notes = record.notes();
    Bytes joins;
    Bytes deals;
    for (std::uint16_t i = 1; i <= 3; ++i) {
        append(joins, sha256(bytes_of(notes.join(i)->note.text())));
        append(deals, sha256(bytes_of(notes.deal(i)->note.text())));
    }
    const Bytes zero{0};
    const Digest32 manifest = record.manifest.hash();
    CHECK(notes.joins(record.manifest) ==
          sha256({bytes_of("evote/v1/ceremony/joins"), zero, manifest, joins}));
    CHECK(notes.transcript(record.manifest) ==
          sha256({bytes_of("evote/v1/ceremony/transcript"), zero, manifest, joins, deals}));
    CHECK(notes.join(1)->body.commitments ==
          sha256({bytes_of("evote/v1/ceremony/commitments"), zero, manifest, Bytes{0, 1},
                  notes.deal(1)->body.dealing.commitment_bytes()}));
}

TEST_CASE("attack 53 garbage where the age file of a share is expected is refused") {
    CeremonyRecord record(3, 2);
    record.join_all();
    const auto note = record.deal_note(2);
    const auto with = [&](const Bytes& share) {
        DealNote other = note;
        other.shares[0] = share;
        const auto parsed = DealNote::parse(other.text(record.manifest), record.manifest);
        return parsed
                   ? std::string()
                   : parsed.error().message.english() + " " + english_place(parsed.error().place);
    };
    CHECK(with(note.shares[0]).empty());
    const std::string refused =
        "an age file with the share of trustee 1, in base64, is expected here line 9";
    CHECK(with({}) == refused);
    CHECK(with(Bytes(200, 'x')) == refused);
    // For two keys; under a passphrase; too long and too short by one byte.
    const std::vector<AgeRecipient> two{record.secret(1).identity().recipient(),
                                        record.secret(3).identity().recipient()};
    const Bytes plain(32 + 32 * record.manifest.keys_needed(), 1);
    CHECK(with(age_encrypt(plain, std::span(two).first(1), system_random())).empty());
    CHECK(with(age_encrypt(plain, two, system_random())) == refused);
    CHECK(with(must(age_encrypt_passphrase(plain, SecretBytes(bytes_of("five random words")), 2,
                                           system_random()))) == refused);
    for (const std::size_t size : {plain.size() - 1, plain.size() + 1})
        CHECK(with(age_encrypt(Bytes(size, 1), std::span(two).first(1), system_random())) ==
              refused);
}

TEST_CASE("attack 53 control characters in the names of trustees are refused") {
    for (const auto* name : {"a\x7f",
                             "a\x1f"
                             "b",
                             "a\xc2\x80"
                             "b",
                             "a\xe2\x80\xae"
                             "b",
                             " a", "a ", ""})
        CHECK_FALSE(is_trustee_name(name));
    CHECK(is_trustee_name("a b"));
}

// SPDX-License-Identifier: Apache-2.0
// Ceremonies in which somebody cheats or is silent.
#include "crypto/sha2.h"
#include "support/ceremony_record.h"
#include "support/open_files_limit.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace evote;

TEST_CASE("ceremonies of honest trustees end with their keys") {
    for (const auto& [count, threshold] : {std::pair{1U, 1U}, {3U, 2U}, {5U, 3U}}) {
        CeremonyRecord record(count, threshold);
        record.join_all();
        record.deal_all();
        record.check_all();
        const auto keys = must(record.keys());
        const auto again = must(PublicKeys::parse(keys.file(), record.manifest));
        for (std::uint16_t j = 1; j <= count; ++j) {
            CHECK(again.trustee(j).name == record.secret(j).name());
            CHECK(again.trustee(j).signer == record.secret(j).signer().verifier().text());
            const auto received =
                receive_shares(record.secret(j), record.notes(), record.manifest, nullptr);
            REQUIRE(received.sum);
            CHECK_FALSE(record.secret(j).can_decrypt(again));
            record.secret(j).keep_share(SecretVector<Ristretto255::Scalar>(received.sum->expose()));
            CHECK(record.secret(j).can_decrypt(again));
        }
        if (count > 1) {
            record.secret(1).keep_share(
                SecretVector<Ristretto255::Scalar>(record.secret(2).share()));
            CHECK_FALSE(record.secret(1).can_decrypt(again));
        }
    }
}

TEST_CASE("attack 15 silent trustees are named in every round") {
    CeremonyRecord record(3, 2);
    CHECK(record.fault() ==
          "step-missing: trustee 1 has not joined yet; ask for join-1.note, then run "
          "evote-ceremony collect");
    record.join_all();
    record.put(CeremonyRound::deal, 1, record.deal_note(1).text(record.manifest));
    CHECK(record.fault() ==
          "step-missing: trustee 2 has not dealt yet; ask for deal-2.note, then run "
          "evote-ceremony collect");
    record.deal_all();
    CHECK(record.fault() ==
          "step-missing: trustee 1 has not checked its shares yet; ask for check-1.note, "
          "then run evote-ceremony collect");
}

TEST_CASE("all faults of a ceremony are named and not only the first") {
    CeremonyRecord record(3, 2);
    const auto faults = [&] {
        std::vector<std::string> out;
        for (const Error& error : ceremony_faults(record.notes(), record.manifest))
            out.push_back(error.message.english());
        return out;
    };
    CHECK(faults().size() == 9); // there are no notes yet
    record.join_all();
    CHECK(faults().size() == 6);
    // Trustee 1 deals other keys than it promised, trustee 2 to other join notes.
    auto other = TrusteeSecret::create(record.manifest, 1, "Trustee 1", system_random());
    auto deal = record.deal_note(1);
    deal.dealing = make_deal_note(other, record.notes(), record.manifest, system_random()).dealing;
    record.put(CeremonyRound::deal, 1, deal.text(record.manifest));
    deal = record.deal_note(2);
    deal.joins[0] ^= 1;
    record.put(CeremonyRound::deal, 2, deal.text(record.manifest));
    record.put(CeremonyRound::deal, 3, record.deal_note(3).text(record.manifest));
    // Trustees 1 and 3 saw other transcripts, and all complain.
    const auto transcript = record.notes().transcript(record.manifest);
    record.put(CeremonyRound::check, 1, CheckNote{1, {1}, {2, 3}}.text(record.manifest));
    record.put(CeremonyRound::check, 2, CheckNote{2, transcript, {3}}.text(record.manifest));
    record.put(CeremonyRound::check, 3, CheckNote{3, {3}, {}}.text(record.manifest));
    // Trustee 2 answers with a bad share, and publishes one that nobody asked for.
    AnswerNote answer{2, transcript, {record.answer_share(2, 1), record.answer_share(2, 3)}};
    answer.shares[0].values[0] = answer.shares[0].values[1];
    record.put(CeremonyRound::answer, 2, answer.text(record.manifest));
    CHECK(faults() == std::vector<std::string>{
                          "trustee 2 dealt for join notes other than the ones here: somebody was "
                          "shown different files",
                          "trustee 1 dealt keys other than those it committed to when joining",
                          "trustee 1 signed a different transcript: it was shown different files",
                          "trustee 3 signed a different transcript: it was shown different files",
                          "2 trustees complain about the shares of trustee 3",
                          "trustee 2 published the share of trustee 3, who had not complained",
                          "trustee 2 dealt a bad share to trustee 1: the complaint is justified",
                          "trustee 3 has not answered the complaint of trustee 1",
                          "trustee 3 has not answered the complaint of trustee 2"});
    CHECK_FALSE(record.keys());
}

TEST_CASE("attack 15 a bad share that is answered correctly is replaced by the published one") {
    CeremonyRecord record(3, 2);
    record.deal_badly_and_complain();
    CHECK(record.check_note(1).accused == std::vector<std::uint16_t>{2});
    CHECK(record.fault() == "step-missing: trustee 2 has not answered the complaint of trustee 1");
    CHECK_FALSE(receive_shares(record.secret(1), record.notes(), record.manifest, nullptr).sum);
    record.put(CeremonyRound::answer, 2, record.answer_note(2, 1).text(record.manifest));
    const auto keys = must(record.keys());
    const auto settled = must(settled_ceremony(record.notes(), record.manifest));
    const auto received =
        receive_shares(record.secret(1), record.notes(), record.manifest, &settled);
    REQUIRE(received.sum);
    for (std::size_t k = 0; k < keys.keys().size(); ++k)
        CHECK(Ristretto255::mul_generator(received.sum->expose()[k]) == keys.share_keys(1)[k]);
}

TEST_CASE("attack 15 a bad share that is answered by another bad one ends the ceremony") {
    CeremonyRecord record(3, 2);
    record.deal_badly_and_complain();
    CHECK(record.check_note(1).accused == std::vector<std::uint16_t>{2});
    auto answer = record.answer_note(2, 1);
    answer.shares[0].values[0] = answer.shares[0].values[1];
    record.put(CeremonyRound::answer, 2, answer.text(record.manifest));
    CHECK(record.fault() ==
          "trustee-at-fault: trustee 2 dealt a bad share to trustee 1: the complaint is justified");
}

TEST_CASE("attack 15 a false complaint is settled") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    auto check = record.check_note(3);
    CHECK(check.accused.empty());
    check.accused = {1};
    record.put(CeremonyRound::check, 3, check.text(record.manifest));
    record.check_all();
    record.put(CeremonyRound::answer, 1, record.answer_note(1, 3).text(record.manifest));
    CHECK(record.fault().empty());
}

TEST_CASE("attack 15 as many complaints as the threshold end the ceremony") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    for (const std::uint16_t i : {std::uint16_t{1}, std::uint16_t{3}}) {
        auto check = record.check_note(i);
        check.accused = {2};
        record.put(CeremonyRound::check, i, check.text(record.manifest));
    }
    record.check_all();
    CHECK(record.fault() == "too-many-accuse: 2 trustees complain about the shares of trustee 2");
}

TEST_CASE("a share that nobody complained about must not be published") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    record.check_all();
    record.put(CeremonyRound::answer, 2, record.answer_note(2, 1).text(record.manifest));
    CHECK(record.fault() ==
          "trustee-at-fault: trustee 2 published the share of trustee 1, who had not complained");
}

TEST_CASE("attack 14 dealing other keys than committed to ends the ceremony") {
    CeremonyRecord record(3, 2);
    record.join_all();
    // The same trustee, with polynomials chosen later.
    const auto later = Polynomials::choose(record.manifest, 3, system_random(), bytes_of("later"));
    auto note = record.deal_note(3);
    note.dealing = later.deal(later.possession_nonce(system_random()));
    record.put(CeremonyRound::deal, 3, note.text(record.manifest));
    record.deal_all();
    CHECK(record.fault() ==
          "trustee-at-fault: trustee 3 dealt keys other than those it committed to when joining");
}

TEST_CASE("attack 17 different files to different trustees are caught by the transcript") {
    CeremonyRecord record(3, 2);
    record.join_all();
    // Trustee 3 sends one deal note to trustee 1 and another to trustee 2.
    const auto first = record.deal_note(3).text(record.manifest);
    const auto second = record.deal_note(3).text(record.manifest);
    REQUIRE(first != second);
    record.put(CeremonyRound::deal, 3, second);
    record.deal_all();
    const auto shown_to_2 = record.check_note(2);
    CHECK(shown_to_2.accused.empty()); // each version alone is good
    must(write_file(record.folder.note("deal", 3), record.sign(3, first), Existing::replace));
    record.put(CeremonyRound::check, 2, shown_to_2.text(record.manifest));
    record.check_all();
    CHECK(record.fault() ==
          "other-files: trustee 2 signed a different transcript: it was shown different files");
}

TEST_CASE("attack 17 different join notes are caught when dealing") {
    CeremonyRecord record(3, 2);
    record.join_all();
    const auto shown_to_2 = record.deal_note(2).text(record.manifest);
    auto join = must(JoinNote::parse(record.join_text(3), record.manifest));
    join.name = "Somebody else";
    must(write_file(record.folder.note("join", 3), record.sign(3, join.text(record.manifest)),
                    Existing::replace));
    record.put(CeremonyRound::deal, 2, shown_to_2);
    record.deal_all();
    CHECK(record.fault() == "other-files: trustee 2 dealt for join notes other than the ones here: "
                            "somebody was shown different files");
}

TEST_CASE("attack 16 shares for another trustee or another ceremony are bad shares") {
    CeremonyRecord record(3, 2);
    record.join_all();
    auto note = record.deal_note(2);
    // Trustee 2 sends trustee 1 what trustee 3 should have, encrypted to trustee 1.
    const auto plain = must(age_decrypt(note.shares[2], record.secret(3).identity()));
    const AgeRecipient& age = record.secret(1).identity().recipient();
    note.shares[0] = age_encrypt(plain.expose(), std::span(&age, 1), system_random());
    record.put(CeremonyRound::deal, 2, note.text(record.manifest));
    // And trustee 3 encrypts so that nobody can read it.
    auto unreadable = record.deal_note(3);
    unreadable.shares[0] = unreadable.shares[1];
    record.put(CeremonyRound::deal, 3, unreadable.text(record.manifest));
    record.deal_all();
    CHECK(record.check_note(1).accused == std::vector<std::uint16_t>{2, 3});
    CHECK(record.check_note(2).accused.empty());
    CHECK(record.check_note(3).accused.empty());
}

TEST_CASE("attack 13 two trustees cannot join with one key") {
    CeremonyRecord record(3, 2);
    record.join_all();
    for (const std::uint16_t i : {std::uint16_t{2}, std::uint16_t{3}}) {
        const NoteSigner signer(trustee_key_name(record.manifest, i),
                                SigningKey(Secret<ByteArray<32>>(ByteArray<32>{7})));
        auto body = must(JoinNote::parse(record.join_text(i), record.manifest));
        body.signer = signer.verifier();
        Note note(body.text(record.manifest));
        note.sign(signer);
        must(write_file(record.folder.note("join", i), note.encode(), Existing::replace));
    }
    CHECK(record.fault() == "trustee-at-fault: trustees 2 and 3 joined with the same key");
}

TEST_CASE("a damaged note in the record is damage") {
    CeremonyRecord record(3, 2);
    record.join_all();
    auto bytes = must(read_file(record.folder.note("join", 2)));
    bytes[20] ^= 1;
    must(write_file(record.folder.note("join", 2), bytes, Existing::replace));
    const auto notes = CeremonyNotes::read(record.folder, record.manifest);
    REQUIRE_FALSE(notes);
    CHECK(notes.error().code == ErrorCode::damaged);
    CHECK(notes.error().file == record.folder.note("join", 2).string());
}

TEST_CASE("notes and folders that cannot be opened are an error and not a trustee's fault") {
    CeremonyRecord record(3, 2);
    must(make_folders(record.folder.evidence()));
    const auto is_error = [&] {
        const OpenFilesLimit none(0);
        std::vector<Error> faults;
        const auto notes = CeremonyNotes::read(record.folder, record.manifest, faults);
        return !notes && notes.error().code == ErrorCode::out_of_resources && faults.empty();
    };
    CHECK(is_error());
    std::filesystem::remove(record.folder.evidence());
    CHECK_FALSE(is_error()); // there is nothing to open
    record.join_all();
    CHECK(is_error());
}

TEST_CASE("a file that is not a note is named") {
    CeremonyRecord record(3, 2);
    must(make_folders(record.folder.ceremony()));
    must(write_file(record.folder.note("join", 2), bytes_of("no note")));
    const auto notes = CeremonyNotes::read(record.folder, record.manifest);
    REQUIRE_FALSE(notes);
    CHECK(notes.error().file == record.folder.note("join", 2).string());
}

TEST_CASE("a note under another trustee's name is damage") {
    CeremonyRecord record(3, 2);
    record.join_all();
    std::filesystem::copy_file(record.folder.note("join", 1), record.folder.note("join", 2),
                               std::filesystem::copy_options::overwrite_existing);
    const auto notes = CeremonyNotes::read(record.folder, record.manifest);
    REQUIRE_FALSE(notes);
    CHECK(notes.error().code == ErrorCode::other_trustee);
    CHECK(notes.error().message.english() == "this is the note of trustee 1, not 2");
}

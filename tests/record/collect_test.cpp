// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "support/ceremony_record.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace evote;
namespace fs = std::filesystem;

namespace {

using Fate = CollectedNote::Fate;

// A medium with notes on it.
struct Medium {
    void put(const std::string& name, ByteView bytes) {
        must(make_folders((folder.path() / name).parent_path()));
        must(write_file(folder.path() / name, bytes, Existing::replace));
    }

    std::vector<CollectedNote> collect(const CeremonyRecord& record) const {
        const std::vector sources{folder.path()};
        return must(collect_notes(record.folder, record.manifest, sources));
    }

    TemporaryFolder folder;
};

std::vector<Fate> fates(const std::vector<CollectedNote>& notes) {
    std::vector<Fate> out;
    for (const auto& note : notes)
        out.push_back(note.fate);
    return out;
}

// A key that is not the trustee's, although its name says so.
NoteSigner stranger_named(const CeremonyRecord& record, std::uint16_t trustee) {
    return {trustee_key_name(record.manifest, trustee), SigningKey::generate(system_random())};
}

// A join note for a seat, signed by the key it names, which is not the trustee's.
Bytes forged_join(CeremonyRecord& record, std::uint16_t trustee) {
    auto body = must(JoinNote::parse(record.join_text(trustee), record.manifest));
    const NoteSigner signer = stranger_named(record, trustee);
    body.signer = signer.verifier();
    Note note(body.text(record.manifest));
    note.sign(signer);
    return note.encode();
}

// The text that all seals of an election have.
std::string seal_text(const CeremonyRecord& record) {
    return SealNote{Digest32{7}}.text(record.manifest);
}

std::vector<CeremonyNoteName> names(const std::vector<CollectedNote>& notes) {
    std::vector<CeremonyNoteName> out;
    for (const auto& note : notes)
        out.push_back(note.name.value());
    return out;
}

constexpr CeremonyNoteName seal_of(std::uint16_t trustee) {
    return {CeremonyRound::seal, trustee};
}

} // namespace

TEST_CASE("notes are collected from folders and files whatever their names are") {
    CeremonyRecord source(3, 2);
    source.join_all();
    source.deal_all();
    CeremonyRecord target(3, 2); // another machine, the same manifest
    Medium medium;
    medium.put("a deal (1).note", must(read_file(source.folder.note("deal", 2))));
    medium.put("ceremony/z.note", must(read_file(source.folder.note("join", 2))));
    medium.put("join-1.note", must(read_file(source.folder.note("join", 1))));
    medium.put("notes.txt", bytes_of("not looked at"));
    medium.put("deeper/down/x.note", bytes_of("not looked at"));
    const auto collected = medium.collect(target);
    CHECK(fates(collected) == std::vector<Fate>{Fate::added, Fate::added, Fate::added});
    CHECK(must(read_file(target.folder.note("deal", 2))) ==
          must(read_file(source.folder.note("deal", 2))));
    CHECK(fates(medium.collect(target)) ==
          std::vector<Fate>{Fate::there_already, Fate::there_already, Fate::there_already});
    const std::vector files{source.folder.note("join", 3), source.folder.ceremony()};
    CHECK(must(collect_notes(target.folder, target.manifest, files)).size() == 7);
    CHECK(target.notes().has({CeremonyRound::deal, 3}));
}

TEST_CASE("a note without its join note waits") {
    CeremonyRecord source(3, 2);
    source.join_all();
    source.deal_all();
    CeremonyRecord target(3, 2);
    Medium medium;
    medium.put("deal-2.note", must(read_file(source.folder.note("deal", 2))));
    const auto collected = medium.collect(target);
    REQUIRE(fates(collected) == std::vector<Fate>{Fate::refused});
    CHECK(collected[0].error->code == ErrorCode::step_missing);
    CHECK(collected[0].error->message.english() ==
          "deal-2.note cannot be verified without join-2.note");
    CHECK_FALSE(file_exists(target.folder.note("deal", 2)));
}

TEST_CASE("attack 17 two versions of a note end the ceremony and both are kept") {
    CeremonyRecord record(3, 2);
    record.join_all();
    const auto second = record.sign(2, record.deal_note(2).text(record.manifest));
    record.deal_all();
    record.check_all();
    CHECK(record.fault().empty());
    const auto first = must(read_file(record.folder.note("deal", 2)));
    Medium medium;
    medium.put("deal-2.note", second);
    const auto collected = medium.collect(record);
    REQUIRE(fates(collected) == std::vector<Fate>{Fate::kept_apart});
    CHECK(collected[0].error->code == ErrorCode::two_versions);
    CHECK(collected[0].error->message.english() ==
          "trustee 2 made two different versions of deal-2.note");
    CHECK(must(read_file(record.folder.note("deal", 2))) == first);
    CHECK(must(read_file(collected[0].kept)) == second);
    CHECK(collected[0].kept.parent_path() == record.folder.ceremony() / "evidence");
    CHECK(record.fault() ==
          "trustee-at-fault: the ceremony has failed: trustee 2 signed this in addition "
          "to deal-2.note, or it breaks the rules");
    // Bringing it again changes nothing.
    CHECK(fates(medium.collect(record)) == std::vector<Fate>{Fate::kept_apart});
    CHECK(record.notes().evidence().size() == 1);
}

TEST_CASE("attack 52 finding 14 evidence is not written through a link") {
    CeremonyRecord record(3, 2);
    record.join_all();
    Medium medium;
    medium.put("join-2.note", forged_join(record, 2));
    const TemporaryFolder elsewhere;
    fs::create_directory_symlink(elsewhere.path(), record.folder.evidence());
    CHECK(medium.collect(record).at(0).error->code == ErrorCode::not_a_file);
    CHECK(fs::is_empty(elsewhere.path()));
}

TEST_CASE("attack 17 two join notes for one seat end the ceremony") {
    CeremonyRecord record(3, 2);
    record.join_all();
    Medium medium;
    medium.put("join-2.note", forged_join(record, 2));
    REQUIRE(fates(medium.collect(record)) == std::vector<Fate>{Fate::kept_apart});
    CHECK(record.fault().substr(0, 55) ==
          "trustee-at-fault: the ceremony has failed: trustee 2 si");
}

TEST_CASE("signed notes that break the rules are kept as evidence") {
    CeremonyRecord record(3, 2);
    record.join_all();
    auto text = record.deal_note(2).text(record.manifest);
    const auto proof = text.find("proof ");
    text.replace(proof + 6, 64, text.substr(text.find("key ") + 4, 64)); // another T
    Medium medium;
    medium.put("deal-2.note", record.sign(2, text));
    const auto collected = medium.collect(record);
    REQUIRE(fates(collected) == std::vector<Fate>{Fate::kept_apart});
    CHECK(collected[0].error->message.english() ==
          "trustee 2 did not prove that it knows the secrets of its keys");
    CHECK_FALSE(record.notes().has({CeremonyRound::deal, 2}));
    CHECK(record.fault().starts_with("trustee-at-fault: "));
}

TEST_CASE("notes that nobody signed are refused and prove nothing") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    const auto standing = must(read_file(record.folder.note("deal", 2)));
    const auto text = record.deal_note(2).text(record.manifest);
    Medium medium;
    medium.put("deal-2.note", record.sign(3, text)); // by another trustee
    auto altered = record.sign(2, text);
    altered[text.size() - 3] ^= 1;
    medium.put("altered.note", altered);
    medium.put("junk.note", bytes_of("junk"));
    medium.put("other.note", record.sign(1, "something else\n"));
    auto collected = medium.collect(record);
    REQUIRE(collected.size() == 4);
    for (const auto& note : collected) {
        CHECK(note.fate == Fate::refused);
        CHECK(note.error.has_value());
    }
    CHECK(must(read_file(record.folder.note("deal", 2))) == standing);
    // Nor does what somebody puts among the evidence by hand.
    must(make_folders(record.folder.ceremony() / "evidence"));
    must(write_file(record.folder.ceremony() / "evidence" / "x.note", record.sign(3, text)));
    must(write_file(record.folder.ceremony() / "evidence" / "y.note", standing));
    must(write_file(record.folder.ceremony() / "evidence" / "z.note", bytes_of("junk")));
    CHECK(record.notes().evidence().empty());
}

TEST_CASE("the same text under another signature is not a second version") {
    CeremonyRecord record(3, 2);
    record.join_all();
    Note note(record.join_text(2));
    note.sign(record.secret(3).signer()); // an additional one
    note.sign(record.secret(2).signer());
    Medium medium;
    medium.put("join-2.note", note.encode());
    CHECK(fates(medium.collect(record)) == std::vector<Fate>{Fate::there_already});
    CHECK(record.notes().evidence().empty());
}

TEST_CASE("attack 16 a seal is its signers' whatever names it has") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.put(CeremonyRound::seal, 2, seal_text(record));
    Note note(seal_text(record));
    note.sign(stranger_named(record, 2));
    Medium medium;
    medium.put("seal.note", note.encode());
    // Nobody's, although a seal with this text and name is in the record.
    const auto refused = medium.collect(record);
    REQUIRE(fates(refused) == std::vector<Fate>{Fate::refused});
    CHECK(refused[0].error->code == ErrorCode::bad_signature);
    note.sign(record.secret(1).signer());
    medium.put("seal.note", note.encode());
    const auto collected = medium.collect(record);
    CHECK(fates(collected) == std::vector<Fate>{Fate::added});
    CHECK(names(collected) == std::vector{seal_of(1)});
    CHECK(record.notes().has(seal_of(1)));
    CHECK(fates(medium.collect(record)) == std::vector<Fate>{Fate::there_already});
}

TEST_CASE("a seal signed by two is the seal of both") {
    CeremonyRecord record(3, 2);
    record.join_all();
    Note note(seal_text(record));
    note.sign(record.secret(2).signer());
    note.sign(record.secret(1).signer());
    Medium medium;
    medium.put("seal.note", note.encode());
    const auto collected = medium.collect(record);
    CHECK(fates(collected) == std::vector<Fate>{Fate::added, Fate::added});
    CHECK(names(collected) == std::vector{seal_of(2), seal_of(1)});
    CHECK(record.notes().has(seal_of(1)));
    CHECK(record.notes().has(seal_of(2)));
    CHECK(fates(medium.collect(record)) ==
          std::vector<Fate>{Fate::there_already, Fate::there_already});
    // One of two signers may be known already.
    note.sign(record.secret(3).signer());
    medium.put("seal.note", note.encode());
    CHECK(fates(medium.collect(record)) ==
          std::vector<Fate>{Fate::there_already, Fate::there_already, Fate::added});
}

TEST_CASE("a seal signed by two waits for the missing join note of one") {
    CeremonyRecord record(3, 2);
    record.put(CeremonyRound::join, 1, record.join_text(1));
    Note note(seal_text(record));
    note.sign(record.secret(3).signer());
    note.sign(record.secret(1).signer());
    Medium medium;
    medium.put("seal.note", note.encode());
    const auto collected = medium.collect(record);
    REQUIRE(fates(collected) == std::vector<Fate>{Fate::refused, Fate::added});
    CHECK(names(collected) == std::vector{seal_of(3), seal_of(1)});
    CHECK(collected[0].error->message.english() ==
          "seal-3.note cannot be verified without join-3.note");
    // Brought with it, it counts.
    medium.put("join-3.note", record.sign(3, record.join_text(3)));
    CHECK(fates(medium.collect(record)) ==
          std::vector<Fate>{Fate::added, Fate::added, Fate::there_already});
}

TEST_CASE("attack 17 two seals of one trustee are found under any names") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.put(CeremonyRound::seal, 1, seal_text(record));
    Note other(SealNote{Digest32{8}}.text(record.manifest));
    other.sign(stranger_named(record, 2));
    other.sign(record.secret(1).signer());
    Medium medium;
    medium.put("seal.note", other.encode());
    const auto collected = medium.collect(record);
    REQUIRE(fates(collected) == std::vector<Fate>{Fate::kept_apart});
    CHECK(names(collected) == std::vector{seal_of(1)});
    const auto notes = record.notes();
    REQUIRE(notes.evidence().size() == 1);
    CHECK(notes.evidence()[0].name == seal_of(1));
}

TEST_CASE("two signers of one wrong seal are named once each") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.put(CeremonyRound::seal, 1, seal_text(record));
    record.put(CeremonyRound::seal, 2, seal_text(record));
    Note other(SealNote{Digest32{8}}.text(record.manifest));
    other.sign(record.secret(1).signer());
    other.sign(record.secret(2).signer());
    Medium medium;
    medium.put("seal.note", other.encode());
    CHECK(fates(medium.collect(record)) == std::vector<Fate>{Fate::kept_apart, Fate::kept_apart});
    const auto notes = record.notes();
    std::vector<CeremonyNoteName> found;
    for (const auto& evidence : notes.evidence())
        found.push_back(evidence.name);
    CHECK(found == std::vector{seal_of(1), seal_of(2)});
}

TEST_CASE("a copy of an existing note is refused if its signature is wrong") {
    CeremonyRecord record(3, 2);
    record.join_all();
    record.deal_all();
    Medium medium;
    Note note = must(Note::parse(must(read_file(record.folder.note("deal", 2)))));
    medium.put("deal-2.note", record.sign(3, note.text()));
    CHECK(fates(medium.collect(record)) == std::vector<Fate>{Fate::refused});
    CHECK(record.notes().evidence().empty());
}

TEST_CASE("attack 34 a seal that others made too long is refused") {
    CeremonyRecord record(3, 2);
    record.join_all();
    Bytes seal = record.sign(1, seal_text(record));
    append(seal, bytes_of("\u2014 somebody " + base64_encode(Bytes(1 << 16)) + "\n"));
    Medium medium;
    medium.put("seal-1.note", seal);
    const auto collected = medium.collect(record);
    REQUIRE(fates(collected) == std::vector<Fate>{Fate::refused});
    CHECK(collected[0].error->message.english() ==
          "the file is larger than the allowed 65536 bytes");
}

TEST_CASE("attack 34 links and huge files are not collected") {
    CeremonyRecord record(3, 2);
    Medium medium;
    fs::create_symlink("/dev/zero", medium.folder.path() / "endless.note");
    const auto nothing = medium.collect(record);
    REQUIRE(fates(nothing) == std::vector<Fate>{Fate::refused});
    CHECK(nothing[0].error->code == ErrorCode::file_missing);
    medium.put("huge.note", {});
    fs::resize_file(medium.folder.path() / "huge.note", std::uint64_t{1} << 40);
    const auto collected = medium.collect(record);
    REQUIRE(fates(collected) == std::vector<Fate>{Fate::refused});
    CHECK(collected[0].error->code == ErrorCode::file_too_large);
    CHECK(collected[0].error->message.english().find("the file is larger than") == 0);
    const std::vector sources{fs::path("/nowhere/at/all")};
    CHECK(collect_notes(record.folder, record.manifest, sources).error().code ==
          ErrorCode::file_missing);
}

TEST_CASE("finding 16 notes are found by what is in them whatever mail and media made of them") {
    CeremonyRecord source(3, 2);
    source.join_all();
    const auto note = [&](std::uint16_t i) {
        return to_string(must(read_file(source.folder.note("join", i))));
    };
    const auto with_other_ends = [](std::string text) {
        for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
            text.insert(at, "\r");
        return text;
    };
    CeremonyRecord target(3, 2);
    Medium medium;
    medium.put("join-1.note.txt", bytes_of(with_other_ends(note(1))));
    medium.put("join-2 (1).note", bytes_of("\xEF\xBB\xBF" + note(2)));
    medium.put("attachment", bytes_of(note(3)));
    medium.put("photo.jpg", bytes_of("\xFF\xD8\xFF"));
    medium.put("._join-1.note", bytes_of(std::string_view("\0\5\x16\7", 4)));
    medium.put(".DS_Store", bytes_of("x"));
    medium.put("ceremony/Thumbs.db", bytes_of("x"));
    medium.put("desktop.ini", bytes_of("x"));
    auto collected = medium.collect(target);
    CHECK(std::ranges::count(collected, Fate::added, &CollectedNote::fate) == 3);
    CHECK(std::ranges::count(collected, Fate::left_out, &CollectedNote::fate) == 4);
    CHECK(collected.size() == 7);
    for (std::uint16_t i = 1; i <= 3; ++i)
        CHECK(to_string(must(read_file(target.folder.note("join", i)))) == note(i));
}

TEST_CASE("finding 16 a folder without a note is an error that stops no other") {
    CeremonyRecord source(3, 2);
    source.join_all();
    CeremonyRecord target(3, 2);
    Medium empty;
    empty.put("photo.jpg", bytes_of("x"));
    empty.put(".DS_Store", bytes_of("x"));
    Medium good;
    good.put("1", must(read_file(source.folder.note("join", 1))));
    good.put("broken", bytes_of("evote-join-1\nnothing else\n"));
    const std::vector sources{empty.folder.path(), good.folder.path()};
    const auto collected = must(collect_notes(target.folder, target.manifest, sources));
    CHECK(fates(collected) ==
          std::vector<Fate>{Fate::left_out, Fate::refused, Fate::refused, Fate::added});
    CHECK(collected[1].error->code == ErrorCode::file_missing);
    CHECK(collected[1].error->english() ==
          empty.folder.path().string() + ": there is no note of a key ceremony here, and none in a "
                                         "folder ceremony; other files that were looked at: 2");
    CHECK(collected[2].error->file == (good.folder.path() / "broken").string());
}

// SPDX-License-Identifier: Apache-2.0
// Witnesses' commands, and bringing their lines and the decryptions together.
#include "app/decrypt.h"
#include "app/witnessed.h"
#include "base/text.h"
#include "record/witnesses.h"
#include "support/damage.h"
#include "support/record_files.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace evote;
namespace fs = std::filesystem;

namespace {

std::optional<ErrorCode> code_of(const Outcome& outcome) {
    return outcome ? std::nullopt : std::optional(outcome.error().code);
}

} // namespace

TEST_CASE("a witness's key is for its owner and is printed as often as asked") {
    Witnessed all;

    struct stat key {};

    REQUIRE(::stat(all.key_of(1).c_str(), &key) == 0);
    CHECK((key.st_mode & 0777U) == 0600);
    const Bytes before = must(read_file(all.key_of(1)));
    must(all.make_key("w1", all.key_of(1)));
    const auto text = all.captured.take_out();
    CHECK(text.starts_with("w1+"));
    CHECK(must(read_file(all.key_of(1))) == before);
    CHECK(code_of(all.make_key("w9", all.key_of(1))) == ErrorCode::wrong_key);
    CHECK(code_of(all.make_key("w 9", all.path("new"))) == ErrorCode::usage);
    CHECK(code_of(all.make_key("", all.path("new"))) == ErrorCode::usage);
    CHECK_FALSE(file_exists(all.path("new")));
}

TEST_CASE("witnesses sign a log as it grows and the audit takes their lines") {
    Witnessed all;
    const auto& record = all.record().path();
    must(all.cosign(1, record));
    CHECK(contains(all.captured.take_talk(), "nothing of this log so far"));
    CHECK(Witnessed::count_in(record) == 1);
    all.election.vote(0, {{0}});
    CHECK(Witnessed::count_in(record) == 0); // it was of another checkpoint
    must(all.cosign(1, record));
    must(all.cosign(2, record, 2000));
    CHECK(all.captured.take_talk().find("w1") == std::string::npos);
    CHECK(Witnessed::count_in(record) == 2);
    all.election.close();
    const Bytes closed = must(read_file(all.record().closed()));
    must(all.cosign(2, record));
    must(all.cosign(3, record));
    CHECK(Witnessed::count_in(record) == 2);
    CHECK(must(read_file(all.record().closed())) == closed);
    // Again: nothing changes.
    const Bytes checkpoint = must(read_file(all.record().checkpoint()));
    must(all.cosign(3, record, 5000));
    CHECK(must(read_file(all.record().checkpoint())) == checkpoint);
    all.election.aggregate();
    all.election.decrypt(1);
    all.election.decrypt(2);
    all.election.combine({1, 2});
    CHECK(audit(all.record()).report.conclusion() == Conclusion::valid);
    // Lines count in the mark, too.
    must(write_file(all.record().closed(), checkpoint, Existing::replace));
    must(write_file(all.record().checkpoint(), closed, Existing::replace));
    CHECK(Witnessed::count_in(record) == 2);
    CHECK(audit(all.record()).report.conclusion() == Conclusion::valid);
}

TEST_CASE("attack 55 only the witnesses that the election names sign") {
    Witnessed all;
    must(all.make_key("w1", all.path("other.key")));
    const auto sign_with = [&](const fs::path& key) {
        return code_of(
            board_cosign({all.record().path(), key, all.path("s")}, all.captured.console));
    };
    CHECK(sign_with(all.path("other.key")) == ErrorCode::wrong_key);
    must(write_file(all.path("note.key"), all.election.board().text().expose()));
    CHECK(sign_with(all.path("note.key")) == ErrorCode::malformed);
    CHECK(sign_with(all.path("none.key")) == ErrorCode::file_missing);
    CHECK_FALSE(file_exists(all.path("s")));
    fs::copy_file(all.key_of(1), all.record().path() / "w1.key");
    CHECK(sign_with(all.record().path() / "w1.key") == ErrorCode::in_record);
    CHECK(Witnessed::count_in(all.record().path()) == 0);
}

TEST_CASE("attack 42 a witness signs one history only and keeps both as evidence") {
    Witnessed all;
    all.election.vote(0, {{0}});
    const auto other = all.copy_as("other");
    all.election.vote(1, {{0}});
    all.election.close();
    must(all.cosign(1, all.record().path()));
    all.captured.take_talk();

    all.close_in(other); // one ballot less
    CHECK(code_of(all.cosign(1, other)) == ErrorCode::board_contradicts);
    CHECK(Witnessed::count_in(other) == 0);
    const auto kept = files_of(all.path("w1.state.evidence"));
    REQUIRE(kept.size() == 2);
    for (const auto& file : kept)
        CHECK(open_checkpoint(must(read_file(file)), all.election.board().verifier()));
    // It still signs the first, and another witness has no reason to refuse the second.
    must(all.cosign(1, all.record().path()));
    must(all.cosign(2, other));
    CHECK(code_of(all.cosign(2, all.record().path())) == ErrorCode::board_contradicts);
    CHECK(Witnessed::count_in(other) == 1);
    CHECK(Witnessed::count_in(all.record().path()) == 1);
}

TEST_CASE("attack 43 a witness signs no log that is shorter than it was") {
    Witnessed all;
    all.election.vote(0, {{0}});
    const auto old = all.copy_as("old");
    all.election.vote(1, {{0}});
    must(all.cosign(1, all.record().path()));
    const auto state = must(read_file(all.state_of(1)));
    CHECK(code_of(all.cosign(1, old)) == ErrorCode::board_contradicts);
    CHECK(Witnessed::count_in(old) == 0);
    CHECK(must(read_file(all.state_of(1))) == state);
    // A damaged state, or that of somebody else, is not begun anew.
    must(write_file(all.state_of(1), bytes_of("evote-witness-1\n"), Existing::replace));
    CHECK(code_of(all.cosign(1, all.record().path())) == ErrorCode::malformed);
    must(all.cosign(2, all.record().path()));
    fs::copy_file(all.state_of(2), all.state_of(1), fs::copy_options::overwrite_existing);
    CHECK(code_of(all.cosign(1, all.record().path())) == ErrorCode::wrong_key);
}

TEST_CASE("attack 43 a witness that cannot remember does not sign") {
    Witnessed all;
    const auto record = all.record().path();
    const auto outcome = board_cosign({record, all.key_of(1), all.path("no/such/folder/state")},
                                      all.captured.console);
    CHECK(code_of(outcome) == ErrorCode::file_missing);
    CHECK(Witnessed::count_in(record) == 0);
}

namespace {

// Trustees with their secret files, besides the witnesses.
struct Decrypting : Witnessed {
    Decrypting() {
        for (const std::uint16_t i : std::initializer_list<std::uint16_t>{1, 2, 3})
            must(TrusteeSecretFile::create(secret_of(i), election.secret(i),
                                           SecretBytes(bytes_of("five random words")), 2));
    }

    fs::path secret_of(std::uint16_t trustee) const { return path(std::to_string(trustee)); }

    Status share(std::uint16_t trustee, const fs::path& folder) {
        captured.person.answers = {"five random words"};
        return decrypt_share({folder, secret_of(trustee), {}, 2, Anchor(), Consent::given},
                             captured.console);
    }
};

CheckState witness_check(const RecordFolder& folder, std::string* said = nullptr) {
    const auto found = audit(folder);
    for (const auto& section : found.report.sections())
        for (const auto& check : section.checks()) {
            if (check.title().english() != "enough witnesses have signed the final checkpoint")
                continue;
            if (said != nullptr) {
                for (const auto& remark : check.remarks())
                    *said += remark.english() + "\n";
                if (check.skipped())
                    *said += check.skipped()->english() + "\n";
            }
            return check.state();
        }
    throw std::runtime_error("no such check");
}

} // namespace

TEST_CASE("finding 2 of two logs that a board closes only the witnessed one is decrypted") {
    Decrypting all;
    all.election.vote(0, {{0}});
    all.election.vote(1, {{1}});
    const auto other = all.copy_as("other");
    all.election.vote(2, {{0}}); // the vote that the difference would show
    all.election.close();
    all.close_in(other);
    CHECK(all.share(1, all.record().path()) == Status::incomplete);
    CHECK(contains(all.captured.take_talk(), "0 of the 2 needed witnesses"));
    CHECK_FALSE(all.election.secret(1).tally());

    // Two honest witnesses sign what they are shown first; the third signs everything.
    must(all.cosign(1, all.record().path()));
    must(all.cosign(2, all.record().path()));
    must(all.cosign(3, all.record().path()));
    fs::remove(all.state_of(3));
    CHECK_FALSE(all.cosign(1, other));
    CHECK_FALSE(all.cosign(2, other));
    must(all.cosign(3, other));
    all.captured.take_talk();

    CHECK(all.share(1, all.record().path()) == Status::done);
    CHECK(all.share(2, other) == Status::incomplete);
    CHECK(contains(all.captured.take_talk(), "1 of the 2 needed witnesses"));
    CHECK_FALSE(file_exists(RecordFolder(other).decryption(2)));
    // It has not been used up by that.
    CHECK(all.share(2, all.record().path()) == Status::done);
    CHECK(witness_check(all.record()) == CheckState::passed);
    CHECK(witness_check(RecordFolder(other)) == CheckState::not_checked);
}

TEST_CASE("attack 42 a quorum of witnesses is what an audit asks for") {
    Witnessed all;
    CHECK(witness_check(all.record()) == CheckState::not_checked); // voting goes on
    all.election.vote(0, {{0}});
    all.election.close();
    must(all.cosign(1, all.record().path(), 1'700'000'000));
    std::string said;
    CHECK(witness_check(all.record(), &said) == CheckState::not_checked);
    CHECK(contains(said, "1 of the 2 needed witnesses have signed"));
    must(all.cosign(3, all.record().path(), 1'700'000'009));
    said.clear();
    CHECK(witness_check(all.record(), &said) == CheckState::passed);
    CHECK(contains(said, "2 of 3 witnesses have signed"));
    CHECK(contains(said, "2023-11-14T22:13:20Z to 2023-11-14T22:13:29Z"));
    CHECK(contains(said, "no proof of a time"));

    SmallElection without(all.path("without"), tiny_manifest(1, 1));
    without.run(1);
    said.clear();
    CHECK(witness_check(without.folder(), &said) == CheckState::passed);
    CHECK(contains(said, "no witnesses are named"));
}

TEST_CASE("times are written as people write them") {
    CHECK(time_text(0) == "1970-01-01T00:00:00Z");
    CHECK(time_text(1'709'164'799) == "2024-02-28T23:59:59Z");
    CHECK(time_text(1'709'164'800) == "2024-02-29T00:00:00Z");
    CHECK(time_text(253'402'300'799) == "9999-12-31T23:59:59Z");
    CHECK(time_text(253'402'300'800) == "253402300800");
    CHECK(time_text(INT64_MAX) == "9223372036854775807");
}

TEST_CASE("lines of witnesses are collected from copies and single files") {
    Witnessed all;
    all.election.vote(0, {{0}});
    const auto early = all.copy_as("early");
    must(all.cosign(3, early));
    all.election.close();
    const auto first = all.copy_as("first");
    const auto second = all.copy_as("second");
    must(all.cosign(1, first));
    must(all.cosign(2, second));
    fs::create_directory(all.path("stick"));
    fs::copy_file(RecordFolder(second).checkpoint(), all.path("stick/from-w2"));
    all.captured.take_out();

    CHECK(all.collect({first}) == Status::done);
    CHECK(contains(all.captured.take_out(), "the line of w1: added"));
    CHECK(all.collect({all.path("stick"), first}) == Status::done);
    const auto facts = all.captured.take_out();
    CHECK(contains(facts, "the line of w2: added"));
    CHECK(contains(facts, "the line of w1: already in the record"));
    CHECK(Witnessed::count_in(all.record().path()) == 2);
    CHECK(audit(all.record()).report.conclusion() == Conclusion::incomplete); // not counted yet

    const Bytes before = must(read_file(all.record().checkpoint()));
    CHECK(all.collect({early}) == Status::refused);
    CHECK(contains(all.captured.take_talk(), "this checkpoint is of 1 entries"));
    Note wrong = must(Note::parse(before));
    const auto signer = must(OpenRecord::open(all.record())).board.witnesses->keys()[2];
    wrong.add({signer.name(), signer.id(), Bytes(72)});
    must(write_file(all.path("wrong"), wrong.encode()));
    CHECK(all.collect({all.path("wrong")}) == Status::invalid);
    CHECK(contains(all.captured.take_talk(), "the line of the witness w3 is wrong"));
    CHECK(all.collect({all.path("no such file")}) == Status::refused);
    must(write_file(all.path("rubbish"), bytes_of("rubbish\n")));
    CHECK(all.collect({all.path("rubbish")}) == Status::malformed);
    CHECK(must(read_file(all.record().checkpoint())) == before);
}

TEST_CASE("attack 25 two histories of the board are kept as evidence when they are collected") {
    Witnessed all;
    const auto other = all.copy_as("other");
    all.election.vote(0, {{0}});
    all.election.close();
    all.append_in(other, {Bytes{1}});
    all.close_in(other);
    const auto before = files_of(all.record().path());
    CHECK(all.collect({other}) == Status::invalid);
    CHECK(contains(all.captured.take_talk(), "two different histories"));
    CHECK(files_of(all.record().path()) == before);
    const auto kept = files_of(all.path("record.evidence"));
    REQUIRE(kept.size() == 2);
    std::set<Digest32> roots;
    for (const auto& file : kept)
        roots.insert(
            must(open_checkpoint(must(read_file(file)), all.election.board().verifier())).root());
    CHECK(roots.size() == 2);
}

TEST_CASE("decryptions are collected and a good one is never replaced") {
    Witnessed all;
    all.election.vote(0, {{0}});
    all.election.close();
    all.election.aggregate();
    const auto copy = all.copy_as("copy");
    for (const std::uint16_t trustee : std::initializer_list<std::uint16_t>{1, 2, 3})
        all.election.decrypt(trustee);
    const auto place = [&](std::uint16_t trustee) { return all.record().decryption(trustee); };
    fs::create_directories(RecordFolder(copy).decryptions());
    for (const std::uint16_t trustee : std::initializer_list<std::uint16_t>{1, 2})
        fs::rename(place(trustee), RecordFolder(copy).decryption(trustee));
    const Bytes third = must(read_file(place(3)));
    const auto good = RecordFolder(copy).decryption(1);

    CHECK(all.collect({copy}) == Status::done);
    const auto facts = all.captured.take_out();
    CHECK(contains(facts, "the decryption by trustee 1: added"));
    CHECK(contains(facts, "the decryption by trustee 2: added"));
    CHECK(must(read_file(place(1))) == must(read_file(good)));
    CHECK(all.collect({good}) == Status::done);
    CHECK(contains(all.captured.take_out(), "already in the record"));

    // A wrong one is refused, and makes room for a good one.
    auto share = all.election.share(1);
    share.contests[0].response = share.contests[0].response + share.contests[0].response;
    must(write_file(all.path("1.json"), share.write(all.election.manifest())));
    CHECK(all.collect({all.path("1.json")}) == Status::invalid);
    CHECK(must(read_file(place(1))) == must(read_file(good)));
    overwrite(place(1), share.write(all.election.manifest()));
    CHECK(all.collect({good}) == Status::done);
    CHECK(must(read_file(place(1))) == must(read_file(good)));
    CHECK(files_of(all.path("record.evidence")).size() == 1);
    // A second good one of the same trustee has the same content, and stays out.
    fs::remove(place(3));
    all.election.decrypt(3);
    must(write_file(all.path("3.json"), third));
    const Bytes there = must(read_file(place(3)));
    CHECK(there != third);
    CHECK(all.collect({all.path("3.json")}) == Status::done);
    CHECK(must(read_file(place(3))) == there);
}

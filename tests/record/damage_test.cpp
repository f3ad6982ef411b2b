// SPDX-License-Identifier: Apache-2.0
// Records with one fault each, and the check that reports it.
#include "base/text.h"
#include "support/damage.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// A finished and valid election.
struct Counted {
    Counted(unsigned trustees, unsigned threshold, std::size_t voters = 2)
        : election(temporary.path(), tiny_manifest(trustees, threshold)) {
        election.run(voters);
    }

    const RecordFolder& folder() const { return election.folder(); }

    Report report() const { return audit(election.folder()).report; }

    TemporaryFolder temporary;
    SmallElection election;
};

// A closed election whose log contains what a test puts there.
struct Voted {
    explicit Voted(const std::string& revote = "last")
        : election(temporary.path(), tiny_manifest(1, 1, revote)) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(2));
    }

    Report report_of(const std::vector<Bytes>& entries) {
        election.append(entries);
        election.close();
        return audit(election.folder()).report;
    }

    TemporaryFolder temporary;
    SmallElection election;
};

} // namespace

TEST_CASE("attack 16 a result names each of its trustees once and in order") {
    const Counted finished(3, 2);
    replace_in(finished.folder().result(), "[1,2]", "[1,1]");
    CHECK(fails(finished.report(), "3.3", "one of them is named twice"));
    replace_in(finished.folder().result(), "[1,1]", "[2,1]");
    CHECK(fails(finished.report(), "3.3", "not in order"));
    replace_in(finished.folder().result(), "[2,1]", "[0,1]");
    CHECK(fails(finished.report(), "3.3", "trustees[0]"));
    replace_in(finished.folder().result(), "[0,1]", "[1,4]");
    CHECK(fails(finished.report(), "3.3", "trustees[1]"));
    replace_in(finished.folder().result(), "[1,4]", "[1,3]");
    CHECK(fails(finished.report(), "3.3", "no valid decryption by trustee 3"));
    replace_in(finished.folder().result(), "[1,3]", "[1]");
    CHECK(fails(finished.report(), "3.3", "trustees"));
}

TEST_CASE("attack 16 a decryption is under its own number and of this election") {
    const Counted finished(3, 2);
    const auto first = must(read_file(finished.folder().decryption(1)));
    must(write_file(finished.folder().decryption(3), first));
    CHECK(fails(finished.report(), "3.2", "decryption of trustee 1, not of trustee 3"));
    must(write_file(finished.folder().decryption(4), first));
    CHECK(fails(finished.report(), "3.5", "4.json"));
    fs::remove(finished.folder().decryption(4));

    const Counted other(3, 2, 1);
    must(write_file(finished.folder().decryption(1), must(read_file(other.folder().decryption(1))),
                    Existing::replace));
    CHECK(fails(finished.report(), "3.2", "decrypted another tally"));
}

TEST_CASE("attack 19 one wrong decryption among enough is named and the result is valid") {
    Counted finished(3, 2);
    finished.election.decrypt(3);
    CHECK(finished.report().conclusion() == Conclusion::valid);
    auto share = finished.election.share(3);
    share.contests[0].shares[1] = share.contests[0].shares[0];
    must(write_file(finished.folder().decryption(3), share.write(finished.election.manifest()),
                    Existing::replace));
    const auto report = finished.report();
    CHECK(fails(report, "3.2", "contest c by trustee 3 (Trustee 3) is wrong"));
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"3.2"});
}

TEST_CASE("attack 23 the same keys under another manifest text are refused") {
    const Counted finished(1, 1);
    replace_in(finished.folder().manifest(), "\"en\":\"Small\"", "\"en\":\"Smell\"");
    seal_again(finished.folder());
    const auto report = finished.report();
    CHECK(fails(report, "1.2", "trustee 1"));
    CHECK(report.conclusion() == Conclusion::invalid);
}

TEST_CASE("attack 25 two signed checkpoints of one size are found") {
    Counted finished(1, 1);
    const auto other =
        sign_checkpoint({finished.election.verify().size, Digest32{1}}, finished.election.board());
    must(write_file(finished.folder().closed(), other.note(), Existing::replace));
    CHECK(fails(finished.report(), "2.2", "not the checkpoint with which the log was closed"));
    must(write_file(finished.folder().checkpoint(), other.note(), Existing::replace));
    CHECK_FALSE(states_of(finished.report(), CheckState::failed).empty());
    CHECK(finished.report().conclusion() == Conclusion::invalid);
}

TEST_CASE("attack 26 a ballot of nobody on the roll is named") {
    Voted voted;
    CodeBytes code;
    const auto stranger = Credential::from_code(voted.election.manifest().hash(), code).value();
    const auto& election = voted.election.record().election;
    Maker maker(election.parameters(), system_random());
    const std::array<std::uint8_t, 2> bits{1, 0};
    const BallotRequest request{&stranger, 0, BallotBits(bits)};
    const Credential* const credential = &stranger;
    const auto ballot =
        maker.cast(maker.prepare(0, std::span(&request, 1)), std::span(&credential, 1));
    const auto report = voted.report_of({voted.election.ballot(0, {{0}}, 0), ballot.front()});
    CHECK(fails(report, "2.3", "not on the roll"));
    CHECK(fails(report, "2.3", "entry 1"));
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"2.3"});
}

TEST_CASE("attack 26 a roll that was changed after opening is found") {
    const Counted finished(1, 1);
    const auto roll = to_string(must(read_file(finished.folder().roll())));
    const auto second_row = roll.find('\n', roll.find('\n') + 1) + 1;
    must(write_file(finished.folder().roll(), bytes_of(roll.substr(0, second_row)),
                    Existing::replace));
    CHECK(fails(finished.report(), "1.5", "roll.csv was changed"));
}

TEST_CASE("attack 26 a credential that is not in the group is found in the roll") {
    const Counted finished(1, 1);
    const auto roll = to_string(must(read_file(finished.folder().roll())));
    const auto last = roll.rfind('\n', roll.size() - 2) + 1;
    replace_in(finished.folder().roll(), roll.substr(last, 64), std::string(64, 'f'));
    seal_again(finished.folder());
    const auto report = finished.report();
    CHECK(fails(report, "1.4", "roll.csv line 3"));
}

TEST_CASE("attack 17 keys that a trustee did not sign for are found") {
    Counted finished(2, 2);
    const auto& manifest = finished.election.manifest();
    const auto& keys = finished.election.record().election.keys();
    const auto with = [&](const std::string& name, const std::string& signer,
                          const Dealing& dealing) {
        const auto other = must(
            PublicKeys::combine(manifest, {keys.trustee(1), TrusteeKeys{name, signer, dealing}}));
        must(write_file(finished.folder().keys(), other.file(), Existing::replace));
        seal_again(finished.folder());
        return fails(finished.report(), "1.3", "keys.json trustees[1]");
    };
    const auto& [name, signer, dealing] = keys.trustee(2);
    CHECK_FALSE(with(name, signer, dealing));
    CHECK(with("Trustee 3", signer, dealing));
    const NoteSigner stranger(trustee_key_name(manifest, 2),
                              SigningKey(Secret<ByteArray<32>>(ByteArray<32>{1})));
    CHECK(with(name, stranger.verifier().text(), dealing));
    // Other keys, and another proof for the same keys.
    const auto polynomials = Polynomials::choose(manifest, 2, system_random(), {});
    CHECK(with(name, signer, polynomials.deal(polynomials.possession_nonce(system_random()))));
    const auto& own = *finished.election.secret(2).polynomials();
    CHECK(with(name, signer, own.deal(own.possession_nonce(system_random()))));
}

TEST_CASE("attack 27 dropped truncated and reordered entries are found") {
    Counted finished(1, 1);
    const auto log = finished.folder().log();
    const auto entries = log / "tile/entries/000.p/3";
    const auto bundle = must(read_file(entries));
    const auto size = finished.election.record().election.layout(0).size() + 2;
    REQUIRE(bundle.size() > 2 * size);
    Bytes swapped(bundle.begin() + static_cast<std::ptrdiff_t>(size),
                  bundle.begin() + static_cast<std::ptrdiff_t>(2 * size));
    append(swapped, ByteView(bundle).first(size));
    append(swapped, ByteView(bundle).subspan(2 * size));
    must(write_file(entries, swapped, Existing::replace));
    CHECK_FALSE(states_of(finished.report(), CheckState::failed).empty());
    CHECK(fails(finished.report(), "2.1", "000.p/3"));

    must(write_file(entries, ByteView(bundle).first(2 * size), Existing::replace));
    CHECK(fails(finished.report(), "2.1", "entry 2"));
    fs::remove(entries);
    const auto report = finished.report();
    CHECK(fails(report, "2.1", "missing"));
    CHECK(report.conclusion() == Conclusion::invalid);
}

TEST_CASE("attack 27 an earlier state of the log does not match what was made from a later one") {
    Voted voted;
    const auto log = voted.election.folder().log();
    const auto before = voted.temporary.path() / "before";
    voted.election.vote(0, {{0}});
    fs::copy(log, before, fs::copy_options::recursive);
    voted.election.vote(1, {{0}});
    voted.election.close();
    voted.election.aggregate();
    fs::remove_all(log);
    fs::rename(before, log);
    const auto report = audit(voted.election.folder()).report;
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"2.2"});
    CHECK(fails(report, "2.2", "tally.json exists"));
}

TEST_CASE("attack 28 an older ballot after a newer one is stale") {
    Voted voted;
    const auto older = voted.election.ballot(0, {{0}}, 0);
    const auto newer = voted.election.ballot(0, {{1}}, 1);
    const auto report = voted.report_of({older, newer, older});
    CHECK(fails(report, "2.4", "stale"));
    CHECK(fails(report, "2.4", "entry 2"));
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"2.4"});
}

TEST_CASE("attack 28 a ballot that was held back is stale") {
    Voted voted;
    const auto first = voted.election.ballot(0, {{0}}, 0);
    const auto instead = voted.election.ballot(0, {{1}}, 0);
    CHECK(fails(voted.report_of({instead, first}), "2.4", "entry 1"));
}

TEST_CASE("attack 28 ballots after the closing entry are named and the log is not closed") {
    Voted voted;
    voted.election.append({closing_entry(voted.election.record().election.fingerprint()),
                           voted.election.ballot(0, {{0}}, 0)});
    const auto report = audit(voted.election.folder()).report;
    CHECK(fails(report, "2.4", "voting was over"));
    CHECK(fails(report, "2.2", "continues after its closing entry"));
    CHECK_FALSE(audit(voted.election.folder()).log->tally);
}

TEST_CASE("attack 28 a second ballot is bad where voters vote once") {
    Voted voted("none");
    const auto report =
        voted.report_of({voted.election.ballot(0, {{0}}, 0), voted.election.ballot(0, {{1}}, 1)});
    CHECK(fails(report, "2.4", "second ballot"));
    CHECK(fails(report, "2.4", "entry 1"));
}

TEST_CASE("attack 3 ballots of another election are named together") {
    Voted other;
    Voted voted("none");
    const auto ballot = other.election.ballot(0, {{0}}, 0);
    const auto report = voted.report_of({ballot, ballot, ballot});
    CHECK(fails(report, "2.3", "entries 0 to 2"));
    CHECK(fails(report, "2.3", "other election"));
}

TEST_CASE("a result that was changed is compared number by number") {
    const Counted finished(1, 1);
    replace_in(finished.folder().result(), "\"a\":2,\"b\":0", "\"a\":0,\"b\":2");
    const auto report = finished.report();
    CHECK(fails(report, "3.3", "option a of contest c has 2, not 0"));
    CHECK(fails(report, "3.3", "option b of contest c has 0, not 2"));
    CHECK_FALSE(audit(finished.folder()).result);
}

TEST_CASE("attack 16 the result of another election or tally is refused") {
    const Counted finished(1, 1);
    const auto stated = must(
        Tally::parse(must(read_file(finished.folder().result())), finished.election.manifest()));
    for (Digest32 Tally::*hash : {&Tally::election, &Tally::tally}) {
        Tally other = stated;
        (other.*hash)[0] ^= 1;
        must(write_file(finished.folder().result(), other.write(finished.election.manifest()),
                        Existing::replace));
        CHECK(fails(finished.report(), "3.3", "another election or tally"));
    }
}

TEST_CASE("a log with a damaged hash has no tally") {
    const Counted finished(1, 1);
    const auto hashes = finished.folder().log() / "tile/0/000.p/3";
    auto bytes = must(read_file(hashes));
    bytes[0] ^= 1;
    must(write_file(hashes, bytes, Existing::replace));
    const auto found = audit(finished.folder());
    CHECK(fails(found.report, "2.1", "does not match its hash"));
    CHECK(found.log->closed);
    CHECK_FALSE(found.log->tally);
}

TEST_CASE("a tally that was changed is not the sum") {
    const Counted finished(1, 1);
    replace_in(finished.folder().tally(), "\"weight\":2", "\"weight\":3");
    const auto report = finished.report();
    CHECK(fails(report, "3.1", "not the sum"));
    // The trustees decrypted the log's tally; their part is judged by that.
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"3.1"});
}

TEST_CASE("a seal by another trustee or over another election is found") {
    Counted finished(2, 2);
    const auto seal = [&](std::uint16_t signer, const Digest32& fingerprint) {
        Note note(SealNote{fingerprint}.text(finished.election.manifest()));
        note.sign(finished.election.secret(signer).signer());
        must(write_file(finished.folder().note("seal", 2), note.encode(), Existing::replace));
    };
    const auto& fingerprint = finished.election.record().election.fingerprint();
    seal(2, fingerprint);
    CHECK(finished.report().conclusion() == Conclusion::valid);
    seal(1, fingerprint);
    CHECK(fails(finished.report(), "1.6", "seal-2.note"));
    seal(2, Digest32{});
    CHECK(fails(finished.report(), "1.6", "sealed another election"));
}

TEST_CASE("every bad note of the ceremony is named with its reason") {
    const Counted finished(3, 2);
    const auto& folder = finished.folder();
    replace_in(folder.note("deal", 3), "evote-deal-1", "evote-deal-2");
    fs::copy_file(folder.note("check", 2), folder.note("check", 1),
                  fs::copy_options::overwrite_existing);
    fs::remove(folder.note("check", 3));
    const auto report = finished.report();
    CHECK(report.sections()[0].checks()[2].failures().size() == 3);
    CHECK(fails(report, "1.3", "deal-3.note"));
    CHECK(fails(report, "1.3", "check-1.note"));
    CHECK(fails(report, "1.3", "trustee 3 has not checked its shares yet"));

    // Behind a bad join note nothing of its trustee can be verified; only the note is named.
    replace_in(folder.note("join", 2), "evote-join-1", "evote-join-2");
    CHECK(fails(finished.report(), "1.3", "join-2.note"));
    CHECK(fails(finished.report(), "1.3", "deal-3.note"));
    CHECK_FALSE(fails(finished.report(), "1.3", "deal-2.note"));
}

TEST_CASE("a missing file is a failure if a later one exists") {
    for (const auto* name : {"manifest.json", "keys.json", "roll.csv", "board.json",
                             "election.json", "board/checkpoint", "board/closed", "tally.json",
                             "decryptions/1.json", "ceremony/check-1.note", "ceremony/deal-2.note",
                             "ceremony/join-1.note", "board/tile/0/000.p/3"}) {
        const Counted finished(2, 2);
        REQUIRE(fs::remove(finished.temporary.path() / name));
        INFO(name);
        CHECK(finished.report().conclusion() == Conclusion::invalid);
    }
}

TEST_CASE("attack 39 what only makes the record weaker is not checked") {
    for (const auto* name : {"result.json", "ceremony/seal-1.note"}) {
        const Counted finished(2, 2);
        REQUIRE(fs::remove(finished.temporary.path() / name));
        INFO(name);
        CHECK(finished.report().conclusion() == Conclusion::incomplete);
    }
    const Counted finished(2, 2);
    fs::remove_all(finished.folder().ceremony());
    const auto report = finished.report();
    CHECK(states_of(report, CheckState::not_checked) == std::vector<std::string>{"1.3", "1.6"});
    CHECK(report.conclusion() == Conclusion::incomplete);
}

TEST_CASE("files that do not belong make a record invalid") {
    for (const auto* name : {"secret.age", "board/more", "ceremony/join-3.note",
                             "ceremony/evidence/x.note", "decryptions/x"}) {
        const Counted finished(2, 2);
        const auto path = finished.temporary.path() / name;
        fs::create_directories(path.parent_path());
        must(write_file(path, bytes_of("x")));
        INFO(name);
        CHECK(finished.report().conclusion() == Conclusion::invalid);
    }
}

TEST_CASE("attack 36 results that reveal votes are noted") {
    const Counted finished(1, 1);
    const auto text = all_of(finished.report());
    CHECK(text.find("contest c has only 2 counted ballots") != std::string::npos);
    CHECK(text.find("in contest c all 2 counted ballots are alike") != std::string::npos);
    CHECK(finished.report().conclusion() == Conclusion::valid);
}

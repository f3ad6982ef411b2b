// SPDX-License-Identifier: Apache-2.0
#include "app/decrypt.h"
#include "app/scripted_person.h"
#include "base/text.h"
#include "board/log_writer.h"
#include "support/damage.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// An election of two voters, closed, and the secret files of its trustees beside the record.
struct Trustees {
    explicit Trustees(const std::string& manifest = tiny_manifest(3, 2))
        : election(temporary.path() / "record", manifest) {
        election.hold_ceremony();
        must(TrusteeSecretFile::create(early_copy(), election.secret(1), passphrase(), 2));
        election.seal(std::vector<SmallVoter>(2));
        for (std::uint16_t i = 1; i <= election.manifest().trustees().count; ++i)
            must(TrusteeSecretFile::create(file_of(i), election.secret(i), passphrase(), 2));
        election.vote(0, {{0}});
        election.vote(1, {{1}});
    }

    static SecretBytes passphrase() { return SecretBytes(bytes_of("five random words")); }

    fs::path file_of(std::uint16_t trustee) const {
        return temporary.path() / (std::to_string(trustee) + ".age");
    }

    // Made by trustee 1 before it sealed.
    fs::path early_copy() const { return temporary.path() / "early.age"; }

    DecryptShareOptions options(std::uint16_t trustee) const {
        return {folder().path(), file_of(trustee), {}, 2, Anchor(), Consent::given};
    }

    Status share(std::uint16_t trustee) { return share(options(trustee)); }

    Status share(const DecryptShareOptions& options, std::deque<std::string> answers = {}) {
        answers.emplace_front("five random words");
        captured.person.answers = std::move(answers);
        return decrypt_share(options, captured.console);
    }

    // What a trustee's file remembers to have decrypted.
    std::optional<Digest32> decrypted_by(std::uint16_t trustee) const {
        auto file =
            must(TrusteeSecretFile::open(file_of(trustee), election.manifest(), passphrase(), 2));
        return file.secret().tally();
    }

    Status combine() { return decrypt_combine({folder().path()}, captured.console); }

    const RecordFolder& folder() const { return election.folder(); }

    TemporaryFolder temporary;
    SmallElection election;
    CapturedConsole captured;
};

// What somebody who can write the folder, and has these signing keys, puts in place of the
// election: the real dealings with other signers, another board, one voter's ballot, and seals of
// all that.
void forge(Trustees& trustees, std::span<const NoteSigner> signers) {
    const RecordFolder& folder = trustees.folder();
    const Manifest& manifest = trustees.election.manifest();
    auto keys = nlohmann::ordered_json::parse(must(read_file(folder.keys())));
    for (std::size_t i = 0; i < signers.size(); ++i)
        keys["trustees"][i]["signer"] = signers[i].verifier().text();
    must(write_file(folder.keys(), bytes_of(keys.dump() + "\n"), Existing::replace));
    const auto signer = [&] {
        return NoteSigner(board_origin(manifest),
                          SigningKey(Secret<ByteArray<32>>(ByteArray<32>{7})));
    };
    const auto board = BoardFile::of(signer().verifier());
    must(write_file(folder.board(), board.file, Existing::replace));
    const auto file = ElectionFile::of(manifest.hash(), must(read_keys(folder, manifest)).hash(),
                                       must(read_roll(folder, manifest)).hash(), board.hash());
    must(write_file(folder.election(), file.write(), Existing::replace));
    for (std::size_t i = 0; i < signers.size(); ++i) {
        Note note(SealNote{file.fingerprint}.text(manifest));
        note.sign(signers[i]);
        must(write_file(folder.note("seal", static_cast<std::uint16_t>(i + 1)), note.encode(),
                        Existing::replace));
    }
    const auto record = must(SealedRecord::open(folder, Anchor()));
    const Credential* const voter = &trustees.election.credential(0);
    SecretVector<std::uint8_t> option(2);
    option.expose()[1] = 1;
    Maker maker(record.election.parameters(), system_random());
    std::vector<BallotRequest> requests;
    requests.push_back({voter, 0, must(manifest.contest_bits(0, option))});
    const auto ballot = maker.cast(maker.prepare(0, requests), std::span(&voter, 1)).front();
    fs::remove_all(folder.log());
    must(LogWriter::create(folder.log(), signer()));
    auto log = must(LogWriter::open(folder.log(), signer()));
    const Bytes closing = closing_entry(file.fingerprint);
    const std::vector<ByteView> entries{ballot, closing};
    must(log.append(entries));
    must(log.close());
}

NoteSigner copy_of(const NoteSigner& signer) {
    return must(NoteSigner::parse(signer.text().expose()));
}

} // namespace

TEST_CASE("finding 1 an election with an outsider's signers is not decrypted") {
    Trustees trustees;
    trustees.election.close();
    const TemporaryFolder aside;
    fs::copy(trustees.folder().path(), aside.path() / "real", fs::copy_options::recursive);
    std::vector<NoteSigner> signers;
    for (unsigned i = 1; i <= 3; ++i)
        signers.emplace_back(
            trustee_key_name(trustees.election.manifest(), static_cast<std::uint16_t>(i)),
            SigningKey::generate(system_random()));
    forge(trustees, signers);
    for (const std::uint16_t trustee : std::initializer_list<std::uint16_t>{1, 2}) {
        CHECK(trustees.share(trustee) == Status::refused);
        CHECK(contains(
            trustees.captured.take_talk(),
            fmt::format("keys.json has another signing key for trustee {} than this", trustee)));
        CHECK_FALSE(trustees.decrypted_by(trustee));
    }
    CHECK_FALSE(file_exists(trustees.folder().decryptions()));
    // The real tally is not refused afterwards.
    fs::remove_all(trustees.folder().path());
    fs::copy(aside.path() / "real", trustees.folder().path(), fs::copy_options::recursive);
    CHECK(trustees.share(1) == Status::done);
}

TEST_CASE("attack 41 a trustee decrypts only what it has sealed itself") {
    Trustees trustees;
    trustees.election.close();
    const auto sealed = hex_encode(trustees.election.record().election.fingerprint());
    // All others seal another board, and trustee 1's own seal is removed.
    std::vector<NoteSigner> signers;
    for (unsigned i = 1; i <= 3; ++i)
        signers.push_back(
            copy_of(trustees.election.secret(static_cast<std::uint16_t>(i)).signer()));
    forge(trustees, signers);
    fs::remove(trustees.folder().note("seal", 1));
    CHECK(trustees.share(1) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(),
                   "trustee 1 has sealed another election, with the fingerprint " + sealed));
    auto options = trustees.options(1);
    options.secret = trustees.early_copy();
    CHECK(trustees.share(options) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(), "has not sealed an election"));
    CHECK_FALSE(file_exists(trustees.folder().decryptions()));
}

TEST_CASE("finding 3 another election than the announced one is not decrypted") {
    Trustees trustees;
    trustees.election.close();
    auto options = trustees.options(1);
    options.anchor = announced(std::string(64, '0'));
    CHECK(trustees.share(options) == Status::invalid);
    CHECK_FALSE(trustees.decrypted_by(1));
    options.anchor = announced(hex_encode(trustees.election.record().election.fingerprint()));
    CHECK(trustees.share(options) == Status::done);
}

TEST_CASE("finding 5 a trustee is shown what it decrypts and asked") {
    Trustees trustees;
    trustees.election.close();
    auto options = trustees.options(1);
    options.consent = Consent::ask;
    const auto tally = trustees.election.verify().tally.value();
    CHECK(trustees.share(options) == Status::refused); // nobody answers
    CHECK(contains(trustees.captured.take_talk(), "nobody is there"));
    CHECK(trustees.share(options, {"no"}) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(), "nothing was decrypted"));
    CHECK_FALSE(trustees.decrypted_by(1));
    CHECK_FALSE(file_exists(trustees.folder().decryptions()));
    trustees.captured.take_out();
    CHECK(trustees.share(options, {"yes"}) == Status::done);
    const auto shown = trustees.captured.take_out();
    const Digest32 fingerprint = trustees.election.record().election.fingerprint();
    for (const auto& line :
         {std::string("Election small: Small\n"), hex_encode(fingerprint),
          spoken_fingerprint(fingerprint), std::string("2 of 2 voters have a counted ballot\n"),
          std::string("Their weights are 2 in all\n"),
          std::string("The log was closed with 3 entries\n"), hex_encode(tally.log_root),
          spoken_fingerprint(tally.log_root)}) {
        INFO(line);
        CHECK(contains(shown, line));
    }
    CHECK(contains(trustees.captured.take_talk(), "contest c has only 2 counted ballots"));
    CHECK(trustees.share(options) == Status::done); // made already: nothing to ask
}

TEST_CASE("attack 41 nothing is decrypted while the hours of voting last") {
    auto manifest = tiny_manifest(3, 2);
    manifest.replace(manifest.find("\"revote\""), 0, "\"closes\":\"2030-01-01T00:00:00Z\",");
    Trustees trustees(manifest);
    trustees.election.close();
    const std::int64_t closes = trustees.election.manifest().closes()->unix_seconds;
    std::int64_t now = closes - 1;
    auto options = trustees.options(1);
    options.clock = [&] { return now; };
    CHECK(trustees.share(options) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(), "voting lasts until 2030-01-01T00:00:00Z"));
    CHECK_FALSE(trustees.decrypted_by(1));
    now = closes;
    CHECK(trustees.share(options) == Status::done);
    auto early = trustees.options(2);
    early.clock = [&] { return closes - 1; };
    early.before_closes = BeforeCloses::allow;
    CHECK(trustees.share(early) == Status::done);
}

TEST_CASE("trustees decrypt and the result is combined") {
    Trustees trustees;
    CHECK(trustees.share(1) == Status::incomplete); // voting goes on
    trustees.election.close();
    CHECK(trustees.share(3) == Status::done);
    trustees.election.aggregate();
    CHECK(trustees.combine() == Status::incomplete);
    CHECK_FALSE(file_exists(trustees.folder().result()));
    CHECK(trustees.share(1) == Status::done);
    CHECK(trustees.share(1) == Status::done); // the share is there
    CHECK(trustees.combine() == Status::done);
    trustees.captured.take_out();
    CHECK(trustees.combine() == Status::done); // the same result
    CHECK(trustees.captured.take_out() == "C:\n    A: 1\n    B: 1\n");
    CHECK(audit(trustees.folder()).report.conclusion() == Conclusion::valid);
}

TEST_CASE("finding 16 a right result stays when more trustees decrypt") {
    Trustees trustees;
    trustees.election.close();
    trustees.election.aggregate();
    CHECK(trustees.share(2) == Status::done);
    CHECK(trustees.share(3) == Status::done);
    CHECK(trustees.combine() == Status::done);
    const auto before = must(read_file(trustees.folder().result()));
    CHECK(trustees.share(1) == Status::done);
    trustees.captured.take_out();
    CHECK(trustees.combine() == Status::done);
    CHECK(trustees.captured.take_out() == "C:\n    A: 1\n    B: 1\n");
    CHECK(must(read_file(trustees.folder().result())) == before);
    CHECK(audit(trustees.folder()).report.conclusion() == Conclusion::valid);
    // A wrong one stays too, and is not accepted.
    replace_in(trustees.folder().result(), "\"a\":1", "\"a\":2");
    CHECK(trustees.combine() == Status::refused);
    replace_in(trustees.folder().result(), "\"a\":2", "\"a\":1");
    replace_in(trustees.folder().result(), "[2,3]", "[3,2]");
    CHECK(trustees.combine() == Status::refused);
}

TEST_CASE("attack 18 a tally that is not the record's is not decrypted") {
    Trustees trustees;
    trustees.election.close();
    trustees.election.aggregate();
    replace_in(trustees.folder().tally(), "\"weight\":2", "\"weight\":1");
    CHECK(trustees.share(1) == Status::invalid);
    CHECK(contains(trustees.captured.take_talk(), "not the sum of the counted ballots"));
    CHECK_FALSE(file_exists(trustees.folder().decryption(1)));
}

TEST_CASE("attack 18 a second tally is not decrypted") {
    Trustees trustees;
    auto file = must(TrusteeSecretFile::open(trustees.file_of(1), trustees.election.manifest(),
                                             Trustees::passphrase(), 2));
    must(file.secret().remember_tally(Digest32{1}));
    must(file.save());
    trustees.election.close();
    CHECK(trustees.share(1) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(), "another tally"));
    CHECK_FALSE(file_exists(trustees.folder().decryption(1)));
    CHECK(trustees.share(2) == Status::done);
    auto second = must(TrusteeSecretFile::open(trustees.file_of(2), trustees.election.manifest(),
                                               Trustees::passphrase(), 2));
    CHECK(second.secret().tally().has_value());
}

TEST_CASE("attack 18 an election that too few trustees sealed is not decrypted") {
    Trustees trustees;
    trustees.election.close();
    fs::remove(trustees.folder().note("seal", 1));
    CHECK(trustees.share(1) == Status::done);
    fs::remove(trustees.folder().note("seal", 2));
    CHECK(trustees.share(2) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(), "only 1 trustees sealed"));
}

TEST_CASE("attack 19 a wrong decryption is named and the others give the result") {
    Trustees trustees;
    trustees.election.close();
    trustees.election.aggregate();
    for (const std::uint16_t trustee : std::initializer_list<std::uint16_t>{1, 2, 3})
        trustees.election.decrypt(trustee);
    auto share = trustees.election.share(1);
    share.contests[0].response = share.contests[0].response + share.contests[0].response;
    must(write_file(trustees.folder().decryption(1), share.write(trustees.election.manifest()),
                    Existing::replace));
    CHECK(trustees.combine() == Status::invalid);
    CHECK(contains(trustees.captured.take_talk(), "by trustee 1 (Trustee 1) is wrong"));
    const auto found = audit(trustees.folder());
    REQUIRE(found.result);
    CHECK(found.result->trustees == std::vector<std::uint16_t>{2, 3});
    CHECK(trustees.share(1) == Status::invalid); // it is not silently replaced
}

TEST_CASE("attack 38 any sufficient set of trustees gives the same result") {
    for (const std::uint16_t missing : std::initializer_list<std::uint16_t>{1, 2, 3}) {
        Trustees trustees;
        trustees.election.close();
        trustees.election.aggregate();
        for (const std::uint16_t trustee : std::initializer_list<std::uint16_t>{1, 2, 3})
            if (trustee != missing)
                CHECK(trustees.share(trustee) == Status::done);
        trustees.captured.take_out();
        CHECK(trustees.combine() == Status::done);
        CHECK(trustees.captured.take_out() == "C:\n    A: 1\n    B: 1\n");
    }
}

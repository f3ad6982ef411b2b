// SPDX-License-Identifier: Apache-2.0
#include "app/voting.h"
#include "board/log_writer.h"
#include "support/file_size_limit.h"
#include "support/rooms.h"

#include <sys/stat.h>

using namespace evote;

namespace {

// An election up to the roll.
struct Unsealed {
    TemporaryFolder folder;
    CapturedConsole captured;
    RecordFolder record{folder.path() / "record"};
    SetupSealOptions options{record.path(), folder.path() / "board.key"};

    Unsealed() {
        SmallElection(record.path(), voting_manifest()).hold_ceremony();
        const auto voters = folder.path() / "voters.csv";
        must(write_file(voters, bytes_of("a,north\n")));
        must(credentials_issue({record.path(), voters, folder.path() / "codes.csv", {}, true},
                               system_random(), captured.console));
        captured.take_out();
    }

    Outcome seal() { return setup_seal(options, system_random(), captured.console); }
};

} // namespace

TEST_CASE("seal fixes the four files and opens the empty board") {
    Unsealed unsealed;
    unsealed.captured.console.set_facts(Facts::json);
    REQUIRE(unsealed.seal());
    const auto facts = nlohmann::json::parse(unsealed.captured.take_out());
    const auto record = must(OpenRecord::open(unsealed.record));
    CHECK(facts["fingerprint"] == hex_encode(record.election.fingerprint()));
    CHECK(facts["spoken"] == spoken_fingerprint(record.election.fingerprint()));
    const auto log = must(record.open_log());
    CHECK(log.size() == 0);
    CHECK(log.checkpoint().origin() == "evote/voting");

    struct stat key {};

    REQUIRE(::stat(unsealed.options.key.c_str(), &key) == 0);
    CHECK((key.st_mode & 0777U) == 0600);
}

TEST_CASE("attack 52 finding 14 the key of the board is kept out of the record") {
    Unsealed unsealed;
    std::filesystem::create_directory_symlink(unsealed.record.path(),
                                              unsealed.folder.path() / "link");
    for (const auto& key :
         {unsealed.record.path() / "board.key", unsealed.folder.path() / "link" / "board.key"}) {
        unsealed.options.key = key;
        CHECK(unsealed.seal().error().code == ErrorCode::in_record);
        CHECK_FALSE(file_exists(key));
    }
    CHECK_FALSE(file_exists(unsealed.record.board()));
}

TEST_CASE("attack 52 finding 14 a board is not opened through a link") {
    Unsealed unsealed;
    const auto elsewhere = unsealed.folder.path() / "elsewhere";
    std::filesystem::create_directory(elsewhere);
    std::filesystem::create_directory_symlink(elsewhere, unsealed.record.log());
    const auto outcome = unsealed.seal();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::not_a_file);
    CHECK(std::filesystem::is_empty(elsewhere));
}

TEST_CASE("seal says what is missing and what makes it") {
    Unsealed unsealed;
    for (const auto& [path, command] :
         {std::pair{unsealed.record.roll(), "evote-credentials issue"},
          std::pair{unsealed.record.keys(), "evote-ceremony finish"},
          std::pair{unsealed.record.manifest(), "evote-setup new"}}) {
        std::filesystem::remove(path);
        const auto outcome = unsealed.seal();
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == ErrorCode::step_missing);
        CHECK(outcome.error().file == path.string());
        CHECK(outcome.error().message.english().find(command) != std::string::npos);
    }
    CHECK_FALSE(file_exists(unsealed.options.key));
}

TEST_CASE("attack 55 witnesses that cannot be ones are refused before anything is sealed") {
    Unsealed unsealed;
    const auto key = [](const std::string& name, std::uint8_t seed) {
        return Cosigner(name, SigningKey(Secret<ByteArray<32>>(ByteArray<32>{seed}))).verifier();
    };
    const auto keys = must(read_keys(unsealed.record, must(read_manifest(unsealed.record))));
    const auto trustee = must(VerifierKey::parse(keys.trustee(1).signer));
    const auto with = [&](std::vector<std::string> witnesses, std::optional<std::uint64_t> quorum) {
        unsealed.options.witnesses = std::move(witnesses);
        unsealed.options.quorum = quorum;
        const auto outcome = unsealed.seal();
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == ErrorCode::usage);
        CHECK_FALSE(file_exists(unsealed.record.board()));
        return outcome.error().english();
    };
    const std::string one = key("w1", 1).text();
    const std::string two = key("w2", 2).text();
    CHECK(with({one}, {}) == "--witness and --quorum are given together");
    CHECK(with({}, 1) == "--witness and --quorum are given together");
    CHECK(contains(with({one, two}, 1), "must be from 2 to 2, not 1"));
    CHECK(contains(with({one, two}, 3), "must be from 2 to 2, not 3"));
    CHECK(contains(with({one, one}, 2), "two witnesses have the same name"));
    CHECK(contains(with({one, trustee.text()}, 2), "not the key of a witness"));
    CHECK(contains(with({one, key(trustee.name(), 2).text()}, 2), trustee.name()));
    CHECK(contains(with({one, CosignerKey("w2", trustee.key()).text()}, 2), trustee.name()));
    CHECK(contains(with({key("evote/voting", 1).text()}, 1), "evote/voting"));

    unsealed.captured.take_talk();
    unsealed.options.witnesses = {one, two};
    unsealed.options.quorum = 2;
    REQUIRE(unsealed.seal());
    CHECK(contains(unsealed.captured.take_talk(), "a single one who is absent stops the count"));
    const auto record = must(OpenRecord::open(unsealed.record));
    REQUIRE(record.board.witnesses);
    CHECK(record.board.witnesses->quorum() == 2);
    CHECK(record.board.witnesses->keys()[1].text() == two);

    // A trustee as a witness is damage, whoever wrote it.
    const auto other = BoardFile::of(record.board.key,
                                     must(WitnessPolicy::of(1, {CosignerKey("w", trustee.key())})));
    must(write_file(unsealed.record.board(), other.file, Existing::replace));
    const auto file =
        ElectionFile::of(record.manifest().hash(), keys.hash(), record.roll.hash(), other.hash());
    must(write_file(unsealed.record.election(), file.write(), Existing::replace));
    const auto damaged = OpenRecord::open(unsealed.record);
    REQUIRE_FALSE(damaged);
    CHECK(damaged.error().code == ErrorCode::damaged);
    CHECK(damaged.error().file == unsealed.record.board().string());
}

TEST_CASE("attack 26 an election is sealed once") {
    Unsealed unsealed;
    REQUIRE(unsealed.seal());
    const auto before = must(read_file(unsealed.record.election()));
    CHECK(unsealed.seal().error().code == ErrorCode::already_sealed);
    CHECK(must(read_file(unsealed.record.election())) == before);

    // Whoever opens the record notices a roll that was changed after the seal.
    must(write_file(unsealed.record.roll(), bytes_of("credential,district,weight\n"),
                    Existing::replace));
    CHECK(OpenRecord::open(unsealed.record).error().code == ErrorCode::changed);
}

TEST_CASE("seal goes on where an interrupted one stopped") {
    Unsealed unsealed;
    REQUIRE(unsealed.seal());
    const auto sealed = must(read_file(unsealed.record.election()));
    std::filesystem::remove(unsealed.record.election());
    REQUIRE(unsealed.seal());
    CHECK(must(read_file(unsealed.record.election())) == sealed);

    std::filesystem::remove(unsealed.record.election());
    std::filesystem::remove_all(unsealed.record.log());
    REQUIRE(unsealed.seal());
    CHECK(must(read_file(unsealed.record.election())) == sealed);
}

TEST_CASE("finding 15 seal makes what the key remembers and says that both need copies") {
    Unsealed unsealed;
    REQUIRE(unsealed.seal());
    auto memory = unsealed.options.key;
    memory += ".memory";
    const auto text = must(read_file(memory));
    const auto fingerprint = must(OpenRecord::open(unsealed.record)).election.fingerprint();
    CHECK(text_of(text).find("\nelection " + hex_encode(fingerprint) + "\nsize 0\n") !=
          std::string_view::npos);
    const std::string talk = unsealed.captured.take_talk();
    CHECK(contains(talk, "Keep a copy of " + unsealed.options.key.string() + " and of " +
                             memory.string() + " in a safe place"));
    CHECK(contains(talk, "the election would be lost"));
}

TEST_CASE("finding 4 the board's key is for one fingerprint") {
    Unsealed unsealed;
    REQUIRE(unsealed.seal());
    std::filesystem::remove(unsealed.record.election());
    const auto voters = unsealed.folder.path() / "others.csv";
    must(write_file(voters, bytes_of("a,south\n")));
    std::filesystem::remove(unsealed.record.roll());
    must(credentials_issue(
        {unsealed.record.path(), voters, unsealed.folder.path() / "more.csv", {}, true},
        system_random(), unsealed.captured.console));
    CHECK(unsealed.seal().error().code == ErrorCode::wrong_election);
    CHECK_FALSE(file_exists(unsealed.record.election()));
}

TEST_CASE("seal refuses a board that is in use and a key that is another board's") {
    Unsealed unsealed;
    REQUIRE(unsealed.seal());
    std::filesystem::remove(unsealed.record.election());
    const auto other = unsealed.folder.path() / "other.key";
    const NoteSigner signer("evote/other", SigningKey::generate(system_random()));
    must(write_file(other, signer.text().expose()));
    CHECK(setup_seal({unsealed.record.path(), other}, system_random(), unsealed.captured.console)
              .error()
              .message.english() == "this is the key of another board: evote/other");
    // A new key would make it a different board.
    const auto fresh = unsealed.folder.path() / "fresh.key";
    CHECK(setup_seal({unsealed.record.path(), fresh}, system_random(), unsealed.captured.console)
              .error()
              .file == unsealed.record.board().string());
}

TEST_CASE("a damaged key of the board is refused") {
    Unsealed unsealed;
    must(write_file(unsealed.options.key, bytes_of("PRIVATE+KEY+evote/voting+00000000+AAAA\n")));
    const auto outcome = unsealed.seal();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::malformed);
    CHECK(outcome.error().file == unsealed.options.key.string());
    CHECK_FALSE(file_exists(unsealed.record.board()));
}

TEST_CASE("a full disk stops the seal and a later one completes it") {
    Unsealed unsealed;
    {
        // Room for the key, not for board.json.
        const FileSizeLimit limit(100);
        CHECK(unsealed.seal().error().code == ErrorCode::system);
        CHECK_FALSE(file_exists(unsealed.record.election()));
    }
    CHECK(unsealed.seal());
}

TEST_CASE("attack 52 finding 14 the key of the board is not used from inside the record") {
    Voting voting;
    const auto inside = voting.record.path() / "board.key";
    std::filesystem::copy(voting.path("board.key"), inside);
    std::filesystem::create_symlink(inside, voting.path("link"));
    REQUIRE(voting.vote("a", "mayor: asan\nlist:\n", "ballot"));
    for (const auto& key : {inside, voting.path("link")}) {
        CHECK(board_append({voting.record.path(), {voting.path("ballot")}, key, {}},
                           system_random(), voting.console())
                  .error()
                  .code == ErrorCode::in_record);
        CHECK(voting.close({voting.record.path(), key, {}, Consent::given}).error().code ==
              ErrorCode::in_record);
    }
    CHECK(voting.log().size() == 0);
    std::filesystem::permissions(voting.path("board.key"), std::filesystem::perms(0640));
    std::filesystem::remove(inside);
    voting.captured.take_talk();
    REQUIRE(voting.append({"ballot"}));
    CHECK(contains(voting.captured.take_talk(), "Mend it with: chmod 600"));
}

// SPDX-License-Identifier: Apache-2.0
// Sealed ground and the announced fingerprint, at every command that needs them.
#include "app/aggregate.h"
#include "app/decrypt.h"
#include "app/verify.h"
#include "app/voting.h"
#include "record/trustee_files.h"
#include "support/damage.h"

using namespace evote;

namespace fs = std::filesystem;

namespace {

constexpr const char* choice = "mayor: asan\n";

// An election with two ballots on its board, a prepared one, an opening and a receipt.
struct Ground : Voting {
    std::string audited;

    Ground() {
        console().set_facts(Facts::json);
        must(vote("c", choice, "1"));
        must(board_append({record.path(), {path("1")}, path("board.key"), path("receipts")},
                          system_random(), console()));
        must(cast_prepare(options("d", choice), path("audited"), system_random(), console()));
        captured.take_out();
        must(cast_audit({path("audited"), path("opening")}, console()));
        audited = facts()["tracker"];
        must(cast_prepare(options("d", choice), path("state"), system_random(), console()));
        must(vote("d", choice, "2"));
        captured.take_out();
    }

    fs::path receipt() const { return fs::directory_iterator(path("receipts"))->path(); }

    Digest32 fingerprint() const { return must(read_election(record)).fingerprint; }

    CastOptions cast_options(const Anchor& anchor) const {
        auto out = options("c", choice);
        out.anchor = anchor;
        return out;
    }

    // What each command says of itself with this anchor: the code of its last error, or "done".
    std::map<std::string, std::string> say_all(const Anchor& anchor) {
        std::map<std::string, std::string> out;
        const auto run = [&](const std::string& name, auto command) {
            const Status status = command();
            const auto said = facts();
            out[name] = status == Status::done
                            ? "done"
                            : said["errors"].back()["code"].template get<std::string>();
            fingerprint_checked[name] =
                said.contains("fingerprint_checked") && said["fingerprint_checked"];
        };
        Console& to = console();
        run("prepare", [&] {
            return to.end(cast_prepare(cast_options(anchor), path("state-2"), system_random(), to));
        });
        run("vote", [&] {
            return to.end(cast_vote(cast_options(anchor), path("3"), system_random(), to));
        });
        run("cast", [&] {
            return to.end(cast_cast({path("state"), path("cast"), anchor}, system_random(), to));
        });
        run("audit", [&] {
            return to.end(cast_audit({path("state"), path("opening-2"), anchor}, to));
        });
        run("append", [&] {
            return to.end(board_append({record.path(), {path("2")}, path("board.key"), {}, anchor},
                                       system_random(), to));
        });
        run("check-receipt", [&] {
            return to.end(board_check_receipt({record.path(), receipt(), anchor}, to));
        });
        run("opening", [&] {
            return verify_opening({record.path(), path("opening"), audited, anchor}, to);
        });
        run("close", [&] {
            return to.end(board_close({record.path(), path("board.key"), anchor, Consent::given},
                                      system_random(), to));
        });
        run("aggregate", [&] { return aggregate({record.path(), anchor}, to); });
        run("combine", [&] { return decrypt_combine({record.path(), anchor}, to); });
        return out;
    }

    std::map<std::string, bool> fingerprint_checked;
};

const std::vector<std::string> all_commands{"prepare",       "vote",    "cast",  "audit",
                                            "append",        "opening", "close", "aggregate",
                                            "check-receipt", "combine"};

void check_all_say(Ground& ground, const Anchor& anchor, const std::string& code) {
    const auto size = ground.log().size();
    const auto said = ground.say_all(anchor);
    for (const auto& command : all_commands) {
        INFO(command);
        CHECK(said.at(command) == code);
    }
    CHECK(ground.log().size() == size);
    for (const auto* made : {"state-2", "3", "cast", "opening-2"})
        CHECK_FALSE(file_exists(ground.path(made)));
    CHECK_FALSE(file_exists(ground.record.tally()));
    CHECK_FALSE(file_exists(ground.record.closed()));
}

} // namespace

TEST_CASE("finding 3 without seals nothing is encrypted or taken in or added up") {
    Ground ground;
    fs::remove(ground.record.note("seal", 1));
    check_all_say(ground, Anchor(), "not-sealed");
}

TEST_CASE("attack 40 seals by others do not make the ground sealed") {
    Ground ground;
    const auto seal = ground.record.note("seal", 1);
    const Digest32 fingerprint = ground.fingerprint();
    const auto& manifest = ground.election->manifest();
    const NoteSigner stranger(trustee_key_name(manifest, 1), SigningKey::generate(system_random()));
    const auto put = [&](const Digest32& sealed, const NoteSigner& signer) {
        Note note(SealNote{sealed}.text(manifest));
        note.sign(signer);
        must(write_file(seal, note.encode(), Existing::replace));
    };
    put(fingerprint, stranger);
    check_all_say(ground, Anchor(), "not-sealed");
    put(Digest32{1}, ground.election->secret(1).signer());
    check_all_say(ground, Anchor(), "not-sealed");
    // The trustee's own line, but over another text.
    Note note(SealNote{fingerprint}.text(manifest));
    note.sign(stranger);
    Note other(SealNote{Digest32{1}}.text(manifest));
    other.sign(ground.election->secret(1).signer());
    auto bytes = to_string(note.encode());
    const auto line = to_string(other.encode());
    bytes += line.substr(line.rfind("— "));
    must(write_file(seal, bytes_of(bytes), Existing::replace));
    check_all_say(ground, Anchor(), "not-sealed");
}

TEST_CASE("finding 3 another fingerprint than the announced one stops every command") {
    Ground ground;
    check_all_say(ground, announced(std::string(64, '0')), "wrong-fingerprint");
    check_all_say(ground, announced(std::string(40, '0')), "wrong-fingerprint");
    for (const auto& command : all_commands)
        CHECK_FALSE(ground.fingerprint_checked.at(command));
}

TEST_CASE("attack 40 replaced keys and signers and seals have another fingerprint") {
    Ground ground;
    const auto given = announced(hex_encode(ground.fingerprint()));
    // An outsider holds a ceremony of their own for this manifest, and seals what comes out.
    const TemporaryFolder elsewhere;
    SmallElection forged(elsewhere.path(), voting_manifest(), "outsider");
    forged.hold_ceremony();
    forged.seal(std::vector<SmallVoter>(2));
    for (const auto* name : {"keys.json", "roll.csv", "board.json", "election.json"})
        fs::copy_file(forged.folder().path() / name, ground.record.path() / name,
                      fs::copy_options::overwrite_existing);
    fs::remove_all(ground.record.ceremony());
    fs::copy(forged.folder().ceremony(), ground.record.ceremony());
    const auto said = ground.say_all(given);
    for (const auto& command : all_commands)
        CHECK(said.at(command) == "wrong-fingerprint");
}

TEST_CASE("the announced fingerprint is accepted in both forms and said to be unchecked without") {
    for (const bool given : {true, false}) {
        Ground ground;
        const auto spoken = spoken_fingerprint(ground.fingerprint());
        ground.captured.take_talk();
        const auto said = ground.say_all(given ? announced(spoken) : Anchor());
        for (const auto* command : {"prepare", "vote", "cast", "append", "check-receipt", "opening",
                                    "close", "aggregate"}) {
            INFO(command);
            CHECK(said.at(command) == "done");
            CHECK(ground.fingerprint_checked.at(command) == given);
        }
        const auto talk = ground.captured.take_talk();
        std::size_t times = 0;
        constexpr std::string_view said_once = "The fingerprint was NOT CHECKED";
        for (auto at = talk.find(said_once); at != std::string::npos;
             at = talk.find(said_once, at + 1))
            ++times;
        // Of the audit there was nothing left to do: the prepared ballot had been cast.
        CHECK(times == (given ? 0 : all_commands.size() - 1));
    }
}

TEST_CASE("attack 45 a record swapped between preparing and casting is noticed") {
    Ground ground;
    const auto roll = must(read_file(ground.record.roll()));
    const auto file = must(read_file(ground.record.election()));
    must(write_file(ground.record.roll(), ByteView(roll).first(roll.size() - 73),
                    Existing::replace));
    for (const auto* made : {"cast", "opening-2"})
        CHECK_FALSE(file_exists(ground.path(made)));
    // Swapped without new hashes, with them, and with new seals too.
    const auto try_all = [&](ErrorCode code) {
        CHECK(cast_cast({ground.path("state"), ground.path("cast")}, system_random(),
                        ground.console())
                  .error()
                  .code == code);
        CHECK(cast_audit({ground.path("state"), ground.path("opening-2")}, ground.console())
                  .error()
                  .code == code);
    };
    try_all(ErrorCode::changed);
    const auto old = must(read_election(ground.record));
    const auto swapped = ElectionFile::of(old.manifest, old.keys,
                                          sha256(must(read_file(ground.record.roll()))), old.board);
    must(write_file(ground.record.election(), swapped.write(), Existing::replace));
    try_all(ErrorCode::not_sealed);
    fs::remove(ground.record.note("seal", 1));
    ground.election->put_seals();
    try_all(ErrorCode::wrong_election);
    // Swapped back, nothing was lost.
    must(write_file(ground.record.roll(), roll, Existing::replace));
    must(write_file(ground.record.election(), file, Existing::replace));
    fs::remove(ground.record.note("seal", 1));
    ground.election->put_seals();
    CHECK(
        cast_cast({ground.path("state"), ground.path("cast")}, system_random(), ground.console()));
}

TEST_CASE("finding 10 a receipt is not tied to an election whose files are missing") {
    Ground ground;
    const auto given = announced(hex_encode(ground.fingerprint()));
    const auto check = [&](const Anchor& anchor) {
        const auto outcome =
            board_check_receipt({ground.record.path(), ground.receipt(), anchor}, ground.console());
        return outcome ? std::string_view("done") : error_name(outcome.error().code);
    };
    CHECK(check(given) == "done");
    for (const auto& missing :
         {ground.record.keys(), ground.record.roll(), ground.record.election()}) {
        fs::rename(missing, ground.path("away"));
        CHECK(check(given) == "not-checked");
        CHECK(check(Anchor()) == "not-checked");
        fs::rename(ground.path("away"), missing);
    }
}

TEST_CASE("attack 49 an empty fingerprint is none") {
    for (const auto* text : {"", " ", "-", "0"})
        CHECK(StatedFingerprint::parse(text).error().code == ErrorCode::usage);
}

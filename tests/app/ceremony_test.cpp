// SPDX-License-Identifier: Apache-2.0
// Whole ceremonies by the commands, each trustee on its own machine.
#include "app/ceremony_machines.h"
#include "base/text.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <filesystem>

using namespace evote;
namespace fs = std::filesystem;

TEST_CASE("a ceremony of one three or five trustees by commands") {
    for (const auto& [count, threshold] : {std::pair{1U, 1U}, {3U, 2U}, {5U, 3U}}) {
        Machines machines(count, threshold);
        machines.everybody(&Machine::join);
        machines.everybody(&Machine::deal);
        machines.everybody(&Machine::check);
        machines.everybody(&Machine::finish);
        const auto keys = machines.at(1).file("keys.json");
        for (unsigned i = 2; i <= count; ++i)
            CHECK(machines.at(i).file("keys.json") == keys);
        machines.open_election();
        machines.everybody(&Machine::seal);
        const auto manifest = parsed_manifest(to_string(machines.at(1).file("manifest.json")));
        const auto public_keys = must(PublicKeys::parse(keys, manifest));
        for (unsigned i = 1; i <= count; ++i) {
            const auto secret = machines.at(i).secret();
            CHECK(secret.can_decrypt(public_keys));
            CHECK_FALSE(secret.polynomials().has_value());
        }
    }
}

TEST_CASE("attack 17 all trustees are shown one transcript to read aloud") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    machines.everybody(&Machine::deal);
    machines.everybody(&Machine::check);
    const auto said = [&](unsigned trustee) {
        REQUIRE(machines.at(trustee).check() == Status::done); // again, to see its output
        const std::string out = machines.at(trustee).out();
        return out.substr(out.find("Transcript:"));
    };
    const auto transcript = said(1);
    CHECK(transcript.size() > 64 + 48);
    CHECK(said(2) == transcript);
    CHECK(said(3) == transcript);
    CHECK(machines.at(1).finish() == Status::done);
    CHECK(machines.at(1).out().ends_with(transcript));
}

TEST_CASE("every command can be repeated and makes the same files") {
    Machines machines(3, 2);
    Machine& first = machines.at(1);
    const auto check_repeats = [&](Status (Machine::*step)(), const std::string& note) {
        REQUIRE((first.*step)() == Status::done);
        const auto made = first.file(note);
        CHECK((first.*step)() == Status::done);
        CHECK(first.file(note) == made);
        // The same when the note is lost, as on another machine.
        fs::remove(first.folder() / note);
        CHECK((first.*step)() == Status::done);
        CHECK(first.file(note) == made);
    };
    check_repeats(&Machine::join, "ceremony/join-1.note");
    machines.everybody(&Machine::join);
    check_repeats(&Machine::deal, "ceremony/deal-1.note");
    machines.everybody(&Machine::deal);
    check_repeats(&Machine::check, "ceremony/check-1.note");
    machines.everybody(&Machine::check);
    check_repeats(&Machine::finish, "keys.json");
    machines.everybody(&Machine::finish);
    machines.open_election();
    check_repeats(&Machine::seal, "ceremony/seal-1.note");
}

TEST_CASE("a ceremony continues at every step from the files alone") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    machines.move(2);
    machines.everybody(&Machine::deal);
    machines.move(2);
    machines.everybody(&Machine::check);
    machines.move(2);
    machines.everybody(&Machine::finish);
    machines.open_election();
    machines.move(2);
    machines.everybody(&Machine::seal);
}

TEST_CASE("a note lost before it was passed on is restored by the next command") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    machines.everybody(&Machine::deal);
    Machine& first = machines.at(1);
    const auto made = first.file("ceremony/deal-1.note");
    fs::remove(first.folder() / "ceremony/deal-1.note");
    CHECK(first.check() == Status::done);
    CHECK(first.file("ceremony/deal-1.note") == made);
}

TEST_CASE("attack 38 the oldest copy of a secret file suffices and makes no second notes") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    Machine& first = machines.at(1);
    const auto copy = must(read_file(first.secret_file()));
    const auto restore = [&] { must(write_file(first.secret_file(), copy, Existing::replace)); };
    machines.everybody(&Machine::deal);
    const auto deal = first.file("ceremony/deal-1.note");
    restore();
    CHECK(first.deal() == Status::done);
    CHECK(first.file("ceremony/deal-1.note") == deal);
    machines.everybody(&Machine::check);
    const auto check = first.file("ceremony/check-1.note");
    restore();
    CHECK(first.check() == Status::done);
    CHECK(first.file("ceremony/check-1.note") == check);
    machines.everybody(&Machine::finish);
    machines.open_election();
    restore();
    // The record of another trustee restores the notes as well.
    fs::remove(first.folder() / "ceremony/deal-1.note");
    CHECK(first.collect(machines.at(2).folder()) == Status::done);
    CHECK(first.seal() == Status::done);
    const auto manifest = parsed_manifest(to_string(first.file("manifest.json")));
    CHECK(first.secret().can_decrypt(must(PublicKeys::parse(first.file("keys.json"), manifest))));
}

TEST_CASE("commands in the wrong order say what is missing and whom to ask") {
    Machines machines(3, 2);
    CHECK(machines.at(1).deal() == Status::refused); // no secret file yet
    CHECK(machines.at(1).join() == Status::done);
    CHECK(machines.at(1).deal() == Status::refused);
    CHECK(machines.at(1).talk() == "trustee 2 has not joined yet; ask for join-2.note, then run "
                                   "evote-ceremony collect\n");
    machines.everybody(&Machine::join);
    CHECK(machines.at(1).check() == Status::refused);
    CHECK(machines.at(1).talk() == "trustee 1 has not dealt yet; ask for deal-1.note, then run "
                                   "evote-ceremony collect\n");
    CHECK(machines.at(1).finish() == Status::refused);
    machines.everybody(&Machine::deal);
    CHECK(machines.at(1).answer() == Status::refused);
    CHECK(machines.at(1).talk() == "trustee 1 has not checked its shares yet; ask for "
                                   "check-1.note, then run evote-ceremony collect\n");
    machines.everybody(&Machine::check);
    CHECK(machines.at(1).answer() == Status::done);
    CHECK(machines.at(1).out() ==
          "Nobody has complained about trustee 1: there is nothing to answer.\n");
    CHECK(machines.at(1).seal() == Status::refused); // no keys.json, no election yet
}

TEST_CASE("joining with a wrong number or name is refused") {
    Machines machines(3, 2);
    Machine& first = machines.at(1);
    CHECK(first.join_as(0, "A") == Status::refused);
    CHECK(first.join_as(4, "A") == Status::refused);
    CHECK(first.talk() == "this election has trustees 1 to 3, not 4\n");
    CHECK(first.join_as(1, "") == Status::refused);
    CHECK(first.join_as(1, "a\u202eb") == Status::refused);
    CHECK(first.join_as(1, std::string(129, 'a')) == Status::refused);
    CHECK_FALSE(fs::exists(first.secret_file()));
    CHECK(first.join_as(1, "Айбек") == Status::done);
    CHECK(first.join_as(1, "Айбак") == Status::refused);
    CHECK(first.talk().ends_with("this is the secret file of trustee 1, Айбек\n"));
    CHECK(first.join_as(2, "Айбек") == Status::refused);
    // Another secret for the same seat.
    fs::rename(first.secret_file(), first.secret_file().string() + ".away");
    CHECK(first.join_as(1, "Айбек") == Status::refused);
    CHECK_FALSE(fs::exists(first.secret_file()));
}

TEST_CASE("a wrong passphrase is refused and changes nothing") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    Machine& first = machines.at(1);
    first.set_passphrase("wrong");
    CHECK(first.deal() == Status::refused);
    CHECK(first.talk().find("secret.age") != std::string::npos);
    CHECK_FALSE(fs::exists(first.folder() / "ceremony/deal-1.note"));
    first.set_passphrase("right");
    CHECK(first.deal() == Status::done);
}

TEST_CASE("a folder without a manifest is refused") {
    Machines machines(3, 2);
    fs::remove(machines.at(1).folder() / "manifest.json");
    CHECK(machines.at(1).join() == Status::refused);
    CHECK(machines.at(1).finish() == Status::refused);
}

TEST_CASE("attack 17 a note of one's own that was replaced is noticed") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    machines.everybody(&Machine::deal);
    Machine& first = machines.at(1);
    fs::copy_file(first.folder() / "ceremony/deal-2.note", first.folder() / "ceremony/deal-1.note",
                  fs::copy_options::overwrite_existing);
    CHECK(first.check() == Status::invalid);
    CHECK(
        first.talk().ends_with("this is not the note that trustee 1 made with this secret file\n"));
}

TEST_CASE("attack 17 a check is not repeated over other notes") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    machines.everybody(&Machine::deal);
    machines.everybody(&Machine::check);
    Machine& first = machines.at(1);
    // Trustee 2 signs another deal note and puts it into the record of trustee 1.
    machines.at(2).sign_again("deal", first.folder());
    CHECK(first.check() == Status::invalid);
    CHECK(first.talk() == "the notes of rounds 1 and 2 are not those that trustee 1 has checked\n");
}

TEST_CASE("attack 15 a bad share is complained about and answered by commands") {
    Machines machines(3, 2);
    machines.everybody(&Machine::join);
    machines.spoil_share_of_2_to_1();
    machines.everybody(&Machine::deal);
    CHECK(machines.at(1).check() == Status::invalid);
    CHECK(machines.at(1).out().find("The share from trustee 2 is bad.") != std::string::npos);
    CHECK(machines.at(1).check() == Status::invalid);
    CHECK(machines.at(2).check() == Status::done);
    CHECK(machines.at(3).check() == Status::done);
    machines.collect_all();
    CHECK(machines.at(1).finish() == Status::refused);
    CHECK(machines.at(1).talk() == "trustee 2 has not answered the complaint of trustee 1\n");
    CHECK(machines.at(2).answer() == Status::done);
    const auto made = machines.at(2).file("ceremony/answer-2.note");
    CHECK(machines.at(2).answer() == Status::done);
    CHECK(machines.at(2).file("ceremony/answer-2.note") == made);
    machines.collect_all();
    CHECK(machines.at(1).check() == Status::done); // takes the published share
    machines.everybody(&Machine::finish);
    machines.open_election();
    machines.everybody(&Machine::seal);
}

TEST_CASE("collecting reports what became of each note") {
    Machines machines(3, 2);
    CHECK(machines.at(1).join() == Status::done);
    CHECK(machines.at(2).join() == Status::done);
    Machine& first = machines.at(1);
    CHECK(first.collect(machines.at(2).folder()) == Status::done);
    CHECK(first.out() == "join-2.note: added\n");
    CHECK(first.collect(machines.at(2).folder()) == Status::done);
    CHECK(first.out() == "join-2.note: already in the record\n");
    const TemporaryFolder empty;
    CHECK(first.collect(empty.path()) == Status::refused);
    CHECK(first.talk().find("there is no note of a key ceremony here") != std::string::npos);
    must(write_file(empty.path() / "a.note", bytes_of("junk")));
    CHECK(first.collect(empty.path()) == Status::malformed);
    CHECK(first.collect(empty.path() / "none") == Status::refused);
    machines.everybody(&Machine::join);
    machines.everybody(&Machine::deal);
    machines.at(2).sign_again("deal", empty.path());
    CHECK(first.collect(empty.path()) == Status::invalid);
    CHECK(first.out().find("kept as evidence in") != std::string::npos);
    CHECK(first.check() == Status::invalid);
    CHECK(first.talk().find("the ceremony has failed: trustee 2") != std::string::npos);
}

TEST_CASE("facts of the ceremony for programs") {
    Machines machines(1, 1);
    Machine& only = machines.at(1);
    only.console().set_facts(Facts::json);
    CHECK(only.join() == Status::done);
    CHECK(nlohmann::json::parse(only.out())["trustee"] == 1);
    CHECK(only.deal() == Status::done);
    CHECK(only.check() == Status::done);
    const auto check = nlohmann::json::parse(only.out());
    CHECK(check["accused"].empty());
    CHECK(check["share"] == true);
    CHECK(only.finish() == Status::done);
    const auto finish = nlohmann::json::parse(only.out());
    CHECK(finish["transcript"] == check["transcript"]);
    CHECK(finish["spoken"].get<std::string>().size() == 47);
}

TEST_CASE("attack 52 finding 14 secret files and passphrases are kept out of the record") {
    Machines machines(1, 1);
    Machine& machine = machines.at(1);
    auto secret = machine.secret_options();
    secret.file = machine.folder() / "secret.age";
    CHECK(machine.join_with(1, "Name 1", secret) == Status::refused);
    CHECK(contains(machine.talk(), "this file is private"));
    CHECK_FALSE(fs::exists(secret.file));
    REQUIRE(machine.join() == Status::done);
    secret = machine.secret_options();
    secret.passphrase.file = machine.folder() / "passphrase";
    fs::copy_file(machine.secret_options().passphrase.file, secret.passphrase.file);
    CHECK(ceremony_deal({machine.folder(), secret}, machine.console()) == Status::refused);
    fs::create_symlink(secret.passphrase.file, machine.folder() / ".." / "link");
    secret.passphrase.file = machine.folder() / ".." / "link";
    CHECK(ceremony_deal({machine.folder(), secret}, machine.console()) == Status::refused);
    CHECK_FALSE(fs::exists(machine.folder() / "ceremony" / "deal-1.note"));
}

TEST_CASE("attack 52 finding 14 notes are not written through a link") {
    Machines machines(1, 1);
    Machine& machine = machines.at(1);
    const auto elsewhere = machine.folder().parent_path() / "elsewhere";
    fs::create_directory(elsewhere);
    fs::create_directory_symlink(elsewhere, machine.folder() / "ceremony");
    CHECK(machine.join() == Status::refused);
    CHECK(contains(machine.talk(), "this is not a folder but a link or something else"));
    CHECK(fs::is_empty(elsewhere));
}

TEST_CASE("attack 51 finding 17 a trustee is known by one form of its name") {
    Machines machines(1, 1);
    Machine& machine = machines.at(1);
    REQUIRE(machine.join_as(1, "\u0418\u0306лдыз") == Status::done);
    CHECK(machine.secret().name() == "\u0419лдыз");
    CHECK(machine.join_as(1, "\u0419лдыз") == Status::done);
    CHECK(machine.join_as(1, "\u0418\u0306лдыз") == Status::done);
}

TEST_CASE("finding 17 a passphrase can be changed and the file keeps what it remembers") {
    Machines machines(1, 1);
    Machine& machine = machines.at(1);
    REQUIRE(machine.join() == Status::done);
    const auto note = to_bytes(machine.secret().note(CeremonyRound::join));
    const auto file = must(read_file(machine.secret_file()));
    const auto change = [&](const std::string& old, const std::string& chosen) {
        machine.person().answers = {old, chosen, chosen};
        return ceremony_passphrase({{machine.secret_file(), {}, Machine::quick}, {}},
                                   machine.console());
    };
    CHECK(change("wrong", "another passphrase") == Status::refused);
    CHECK(must(read_file(machine.secret_file())) == file);
    REQUIRE(change("right", "и\u0306ной пароль тут") == Status::done);
    machine.set_passphrase("right");
    CHECK(machine.deal() == Status::refused);
    machine.set_passphrase("\u0439ной пароль тут");
    CHECK(to_bytes(machine.secret().note(CeremonyRound::join)) == note);
    CHECK(machine.deal() == Status::done);

    struct stat facts {};

    REQUIRE(::stat(machine.secret_file().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600);
}

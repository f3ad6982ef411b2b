// SPDX-License-Identifier: Apache-2.0
#include "app/ceremony_machines.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// Three trustees who have keys and an election to seal.
struct ReadyToSeal : Machines {
    ReadyToSeal() : Machines(3, 2) {
        everybody(&Machine::join);
        everybody(&Machine::deal);
        everybody(&Machine::check);
        everybody(&Machine::finish);
        open_election();
    }
};

} // namespace

TEST_CASE("sealing shows what is sealed and asks") {
    ReadyToSeal machines;
    Machine& first = machines.at(1);
    first.person().answers = {"no"};
    CHECK(first.seal_by(Consent::ask) == Status::refused);
    const auto shown = first.out();
    CHECK(shown.find("Election small: Small\n") != std::string::npos);
    CHECK(shown.find("District D (d): 2 voters\n") != std::string::npos);
    CHECK(shown.find("Trustee 2: Name 2\n") != std::string::npos);
    CHECK(shown.find("2 of 3 trustees can decrypt the result together\n") != std::string::npos);
    CHECK(shown.find("Fingerprint: ") != std::string::npos);
    CHECK(shown.find("Read aloud: ") != std::string::npos);
    CHECK_FALSE(fs::exists(first.folder() / "ceremony/seal-1.note"));
    CHECK(first.seal_by(Consent::ask) == Status::refused); // nobody there
    first.person().answers = {"yes"};
    CHECK(first.seal_by(Consent::ask) == Status::done);
    CHECK(fs::exists(first.folder() / "ceremony/seal-1.note"));
    first.person().answers.clear();
    CHECK(first.seal_by(Consent::ask) == Status::done); // it is signed already
}

TEST_CASE("a seal is a note of two lines under the trustee's key") {
    ReadyToSeal machines;
    CHECK(machines.at(2).seal() == Status::done);
    const auto record = machines.at(2).record();
    const auto notes = must(CeremonyNotes::read(record.folder, record.manifest()));
    REQUIRE(notes.seal(2).has_value());
    CHECK(notes.seal(2)->body.fingerprint == record.election.fingerprint());
    CHECK(notes.seal(2)->note.signatures().at(0).name == "small/trustee-2");
}

TEST_CASE("attack 26 files that differ from election json are not sealed") {
    for (const auto* name : {"roll.csv", "keys.json", "board.json", "manifest.json"}) {
        ReadyToSeal machines;
        Machine& first = machines.at(1);
        auto bytes = first.file(name);
        bytes.insert(bytes.end() - 1, ' ');
        must(write_file(first.folder() / name, bytes, Existing::replace));
        const Status status = first.seal();
        CHECK(status != Status::done);
        CHECK_FALSE(fs::exists(first.folder() / "ceremony/seal-1.note"));
    }
}

TEST_CASE("attack 26 a roll changed together with election json has another fingerprint") {
    ReadyToSeal machines;
    CHECK(machines.at(1).seal() == Status::done);
    const auto before = machines.at(1).record().election.fingerprint();
    machines.open_election(3);
    CHECK(machines.at(1).record().election.fingerprint() != before);
    CHECK(machines.at(1).seal() == Status::refused);
    CHECK(machines.at(1).talk().ends_with("trustee 1 has signed another fingerprint already\n"));
}

TEST_CASE("keys that are not of the ceremony are not sealed") {
    ReadyToSeal machines;
    ReadyToSeal others;
    Machine& first = machines.at(1);
    fs::copy_file(others.at(1).folder() / "keys.json", first.folder() / "keys.json",
                  fs::copy_options::overwrite_existing);
    CHECK(first.finish() == Status::invalid);
    CHECK(first.talk().ends_with("these are not the keys of this ceremony\n"));
    machines.write_election(first, 2);
    CHECK(first.seal() == Status::invalid);
    CHECK(first.talk().ends_with("these are not the keys of this ceremony\n"));
}

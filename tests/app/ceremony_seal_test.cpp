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
        fs::copy_file(at(1).secret_file(), copy());
    }

    fs::path seal(unsigned by) {
        return at(1).folder() / "ceremony" / ("seal-" + std::to_string(by) + ".note");
    }

    // A copy of trustee 1's secret file, made before it sealed anything.
    fs::path copy() { return at(1).secret_file().string() + ".copy"; }
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
    first.person().answers = {"yes", first.fingerprint()};
    CHECK(first.seal_by(Consent::ask) == Status::done);
    CHECK(fs::exists(first.folder() / "ceremony/seal-1.note"));
    first.person().answers.clear();
    CHECK(first.seal_by(Consent::ask) == Status::done); // it is signed already
}

TEST_CASE("what is sealed is the same for programs in every language") {
    ReadyToSeal machines;
    const Machine& first = machines.at(1);
    std::string english;
    for (const Language language : {Language::english, Language::russian, Language::kyrgyz}) {
        CapturedConsole captured;
        captured.console.set_facts(Facts::json);
        captured.console.set_language(language);
        REQUIRE(ceremony_seal({first.folder(), first.secret_options(), Consent::given,
                               announced(first.fingerprint())},
                              captured.console) == Status::done);
        const auto facts = captured.take_out();
        CHECK(nlohmann::json::parse(facts)["title"] == nlohmann::json{{"en", "Small"}});
        if (english.empty())
            english = facts;
        CHECK(facts == english);
    }
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
    CHECK(contains(machines.at(1).talk(),
                   "trustee 1 has sealed another election, with the fingerprint " +
                       hex_encode(before)));
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

TEST_CASE("finding 8 a trustee is shown everything that the fingerprint covers") {
    ReadyToSeal machines;
    Machine& first = machines.at(1);
    REQUIRE(first.seal() == Status::done);
    const auto shown = first.out();
    for (const auto* line : {"Election small: Small\n", "Trustees: 3, of whom 2 are needed",
                             "The box is open as soon as the election is sealed\n",
                             "The box stays open until the board is closed\n", "Contest c: C\n",
                             "    a: A\n", "at most 1 of: A, B\n", "District D (d): 2 voters\n",
                             "    weights from 1 to 1, 2 in all\n",
                             "All districts: 2 voters, weights from 1 to 1, 2 in all\n"}) {
        INFO(line << "in\n" << shown);
        CHECK(contains(shown, line));
    }
    CHECK_FALSE(contains(first.talk(), "WARNING"));
}

TEST_CASE("finding 8 weights and missing voters are shown before the trustee is asked") {
    ReadyToSeal machines;
    Machine& first = machines.at(1);
    machines.write_election(first, 0);
    CHECK(first.seal_by(Consent::ask) == Status::refused); // nobody answers
    CHECK(contains(first.talk(), "WARNING: the roll is empty; nobody can vote\n"));
    auto roll = to_string(first.file("roll.csv"));
    roll += hex_encode(Ristretto255::mul_generator(Ristretto255::Scalar::from_u64(1)).encode()) +
            ",d,1000\n";
    machines.write_election(first, bytes_of(roll));
    first.person().questions.clear();
    CHECK(first.seal_by(Consent::ask) == Status::refused);
    CHECK(contains(first.out(), "    weights from 1000 to 1000, 1000 in all\n"));
    CHECK(contains(first.person().questions, "Is all of this correct"));
}

TEST_CASE("finding 8 a second fingerprint is not sealed although the notes were removed") {
    ReadyToSeal machines;
    Machine& first = machines.at(1);
    REQUIRE(first.seal() == Status::done);
    const auto sealed = first.record().election.fingerprint();
    fs::remove(machines.seal(1));
    machines.open_election(3);
    CHECK(first.seal() == Status::refused);
    CHECK(contains(first.talk(),
                   "has sealed another election, with the fingerprint " + hex_encode(sealed)));
    CHECK_FALSE(fs::exists(machines.seal(1)));
    // The first one is made again, unasked.
    machines.open_election(2);
    CHECK(first.seal_by(Consent::ask) == Status::done);
    CHECK(fs::exists(machines.seal(1)));
}

TEST_CASE("finding 8 a secret that has sealed nothing seals the announced fingerprint only") {
    ReadyToSeal machines;
    Machine& first = machines.at(1);
    const auto refused = [&](std::deque<std::string> answers) {
        first.person().answers = std::move(answers);
        const Status status = first.seal_by(Consent::ask);
        CHECK_FALSE(fs::exists(machines.seal(1)));
        CHECK_FALSE(first.secret().sealed());
        return status;
    };
    CHECK(refused({"yes"}) == Status::refused); // nobody to ask for it
    CHECK(refused({"yes", ""}) == Status::refused);
    CHECK(refused({"yes", "12345"}) == Status::refused);
    CHECK(refused({"yes", std::string(64, '0')}) == Status::invalid);
    CHECK(first.seal_by(Consent::given) == Status::refused);
    CHECK(first.seal_by(Consent::given, announced(std::string(64, '0'))) == Status::invalid);
    CHECK_FALSE(fs::exists(machines.seal(1)));
    first.person().answers = {"yes", spoken_fingerprint(first.record().election.fingerprint())};
    CHECK(first.seal_by(Consent::ask) == Status::done);
    CHECK(first.secret().sealed() == first.record().election.fingerprint());
    CHECK_FALSE(first.secret().polynomials());
}

TEST_CASE("finding 8 an old copy of a secret does not seal beside its own seal of another") {
    ReadyToSeal machines;
    Machine& first = machines.at(1);
    REQUIRE(first.seal() == Status::done);
    fs::copy_file(machines.copy(), first.secret_file(), fs::copy_options::overwrite_existing);
    machines.open_election(3);
    CHECK(first.seal() == Status::refused);
    CHECK(contains(first.talk(), "seal-1.note: trustee 1 has signed another fingerprint already"));
    // Nor under another trustee's name.
    auto note = must(Note::parse(must(read_file(machines.seal(1)))));
    note.sign(machines.at(2).secret().signer());
    must(write_file(machines.seal(2), note.encode(), Existing::replace));
    fs::remove(machines.seal(1));
    CHECK(first.seal() == Status::refused);
    CHECK(contains(first.talk(), "seal-2.note: trustee 1 has signed another fingerprint already"));
    CHECK_FALSE(first.secret().sealed());
    // Without a trace of it, the announced fingerprint is all there is.
    fs::remove(machines.seal(2));
    CHECK(first.seal() == Status::done);
}

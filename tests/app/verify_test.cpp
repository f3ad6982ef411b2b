// SPDX-License-Identifier: Apache-2.0
#include "app/aggregate.h"
#include "app/scripted_person.h"
#include "app/verify.h"
#include "base/text.h"
#include "protocol/opening.h"
#include "support/damage.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;

TEST_CASE("evote-verify says valid or what is wrong and exits accordingly") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    CapturedConsole captured;
    const auto fingerprint = hex_encode(election.record().election.fingerprint());
    CHECK(verify_record({folder.path(), announced(fingerprint)}, captured.console) == Status::done);
    const auto valid = captured.take_out();
    CHECK(contains(valid, "2 of 2 voters have a counted ballot\nC:\n    A: 2\n    B: 0\n"));
    CHECK(contains(valid, "  3.3   PASS"));
    CHECK_FALSE(contains(valid, "FAIL"));

    CHECK(verify_record({folder.path(), {}}, captured.console) == Status::incomplete);
    CHECK(contains(captured.take_out(), "  1.7   NOT CHECKED"));
    CHECK(verify_record({folder.path(), announced(std::string(64, '0'))}, captured.console) ==
          Status::invalid);
    CHECK(verify_record({{}, {}}, captured.console) == Status::refused);
    CHECK(verify_record({folder.path() / "nothing", {}}, captured.console) == Status::malformed);
    captured.take_out();

    std::filesystem::remove(election.folder().result());
    CHECK(verify_record({folder.path(), {}}, captured.console) == Status::incomplete);
    CHECK(contains(captured.take_out(), "  3.3   NOT CHECKED"));
}

TEST_CASE("evote-verify gives its facts as json") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    CapturedConsole captured;
    captured.console.set_facts(Facts::json);
    const auto fingerprint = hex_encode(election.record().election.fingerprint());
    CHECK(verify_record({folder.path(), announced(fingerprint)}, captured.console) == Status::done);
    const auto json = nlohmann::json::parse(captured.take_out());
    CHECK(json["status"] == "valid");
    CHECK(json["passed"] == 20);
    CHECK(json["fingerprint"] == hex_encode(election.record().election.fingerprint()));
    CHECK(json["log"]["turnout"] == 2);
    CHECK(json["contests"][0]["totals"]["a"] == 2);
}

TEST_CASE("evote-aggregate writes the tally of a closed log once") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.hold_ceremony();
    CapturedConsole captured;
    CHECK(aggregate({folder.path()}, captured.console) == Status::refused); // not sealed yet
    election.seal(std::vector<SmallVoter>(2));
    election.vote(0, {{0}});
    CHECK(aggregate({folder.path()}, captured.console) == Status::incomplete);
    CHECK_FALSE(file_exists(election.folder().tally()));
    election.close();
    captured.take_talk();
    CHECK(aggregate({folder.path()}, captured.console) == Status::done);
    CHECK(contains(captured.take_out(), "1 of 2 voters"));
    CHECK(must(read_file(election.folder().tally())) ==
          election.verify().tally->write(election.manifest()));
    CHECK(aggregate({folder.path()}, captured.console) == Status::done);
}

TEST_CASE("attack 36 few ballots are warned about before the tally") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    CapturedConsole captured;
    CHECK(aggregate({folder.path()}, captured.console) == Status::done);
    CHECK(contains(captured.take_talk(), "contest c has only 2 counted ballots"));
}

TEST_CASE("evote-aggregate never replaces another tally") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    replace_in(election.folder().tally(), "\"counted\":2", "\"counted\":1");
    const auto before = must(read_file(election.folder().tally()));
    CapturedConsole captured;
    CHECK(aggregate({folder.path()}, captured.console) == Status::invalid);
    CHECK(must(read_file(election.folder().tally())) == before);
}

TEST_CASE("bad entries are named and the tally is written nevertheless") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(2));
    const auto first = election.ballot(0, {{0}}, 0);
    election.append({first, Bytes{1, 2, 3}, first});
    election.close();
    CapturedConsole captured;
    captured.console.set_facts(Facts::json);
    CHECK(aggregate({folder.path()}, captured.console) == Status::invalid);
    const auto json = nlohmann::json::parse(captured.take_out());
    CHECK(json["counted"] == 1);
    CHECK(json["bad"] == nlohmann::json::parse(R"([{"first":1,"last":1,"reason":"malformed"},)"
                                               R"({"first":2,"last":2,"reason":"stale"}])"));
    const auto talk = captured.take_talk();
    CHECK(contains(talk, "entry 1: malformed"));
    CHECK(contains(talk, "entry 2: stale"));
    CHECK(file_exists(election.folder().tally()));
}

TEST_CASE("attack 29 an audited ballot is explained and found if it was cast") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(2));
    auto prepared = election.prepare(0, {{1}}, 0);
    const auto tracker = hex_encode(prepared.tracker());
    const auto header_and_cipher = prepared.header_and_cipher;
    const auto path = folder.path().parent_path() / (folder.path().filename().string() + ".json");
    must(write_file(path,
                    write_opening(election.record().election, open_ballot(std::move(prepared)))));

    CapturedConsole captured;
    CHECK(verify_opening({folder.path(), path, tracker}, captured.console) == Status::done);
    CHECK(captured.take_out() == "The ballot with tracker " + tracker + " encrypts:\nC: B\n");
    CHECK(verify_opening({folder.path(), path, std::string(64, 'a')}, captured.console) ==
          Status::invalid);
    CHECK(captured.take_out().empty());
    CHECK(verify_opening({folder.path(), path, "abc"}, captured.console) == Status::refused);

    // Nobody can cast it with valid proofs; a board could still let such an entry in.
    Bytes entry = header_and_cipher;
    entry.resize(election.record().election.layout(0).size());
    election.append({entry});
    captured.take_talk();
    CHECK(verify_opening({folder.path(), path, tracker}, captured.console) == Status::invalid);
    CHECK(contains(captured.take_talk(), "entry 0: this ballot was audited"));
    std::filesystem::remove(path);
}

// SPDX-License-Identifier: Apache-2.0
// An election that can never work is refused when it is written.
#include "app/ceremony_machines.h"
#include "app/setup.h"
#include "app/verify.h"
#include "support/damage.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

using namespace evote;

namespace {

// A manifest with a rule that contradicts the contest's own bounds.
std::string contradictory() {
    std::string text = small_manifest(1, 1);
    const std::string bounds = R"("min":0,"max":1,)";
    return text.replace(text.find(bounds), bounds.size(),
                        R"("min":2,"max":2,"rules":[{"coefficients":{"a":1},"min":0,"max":0}],)");
}

// One trustee's finished ceremony, whose manifest then may become a bad one.
struct Ready {
    explicit Ready(const std::string& manifest = small_manifest(1, 1))
        : election(folder.path() / "record", manifest) {
        election.hold_ceremony();
    }

    void roll(const std::string& rows) const {
        must(write_file(election.folder().roll(), bytes_of("credential,district,weight\n" + rows),
                        Existing::replace));
    }

    Outcome seal() {
        return setup_seal({election.folder().path(), folder.path() / "board.key"}, system_random(),
                          captured.console);
    }

    TemporaryFolder folder;
    SmallElection election;
    CapturedConsole captured;
};

std::string credential(std::uint64_t number) {
    return hex_encode(Ristretto255::mul_generator(Ristretto255::Scalar::from_u64(number)).encode());
}

} // namespace

TEST_CASE("finding 11 check and join refuse a manifest that can never work") {
    Machine machine(1, contradictory());
    const auto checked = setup_check(machine.folder(), machine.console());
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == ErrorCode::unworkable);
    CHECK(checked.error().file == (machine.folder() / "manifest.json").string());
    CHECK(contains(machine.out(), "exactly 2 of: A, B")); // it still says what it means
    CHECK(machine.join() == Status::invalid);
    CHECK(contains(machine.talk(), "no choice keeps both rule 1 and rule 2"));
    CHECK_FALSE(file_exists(machine.secret_file()));
}

TEST_CASE("attack 48 a template that nobody edited is refused") {
    const TemporaryFolder folder;
    CapturedConsole captured;
    REQUIRE(setup_new({folder.path(), "referendum", "x"}, captured.console));
    const auto outcome = setup_check(folder.path(), captured.console);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::unworkable);
    CHECK(contains(captured.take_talk(), "this text of the template is still to be replaced"));
    std::string text = to_string(must(read_file(folder.path() / "manifest.json")));
    std::erase_if(text, [](char c) { return c == '<' || c == '>'; });
    must(write_file(folder.path() / "manifest.json", bytes_of(text), Existing::replace));
    CHECK(setup_check(folder.path(), captured.console));
}

TEST_CASE("finding 11 seal refuses a manifest or a roll that can never work") {
    Ready bad(contradictory());
    bad.roll(credential(1) + ",d,1\n");
    CHECK(bad.seal().error().code == ErrorCode::unworkable);
    CHECK_FALSE(file_exists(bad.election.folder().board()));

    Ready ready;
    ready.roll(std::string(64, 'f') + ",d,1\n");
    const auto outcome = ready.seal();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().file == ready.election.folder().roll().string());
    CHECK(english_place(outcome.error().place) == "line 2");
    CHECK_FALSE(file_exists(ready.folder.path() / "board.key"));
}

TEST_CASE("finding 9 seal warns of telling weights and of nobody to vote") {
    Ready nobody;
    nobody.roll("");
    CHECK(nobody.seal());
    CHECK(contains(nobody.captured.take_talk(), "the roll is empty"));

    Ready heavy;
    std::vector<std::string> rows;
    for (std::uint64_t i = 1; i <= 16; ++i)
        rows.push_back(credential(i) + ",d," + (i == 16 ? "1000" : "1") + "\n");
    std::ranges::sort(rows);
    std::string all;
    for (const auto& row : rows)
        all += row;
    heavy.roll(all);
    CHECK(heavy.seal());
    CHECK(contains(heavy.captured.take_talk(),
                   "one voter has the weight 1000, and all others together only 15"));
}

TEST_CASE("attack 48 a trustee seals no roll with a row that is no element") {
    Machines machines(1, 1);
    machines.everybody(&Machine::join);
    machines.everybody(&Machine::deal);
    machines.everybody(&Machine::check);
    machines.everybody(&Machine::finish);
    machines.open_election();
    Machine& machine = machines.at(1);
    const RecordFolder folder(machine.folder());
    must(write_file(folder.roll(),
                    bytes_of("credential,district,weight\n" + std::string(64, 'f') + ",d,1\n"),
                    Existing::replace));
    seal_again(folder);
    CHECK(machine.seal() == Status::malformed);
    CHECK(contains(machine.talk(), "this credential is not an element of the group"));
    CHECK_FALSE(file_exists(folder.note("seal", 1)));
}

TEST_CASE("attack 48 a record of an election that can never work says so") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), contradictory());
    election.hold_ceremony();
    const auto report = audit(election.folder()).report;
    CHECK(contains(all_of(report), "note: contest c: no choice keeps both rule 1 and rule 2"));
    CHECK(report.count(CheckState::failed) == 0);
}

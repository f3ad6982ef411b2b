// SPDX-License-Identifier: Apache-2.0
// Who is shown which code.
#include "registrars.h"
#include "service/identification_log.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace evote;

namespace {

constexpr std::int64_t day = 24 * 60 * 60;

const std::string anna = "Анна Иванова";

std::vector<Identification> rows_of(DeskScene& scene) {
    std::vector<Identification> out;
    scene.store->read([&](RegistrarTables& tables) {
        must(check_log(tables, [&](const Identification& row) -> Outcome {
            out.push_back(row);
            return {};
        }));
        return 0;
    });
    return out;
}

} // namespace

TEST_CASE("an identified voter is shown the code of the letter and that is kept") {
    DeskScene scene;
    const auto number = scene.made.number(anna);
    CHECK(scene.shown(DeskScene::person(anna, "s-1")) == scene.made.code(number));
    CHECK(scene.shown(DeskScene::person("Nobody", "s-2")) == "unknown-person");
    const auto rows = rows_of(scene);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].way == Way::provider);
    CHECK(rows[0].number == number);
    CHECK(rows[0].issue == 0);
    CHECK(rows[0].time == scene.now);
    CHECK(rows[0].issuer == "https://id.example");
    // Neither the person nor the account can be read from it.
    CHECK(rows[0].who ==
          person_hash(scene.codes->secret().service_key(), DeskScene::person("x", "s-1")));
    const auto state = to_string(must(read_file(scene.state())));
    for (const auto& secret : {anna, std::string("s-1"), scene.made.code(number)})
        CHECK(state.find(secret) == std::string::npos);
}

TEST_CASE("a name is the same in all its forms") {
    DeskScene scene;
    const auto code = scene.made.code(scene.made.number("Өмүр Үсөнов"));
    CHECK(scene.shown(DeskScene::person("  Өмүр \t Үсөнов ", "s")) == code);
    CHECK(scene.shown(DeskScene::person("өмүр үсөнов", "s")) == "unknown-person");
}

TEST_CASE("the commission chooses what becomes of codes that were shown before") {
    const auto twice = [](SecondShowing choice) {
        DeskRules rules;
        rules.second_showing = choice;
        DeskScene scene(rules);
        const auto code = scene.shown(DeskScene::person(anna, "s"));
        scene.open();
        const auto again = scene.shown(DeskScene::person(anna, "s"));
        return again.starts_with(code) ? "same" + again.substr(code.size()) : again;
    };
    CHECK(twice(SecondShowing::shown) == "same");
    CHECK(twice(SecondShowing::told) == "same 1");
    CHECK(twice(SecondShowing::refused) == "shown-before");
    // A clerk who sees the voter may show it again.
    DeskRules rules;
    rules.second_showing = SecondShowing::refused;
    DeskScene scene(rules);
    const auto number = scene.made.number(anna);
    scene.shown(DeskScene::person(anna, "s"));
    CHECK(scene.shown_for(scene.ticket(number)) == scene.made.code(number));
}

TEST_CASE("a code is shown a limited number of times a day") {
    DeskRules rules;
    rules.showings_per_day = 2;
    rules.second_showing = SecondShowing::shown;
    DeskScene scene(rules);
    const auto voter = DeskScene::person(anna, "s");
    const auto code = scene.shown(voter);
    CHECK(scene.shown(voter) == code);
    CHECK(scene.shown(voter) == "too-often");
    CHECK(scene.shown_for(scene.ticket(scene.made.number(anna))) == "too-often");
    scene.now += day + 1;
    CHECK(scene.shown(voter) == code);
}

TEST_CASE("no code is shown to two people and nobody is shown two codes") {
    DeskScene scene;
    scene.shown(DeskScene::person(anna, "s-1"));
    CHECK(scene.shown(DeskScene::person(anna, "s-2")) == "other-person");
    CHECK(scene.shown(DeskScene::person("Анна Ильина", "s-1")) == "other-person");
    scene.open();
    CHECK(scene.shown(DeskScene::person(anna, "s-2")) == "other-person");
    auto same_subject = DeskScene::person(anna, "s-1");
    same_subject.issuer = "https://other.example";
    CHECK(scene.shown(same_subject) == "other-person");
    CHECK(rows_of(scene).size() == 1);
}

TEST_CASE("of many people who claim one voter at once one is shown the code") {
    DeskRules rules;
    rules.showings_per_day = 100;
    DeskScene scene(rules);
    std::vector<std::thread> threads;
    std::atomic<int> shown = 0;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            if (scene.shown(DeskScene::person(anna, std::to_string(i))) != "other-person")
                ++shown;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(shown == 1);
}

TEST_CASE("a ticket shows the code once and within ten minutes") {
    DeskScene scene;
    const auto number = scene.made.number(anna);
    const auto ticket = scene.ticket(number);
    REQUIRE(ticket.size() == 11);
    std::string typed = " " + ticket.substr(0, 3) + " " + ticket.substr(3);
    for (char& c : typed)
        c = static_cast<char>(std::tolower(c));
    CHECK(scene.shown_for(typed) == scene.made.code(number));
    CHECK(scene.shown_for(ticket) == "bad-ticket");
    CHECK(scene.shown_for("0000000000") == "bad-ticket");
    const auto late = scene.ticket(number);
    scene.now += 600;
    CHECK(scene.shown_for(late) == "bad-ticket");
    const auto in_time = scene.ticket(number);
    scene.now += 599;
    scene.open();
    CHECK(scene.shown_for(in_time) == scene.made.code(number) + " 1");
    CHECK(scene.ticket(0) == "no-such-voter");
    CHECK(scene.ticket(5) == "no-such-voter");
    const auto rows = rows_of(scene);
    REQUIRE(rows.size() == 5);
    CHECK(rows[0].way == Way::clerk);
    CHECK(rows[0].who == "clerk-7");
    CHECK(rows[1].way == Way::ticket);
    CHECK(rows[1].who == "clerk-7");
    CHECK(rows[4].way == Way::ticket);
    const auto state = to_string(must(read_file(scene.state())));
    CHECK(state.find(ticket) == std::string::npos);
    CHECK_FALSE(TicketText::parse("123456789"));
    CHECK_FALSE(TicketText::parse("12345678901"));
    CHECK_FALSE(TicketText::parse("123456789U"));
    CHECK(TicketText::parse("oOiIlL-7890")->shown() == "00111-17890");
}

TEST_CASE("a ticket that many devices send at once serves one of them") {
    DeskRules rules;
    rules.showings_per_day = 100;
    DeskScene scene(rules);
    for (int round = 0; round < 5; ++round) {
        const auto ticket = scene.ticket(1);
        std::vector<std::thread> threads;
        std::atomic<int> shown = 0;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] { shown += scene.shown_for(ticket) == "bad-ticket" ? 0 : 1; });
        for (auto& thread : threads)
            thread.join();
        CHECK(shown == 1);
    }
}

TEST_CASE("a clerk makes a limited number of tickets a day") {
    DeskRules rules;
    rules.tickets_per_day = 2;
    DeskScene scene(rules);
    scene.ticket(1);
    CHECK(scene.ticket(2).size() == 11);
    CHECK(scene.ticket(3) == "too-often");
    scene.now += day + 1;
    CHECK(scene.ticket(3).size() == 11);
}

TEST_CASE("a voter on hold is shown no code by any way until the hold ends") {
    DeskScene scene;
    const auto number = scene.made.number(anna);
    const auto ticket = scene.ticket(number);
    const auto hold = [&](std::string_view reason) {
        return scene.done([&](const Tell<std::uint64_t>& tell) {
            scene.desk->hold(DeskScene::clerk(), number, reason, tell);
        });
    };
    const auto lift = [&] {
        return scene.done([&](const Tell<std::uint64_t>& tell) {
            scene.desk->lift_hold(DeskScene::clerk(), number, tell);
        });
    };
    CHECK(hold("") == "bad-reason");
    CHECK(hold("=1") == "bad-reason");
    CHECK(lift() == "nothing-to-do");
    CHECK(hold("two people say that they are this voter") == "done");
    CHECK(hold("again") == "nothing-to-do");
    scene.open();
    CHECK(scene.shown(DeskScene::person(anna, "s")) == "on-hold");
    CHECK(scene.shown_for(ticket) == "on-hold");
    CHECK(scene.ticket(number) == "on-hold");
    CHECK(scene.desk->search("анна и", 5).size() == 2);
    CHECK(scene.desk->search(std::to_string(number), 5).at(0).hold->by == "clerk-7");
    CHECK(lift() == "done");
    // The ticket was not used up.
    CHECK(scene.shown_for(ticket) == scene.made.code(number));
}

TEST_CASE("a new code is shown once the log has the change and never before") {
    DeskRules rules;
    rules.second_showing = SecondShowing::refused;
    DeskScene scene(rules);
    const auto number = scene.made.number(anna);
    const auto voter = DeskScene::person(anna, "s");
    CHECK(scene.shown(voter) == scene.made.code(number));
    scene.made.change(number, ChangeAction::replace);
    // The service has not read it yet.
    CHECK(scene.shown(voter) == "shown-before");
    must(scene.codes->refresh(system_random()));
    CHECK(scene.codes->entries() == 1);
    CHECK(scene.shown(voter) == scene.made.code(number, 1));
    CHECK(rows_of(scene).back().issue == 1);
    scene.made.change(number, ChangeAction::replace);
    scene.made.change(scene.made.number("Voter 4"), ChangeAction::revoke);
    must(scene.codes->refresh(system_random()));
    CHECK(scene.shown(voter) == scene.made.code(number, 2));
    CHECK(scene.shown(DeskScene::person("Voter 4", "t")) == "revoked");
    CHECK(scene.ticket(scene.made.number("Voter 4")) == "revoked");
    CHECK(scene.desk->search("voter", 5).at(0).revoked);
}

TEST_CASE("a half that was begun and is not in the log is no code to show") {
    DeskScene scene;
    const auto number = scene.made.number(anna);
    // The registrar's secret file has begun two issues, of which no change was made.
    must(scene.made.secrets[0].begin_issue(number));
    must(scene.made.secrets[0].begin_issue(number));
    const auto codes =
        must(PresentCodes::read(must(SealedRecord::open(scene.made.election.folder(), {})),
                                scene.made.secret(1), system_random()));
    CHECK(must(codes->issue(number)) == 0);
    scene.made.change(number, ChangeAction::replace);
    must(codes->refresh(system_random()));
    CHECK(must(codes->issue(number)) == 3);
}

TEST_CASE("a service stays with the log that it has read when an older one is put back") {
    DeskScene scene;
    const auto log = scene.made.election.folder().log();
    const auto old = scene.made.folder() / "old";
    std::filesystem::copy(log, old, std::filesystem::copy_options::recursive);
    scene.made.change(1, ChangeAction::replace);
    must(scene.codes->refresh(system_random()));
    std::filesystem::remove_all(log);
    std::filesystem::copy(old, log, std::filesystem::copy_options::recursive);
    CHECK(scene.codes->refresh(system_random()).error().code == ErrorCode::rolled_back);
    CHECK(must(scene.codes->issue(1)) == 1);
}

TEST_CASE("another registrar's secret serves nothing") {
    TwoRegistrars made;
    auto stranger = RegistrarSecret::create(made.election.manifest(), 1, "Stranger",
                                            made.list->hash(), 4, system_random());
    CHECK(PresentCodes::read(must(SealedRecord::open(made.election.folder(), {})),
                             std::move(stranger), system_random())
              .error()
              .code == ErrorCode::wrong_key);
    DeskScene scene;
    const auto others =
        owner_of(scene.made.secrets[1], scene.codes->record().election.fingerprint());
    CHECK(RegistrarStore::open(scene.state(), others).error().code == ErrorCode::wrong_key);
}

TEST_CASE("changes are queued with a reason and decided once") {
    DeskScene scene;
    const auto ask = [&](std::uint64_t number, std::string_view reason) {
        return scene.done([&](const Tell<std::uint64_t>& tell) {
            scene.desk->request_change(DeskScene::clerk(), number, ChangeAction::replace, reason,
                                       tell);
        });
    };
    CHECK(ask(1, "letter lost") == "done");
    CHECK(ask(1, "letter lost") == "undecided");
    CHECK(ask(2, "") == "bad-reason");
    CHECK(ask(9, "letter lost") == "no-such-voter");
    scene.store->read([](RegistrarTables& tables) {
        const auto all = must(tables.requests());
        REQUIRE(all.size() == 1);
        CHECK(all[0].reason == "letter lost");
        CHECK(all[0].clerk == "clerk-7");
        CHECK(all[0].state == RequestState::queued);
        return 0;
    });
    auto tables = must(RegistrarTables::open(scene.state(), Database::Access::write));
    CHECK_FALSE(must(tables.decide(1, RequestState::approved, RequestState::sent, 1)));
    CHECK(must(tables.decide(1, RequestState::queued, RequestState::approved, 1)));
    CHECK_FALSE(must(tables.decide(1, RequestState::queued, RequestState::declined, 2)));
    CHECK(ask(1, "once more") == "undecided");
    CHECK(must(tables.decide(1, RequestState::approved, RequestState::sent, 2)));
    CHECK(must(tables.requests())[0].decided == 2);
    CHECK(ask(1, "once more") == "done");
}

TEST_CASE("clerks find voters by number and by the beginning of the name") {
    const TwoRegistrars made;
    const VoterIndex index(*made.list);
    CHECK(index.search("АННА", 5).size() == 2);
    CHECK(index.search("анна  ил", 5) == std::vector<std::uint64_t>{made.number("Анна Ильина")});
    CHECK(index.search("анна", 1).size() == 1);
    CHECK(index.search("өмү", 5).size() == 1);
    CHECK(index.search("ан", 5).empty());
    CHECK(index.search("", 5).empty());
    CHECK(index.search(" 3 ", 5) == std::vector<std::uint64_t>{3});
    CHECK(index.search("5", 5).empty());
    CHECK(index.search("0", 5).empty());
}

TEST_CASE("a file says what the provider calls the voters and its faults have lines") {
    const TwoRegistrars made;
    const auto faults_of = [&](std::string_view file) {
        VoterIndex index(*made.list);
        std::vector<Error> faults;
        const auto read = index.read_persons(bytes_of(file), faults);
        std::string out = read ? "fine" : read.error().english();
        for (const auto& fault : faults)
            out += "\n" + fault.english();
        return out;
    };
    CHECK(faults_of("voter,person\r\nVoter 4,22005199001234\r\n") == "fine");
    CHECK(faults_of("person,voter\n") == "line 1: the first line must be: voter,person");
    CHECK(faults_of("voter,person\nVoter 4,1\nVoter 5,2\nVoter  4,3\nАнна Ильина,1\nx\n"
                    "Анна Иванова, \n") ==
          "lines of this file are wrong\n"
          "line 3: voter Voter 5 is not on the list\n"
          "line 4: voter Voter  4 is named twice\n"
          "line 6: two values are expected here: voter, person\n"
          "line 7: a person is called by 1 to 256 bytes of plain text\n"
          "line 5: this person is on line 2 already");
    DeskScene scene({}, "voter,person\nАнна Иванова,22005199001234\n");
    CHECK(scene.shown(DeskScene::person("22005199001234", "s")) ==
          scene.made.code(scene.made.number(anna)));
    CHECK(scene.shown(DeskScene::person(anna, "s")) == "unknown-person");
}

TEST_CASE("what the service cannot do it says in its log and not to the voter") {
    DeskScene scene;
    scene.store->finish();
    CHECK(scene.shown(DeskScene::person(anna, "s")) == "failed");
    CHECK(scene.text_of_log().find("\"error\":\"stopped\"") != std::string::npos);
    CHECK(scene.text_of_log().find(anna) == std::string::npos);
}

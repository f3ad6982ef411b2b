// SPDX-License-Identifier: Apache-2.0
// Two registrars after sealing: lost and stolen codes, a voter who died, who has voted.
#include "app/sealed_office.h"
#include "app/verify.h"
#include "base/text.h"
#include "registrar/change_maker.h"
#include "registrar/journal.h"

using namespace evote;

TEST_CASE("two registrars replace a lost code and the voter votes again") {
    SealedOffice office;
    REQUIRE(office.vote(2));
    office.made.captured.take_out();
    office.replace(3);
    CHECK(contains(office.made.captured.take_out(), "It is complete: the board takes it"));
    REQUIRE(office.append("change"));
    REQUIRE(office.vote(2));
    CHECK(office.made.election.verify().turnout == 1);
    CHECK(office.made.election.verify().changes.size() == 1);
    CHECK(office.standing("code-2-1") == "current 3 1");
    CHECK(office.standing("code-1-2") == "current 2 2");
    // Once more: the next issue.
    const auto old = must(read_file(office.made.path("code-2-2")));
    office.replace(3);
    REQUIRE(office.append("change"));
    REQUIRE(office.vote(2));
    office.made.write("old", text_of(old));
    CHECK(office.standing("old") == "replaced 3 2");
    CHECK(office.made.election.verify().bad.empty());
}

TEST_CASE("a revoked voter's ballot no longer counts") {
    SealedOffice office;
    REQUIRE(office.vote(0));
    must(office.change(2, 1, ChangeAction::revoke));
    CHECK(contains(office.made.captured.take_out(), "The signature of registrar 1 is missing"));
    must(office.change(1, 1, ChangeAction::revoke));
    REQUIRE(office.append("change"));
    CHECK(office.made.election.verify().turnout == 0);
    CHECK(office.standing("code-0-1") == "revoked 1 1");
    std::filesystem::remove(office.made.path("change"));
    CHECK(error_of(office.change(1, 1, ChangeAction::revoke)).message.english() ==
          "the voter with the number 1 was revoked already");
}

TEST_CASE("the journal keeps reasons that the record does not have") {
    SealedOffice office;
    must(office.change(1, 4, ChangeAction::revoke));
    const auto row = to_string(must(read_file(office.made.path("secret-1.journal"))));
    CHECK(row.starts_with("date,number,action,reason,change\n"
                          "2001-09-09T01:46:40Z,4,revoke,\"lost, says \"\"the\"\" voter\","));
    CHECK_FALSE(is_open_to_others(office.made.path("secret-1.journal")));
    // A half alone is no signature.
    SealedOffice other;
    must(other.change(1, 4, ChangeAction::replace));
    CHECK_FALSE(file_exists(other.made.path("secret-1.journal")));
    auto wrong = office.options(1, 2, ChangeAction::revoke);
    for (const auto& reason :
         {std::string(), std::string("two\nlines"), std::string("=1+1"), std::string(1001, 'a')}) {
        wrong.reason = reason;
        CHECK(error_of(office.change(wrong)).code == ErrorCode::usage);
    }
}

TEST_CASE("attack 54 a registrar alone makes no change") {
    SealedOffice office;
    must(office.change(1, 2, ChangeAction::replace));
    must(office.change(1, 2, ChangeAction::replace));
    CHECK(contains(office.made.captured.take_out(), "this registrar has nothing to add now"));
    CHECK(error_of(office.append("change")).code == ErrorCode::ballots_refused);
    std::filesystem::remove(office.made.path("change"));
    must(office.change(1, 2, ChangeAction::revoke));
    must(office.change(1, 2, ChangeAction::revoke));
    CHECK(error_of(office.append("change")).code == ErrorCode::ballots_refused);
}

TEST_CASE("attack 54 a registrar signs only with the half that it made for this change") {
    SealedOffice office;
    must(office.change(1, 2, ChangeAction::replace));
    std::filesystem::rename(office.made.path("change"), office.made.path("first"));
    must(office.change(1, 2, ChangeAction::replace));
    std::filesystem::rename(office.made.path("change"), office.made.path("second"));
    auto wrong = office.options(1, 2, ChangeAction::replace);
    wrong.change = office.made.path("first");
    CHECK(error_of(office.change(wrong)).code == ErrorCode::bad_half);
    // The half of one change does not fit another one.
    auto first = must(read_file(office.made.path("first")));
    const auto second = must(read_file(office.made.path("second")));
    CHECK(first != second);
    auto later = office.options(1, 3, ChangeAction::replace);
    later.change = office.made.path("third");
    must(office.change(later));
    auto third = must(read_file(office.made.path("third")));
    std::copy_n(second.begin() + ChangeLayout::header_size, ChangeLayout::half_size,
                third.begin() + ChangeLayout::header_size);
    office.made.write("third", text_of(third));
    CHECK(error_of(office.change(later)).code == ErrorCode::bad_half);
    // Repeated: what was complete and is on the board is no change any more.
    office.replace(4);
    std::filesystem::copy(office.made.path("change"), office.made.path("copy"));
    REQUIRE(office.append("change"));
    auto again = office.options(2, 4, ChangeAction::replace);
    again.change = office.made.path("copy");
    CHECK(error_of(office.change(again)).code == ErrorCode::invalid);
    CHECK(office.append("copy"));
    CHECK(office.made.election.verify().changes.size() == 1);
}

TEST_CASE("attack 54 a registrar's half is signed into one change only") {
    SealedOffice office;
    must(office.change(1, 2, ChangeAction::replace));
    std::filesystem::copy(office.made.path("change"), office.made.path("other"));
    must(office.change(2, 2, ChangeAction::replace));
    must(office.change(1, 2, ChangeAction::replace));
    // The same half of registrar 1 beside another one of registrar 2.
    auto other = office.options(2, 2, ChangeAction::replace);
    other.change = office.made.path("other");
    must(office.change(other));
    const auto before = must(read_file(office.made.path("other")));
    auto again = office.options(1, 2, ChangeAction::replace);
    again.change = office.made.path("other");
    CHECK(error_of(office.change(again)).code == ErrorCode::already_signed);
    CHECK(must(read_file(office.made.path("other"))) == before);
}

TEST_CASE("attack 54 an older copy of a secret never issues a half twice") {
    SealedOffice office;
    const auto copy = must(read_file(office.secret(1)));
    office.replace(1);
    REQUIRE(office.append("change"));
    const auto codes = to_string(must(read_file(office.made.path("code-0-1"))));
    must(write_file(office.secret(1), copy, Existing::replace, Access::owner_only));
    office.replace(1);
    CHECK(to_string(must(read_file(office.made.path("code-0-1")))) != codes);
    REQUIRE(office.append("change"));
    REQUIRE(office.vote(0));
}

TEST_CASE("what a change is asked for must be what the file says") {
    SealedOffice office;
    auto request = office.options(1, 2, ChangeAction::revoke);
    request.until = 7;
    must(office.change(request));
    CHECK(error_of(office.change(2, 2, ChangeAction::replace)).code == ErrorCode::refused);
    CHECK(error_of(office.change(2, 3, ChangeAction::revoke)).code == ErrorCode::invalid);
    auto other = office.options(2, 2, ChangeAction::revoke);
    other.until = 8;
    CHECK(error_of(office.change(other)).code == ErrorCode::refused);
    CHECK(error_of(office.change(1, 0, ChangeAction::revoke)).code == ErrorCode::usage);
    CHECK(error_of(office.change(1, 5, ChangeAction::revoke)).code == ErrorCode::usage);
    auto bytes = must(read_file(office.made.path("change")));
    bytes.back() ^= 1;
    const auto sound = text_of(bytes);
    office.made.write("change", sound);
    CHECK(error_of(office.change(2, 2, ChangeAction::revoke)).code == ErrorCode::bad_signature);
    office.made.write("change", "nothing");
    CHECK(error_of(office.change(2, 2, ChangeAction::revoke)).code == ErrorCode::malformed);
    // Too late for the board.
    std::filesystem::remove(office.made.path("change"));
    auto stale = office.options(1, 2, ChangeAction::revoke);
    stale.until = 0;
    CHECK(error_of(office.change(stale)).code == ErrorCode::invalid);
    CHECK_FALSE(file_exists(office.made.path("change")));
    office.made.election.close();
    CHECK(error_of(office.change(1, 2, ChangeAction::revoke)).code == ErrorCode::closed);
}

TEST_CASE("attack 54 a registrar's secret signs in one election only") {
    SealedOffice office;
    auto request = office.options(1, 2, ChangeAction::revoke);
    request.anchor = {};
    CHECK(error_of(office.change(request)).code == ErrorCode::usage);
    must(office.change(1, 2, ChangeAction::revoke));
    // Afterwards it knows which one.
    CHECK(office.change(request));
    SealedOffice other("none");
    auto foreign = other.options(1, 2, ChangeAction::revoke);
    foreign.secret.file = office.secret(1);
    CHECK_FALSE(other.change(foreign));
    // The secret of the second registrar under the name of nobody.
    SealedOffice same;
    same.made.election.folder();
    auto inside = same.options(1, 2, ChangeAction::revoke);
    inside.change = same.made.record.path() / "change";
    CHECK(error_of(same.change(inside)).code == ErrorCode::in_record);
}

TEST_CASE("attack 54 a secret that board json does not name signs nothing") {
    SealedOffice office;
    const auto forged = office.options(1, 2, ChangeAction::revoke);
    std::filesystem::remove(forged.secret.file);
    SeededRandom random(bytes_of("somebody else"));
    const auto& own = office.secrets[0];
    must(RegistrarSecretFile::create(forged.secret.file,
                                     RegistrarSecret::create(office.made.election.manifest(), 1,
                                                             "Registrar 1", own.list(),
                                                             own.voters(), random),
                                     SecretBytes(bytes_of("a long enough passphrase")), quick));
    CHECK(error_of(office.change(forged)).code == ErrorCode::wrong_key);
    CHECK_FALSE(file_exists(office.made.path("change")));
    CHECK_FALSE(file_exists(office.made.path("secret-1.journal")));
}

TEST_CASE("a registrar sees whose codes are replaced and is asked") {
    SealedOffice office;
    auto request = office.options(1, 3, ChangeAction::replace);
    request.list = office.made.path("list");
    request.consent = Consent::ask;
    office.made.captured.person.answers = {"no"};
    CHECK(error_of(office.change(request)).code == ErrorCode::declined);
    CHECK_FALSE(file_exists(office.made.path("change")));
    CHECK(contains(office.made.captured.take_out(),
                   "The voter with the number 3: " + office.names[2] + ", district d"));
    office.made.captured.person.answers = {"yes"};
    CHECK(office.change(request));
    std::string other(text_of(office.list));
    other.back() = '\n';
    other[other.size() - 2] = other[other.size() - 2] == '0' ? '1' : '0';
    office.made.write("list", other);
    CHECK(error_of(office.change(request)).code == ErrorCode::changed);
}

TEST_CASE("new codes after a thief's ballot come too late where the first ballot counts") {
    SealedOffice office("none");
    must(office.change(1, 1, ChangeAction::replace));
    CHECK_FALSE(contains(office.made.captured.take_talk(), "too late"));
    std::filesystem::remove(office.made.path("change"));
    REQUIRE(office.vote(0));
    office.made.captured.take_talk();
    must(office.change(1, 1, ChangeAction::replace));
    CHECK(contains(office.made.captured.take_talk(), "the new codes come too late"));
}

TEST_CASE("registrars see who has voted and nobody else") {
    SealedOffice office;
    REQUIRE(office.vote(0));
    REQUIRE(office.vote(3));
    must(office.change(1, 4, ChangeAction::revoke));
    must(office.change(2, 4, ChangeAction::revoke));
    REQUIRE(office.append("change"));
    TurnoutOptions options{
        office.made.record.path(), office.made.path("list"), office.made.path("turnout"), {}};
    REQUIRE(credentials_turnout(options, system_random(), office.made.console()));
    CHECK(to_string(must(read_file(office.made.path("turnout")))) ==
          "number,voter,district,voted\n1," + office.names[0] + ",d,yes\n2," + office.names[1] +
              ",d,no\n3," + office.names[2] + ",d,no\n4," + office.names[3] + ",d,no\n");
    CHECK_FALSE(is_open_to_others(office.made.path("turnout")));
    CHECK(contains(office.made.captured.take_out(), "1 of 4 voters have a counted ballot"));
    options.out = office.made.record.path() / "turnout";
    CHECK(error_of(credentials_turnout(options, system_random(), office.made.console())).code ==
          ErrorCode::in_record);
}

TEST_CASE("a code that nobody made is named with its registrar") {
    SealedOffice office;
    office.made.write("foreign", to_string(encode_half_code(2, CodeBytes()).expose()));
    const auto error = error_of(credentials_find_half(
        {office.made.record.path(), office.made.path("foreign")}, office.made.console()));
    CHECK(error.code == ErrorCode::not_on_roll);
    CHECK(contains(error.message.english(), "registrar 2 made this code for no voter"));
}

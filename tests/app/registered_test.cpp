// SPDX-License-Identifier: Apache-2.0
// Voters with a code from each of two registrars.
#include "app/board.h"
#include "app/registered.h"
#include "app/verify.h"
#include "base/text.h"

using namespace evote;

TEST_CASE("voters with registrars vote with all their codes in any order") {
    Registered made;
    REQUIRE(made.vote({"code-0-1", "code-0-2"}, "first"));
    REQUIRE(made.vote({"code-0-2", "code-0-1"}, "second"));
    REQUIRE(board_append({made.record.path(), {made.path("first")}, made.path("key"), {}},
                         system_random(), made.console()));
    // The second one was made before the first was on the board.
    CHECK(error_of(board_append({made.record.path(), {made.path("second")}, made.path("key"), {}},
                                system_random(), made.console()))
              .code == ErrorCode::ballots_refused);
}

TEST_CASE("attack 54 codes that do not belong together are refused with a reason") {
    Registered made;
    CHECK(error_of(made.vote({"code-0-1"}, "ballot")).code == ErrorCode::bad_code);
    auto twice = error_of(made.vote({"code-0-1", "code-0-1"}, "ballot"));
    CHECK(twice.code == ErrorCode::other_registrar);
    CHECK(twice.file == made.path("code-0-1").string());
    CHECK(error_of(made.vote({"code-0-1", "code-1-1"}, "ballot")).code ==
          ErrorCode::other_registrar);
    const auto mixed = error_of(made.vote({"code-0-1", "code-1-2"}, "ballot"));
    CHECK(mixed.code == ErrorCode::not_on_roll);
    CHECK(contains(mixed.message.english(), "find-half says which of them is wrong"));
    CHECK_FALSE(file_exists(made.path("ballot")));
}

TEST_CASE("voters with registrars type their codes one by one") {
    Registered made;
    CastOptions options{made.record.path(), {}, made.path("choices"), {}};
    const auto code = [&](std::uint8_t registrar) { return made.election.code(2, registrar); };
    made.captured.person.answers = {code(2), code(2), "mistyped", code(1)};
    REQUIRE(cast_vote(options, made.path("ballot"), system_random(), made.console()));
    CHECK(made.captured.person.questions == "Code 1 of the 2 of the voter:\n"
                                            "Code 2 of the 2 of the voter:\n"
                                            "Code 2 of the 2 of the voter:\n"
                                            "Code 2 of the 2 of the voter:\n");
    CHECK(contains(made.captured.take_talk(), "this is a second code of registrar 2"));
}

TEST_CASE("a voter whose codes were replaced votes with the new ones and the counter goes on") {
    Registered made;
    made.election.vote(0, {{1}});
    made.election.append({made.election.replace(0)});
    const auto old = error_of(made.vote({"code-0-1", "code-0-2"}, "ballot"));
    CHECK(old.message.english() == "these codes were replaced: the voter has new ones");
    made.write_codes(1);
    REQUIRE(made.vote({"code-0-1", "code-0-2"}, "ballot"));
    made.election.append({must(read_file(made.path("ballot")))});
    CHECK(made.election.verify().bad.empty());
    made.election.append({made.election.revoke(0)});
    CHECK(error_of(made.vote({"code-0-1", "code-0-2"}, "other")).message.english() ==
          "these codes were revoked: the voter may no longer vote online");
}

TEST_CASE("a counter is enough without the board but not for codes that a change brought") {
    Registered made;
    CastOptions options{made.record.path(),
                        {made.path("code-1-1"), made.path("code-1-2")},
                        made.path("choices"),
                        0};
    made.election.append({made.election.replace(0)});
    std::filesystem::remove_all(made.record.log());
    REQUIRE(cast_vote(options, made.path("ballot"), system_random(), made.console()));
    made.write_codes(1);
    options.code_files = {made.path("code-0-1"), made.path("code-0-2")};
    CHECK(error_of(cast_vote(options, made.path("other"), system_random(), made.console())).code ==
          ErrorCode::not_on_roll);
}

TEST_CASE("attack 47 one of the codes tells whose receipt and opening it is") {
    Registered made;
    made.console().set_facts(Facts::json);
    REQUIRE(made.vote({"code-0-1", "code-0-2"}, "ballot"));
    const std::string tracker = made.facts()["tracker"];
    REQUIRE(board_append(
        {made.record.path(), {made.path("ballot")}, made.path("key"), made.path("receipts")},
        system_random(), made.console()));
    made.captured.take_out();
    const auto check = [&](const std::string& code) {
        return board_check_receipt({made.record.path(),
                                    made.path("receipts") / (tracker + ".receipt"),
                                    {},
                                    made.path(code)},
                                   made.console());
    };
    REQUIRE(check("code-0-1"));
    CHECK(made.facts()["counts"] == true);
    REQUIRE(check("code-0-2"));
    CHECK(made.facts()["voter_checked"] == true);
    CHECK(error_of(check("code-1-2")).code == ErrorCode::other_voter);
    made.write("foreign", to_string(encode_half_code(1, CodeBytes()).expose()));
    CHECK(error_of(check("foreign")).code == ErrorCode::not_on_roll);
    made.write("single", to_string(encode_code(CodeBytes()).expose()));
    CHECK(error_of(check("single")).code == ErrorCode::other_registrar);

    // By the new codes and by the old ones: it is the same voter.
    made.election.append({made.election.replace(0)});
    REQUIRE(check("code-0-1"));
    made.write_codes(1);
    REQUIRE(check("code-0-1"));
    made.captured.take_out();
    made.captured.take_talk();
    made.election.append({made.election.revoke(0)});
    REQUIRE(check("code-0-2"));
    CHECK(made.facts()["counts"] == false);
    CHECK(contains(made.captured.take_talk(), "it does not count: the registrars have revoked"));
    std::filesystem::remove(made.record.keys());
    CHECK(error_of(check("code-0-2")).code == ErrorCode::not_checked);
}

TEST_CASE("attack 47 an opening is told apart by one code of a replaced voter") {
    Registered made;
    made.console().set_facts(Facts::json);
    made.election.append({made.election.replace(3)});
    made.write_codes(4);
    CastOptions options{made.record.path(),
                        {made.path("code-3-1"), made.path("code-3-2")},
                        made.path("choices"),
                        {}};
    REQUIRE(cast_prepare(options, made.path("state"), system_random(), made.console()));
    const std::string tracker = made.facts()["tracker"];
    REQUIRE(cast_audit({made.path("state"), made.path("opening")}, made.console()));
    const auto verify = [&](const std::string& code) {
        return verify_opening(
            {made.record.path(), made.path("opening"), tracker, {}, made.path(code)},
            made.console());
    };
    CHECK(verify("code-3-1") == Status::done);
    CHECK(verify("code-3-2") == Status::done);
    CHECK(verify("code-2-2") == Status::invalid);
}

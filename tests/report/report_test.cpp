// SPDX-License-Identifier: Apache-2.0
#include "report/report.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using namespace evote;

namespace {

std::string in_english(const Message& message) {
    return message.english();
}

Error failure(std::string file, std::string place) {
    return {ErrorCode::bad_ballot, msg("rule"), std::move(file), {verbatim(std::move(place))}};
}

} // namespace

TEST_CASE("attack 39 a check that was never run does not pass") {
    Report report;
    CHECK(report.conclusion() == Conclusion::incomplete);
    Section& section = report.add_section(msg("ballots"));
    CHECK(report.conclusion() == Conclusion::incomplete);
    Check& run = section.add_check(msg("run"));
    const Check& never_run = section.add_check(msg("never run"));
    run.finish();
    CHECK(run.state() == CheckState::passed);
    CHECK(never_run.state() == CheckState::not_checked);
    CHECK(report.conclusion() == Conclusion::incomplete);
}

TEST_CASE("attack 39 a check that was begun and not finished does not pass") {
    Report report;
    Check& check = report.add_section(msg("ballots")).add_check(msg("proofs"));
    check.remark(msg("half of the ballots are read"));
    CHECK(check.state() == CheckState::not_checked);
    CHECK(report.conclusion() == Conclusion::incomplete);
    check.finish();
    CHECK(report.conclusion() == Conclusion::valid);
}

TEST_CASE("attack 39 a check that was partly skipped does not pass") {
    Report report;
    Section& section = report.add_section(msg("ballots"));
    Check& before = section.add_check(msg("one"));
    before.skip(msg("the log is open"));
    before.finish();
    Check& after = section.add_check(msg("two"));
    after.finish();
    after.skip(msg("the log is open"));
    CHECK(before.state() == CheckState::not_checked);
    CHECK(after.state() == CheckState::not_checked);
    CHECK(report.conclusion() == Conclusion::incomplete);
}

TEST_CASE("a failure counts at once and for good") {
    Report report;
    Section& section = report.add_section(msg("ballots"));
    Check& unfinished = section.add_check(msg("one"));
    unfinished.fail(failure("board", "entry 1"));
    CHECK(unfinished.state() == CheckState::failed);
    CHECK(report.conclusion() == Conclusion::invalid);
    unfinished.skip(msg("the log is open"));
    unfinished.finish();
    CHECK(unfinished.state() == CheckState::failed);
    Check& finished = section.add_check(msg("two"));
    finished.finish();
    finished.fail(Error{ErrorCode::malformed, msg("wrong"), "roll.csv", {msg("line {0}", 2)}});
    CHECK(finished.state() == CheckState::failed);
    CHECK(finished.failures()[0].file == "roll.csv");
    CHECK(english_place(finished.failures()[0].place) == "line 2");
    CHECK(report.count(CheckState::failed) == 2);
}

TEST_CASE("the first of many failures are kept and the others counted") {
    Report report;
    Check& check = report.add_section(msg("ballots")).add_check(msg("proofs"));
    for (std::size_t i = 0; i < Check::most_failures + 5; ++i)
        check.fail(failure("board", fmt::format("entry {}", i)));
    for (std::size_t i = 0; i < Check::most_remarks + 2; ++i)
        check.remark(msg("repeated alpha"));
    CHECK(check.failures().size() == Check::most_failures);
    CHECK(english_place(check.failures().back().place) == "entry 999");
    CHECK(check.more_failures() == 5);
    CHECK(check.more_remarks() == 2);
    const std::string text = report_text(report, in_english);
    CHECK(text.find("and 5 more failures like these, which are not listed\n") != std::string::npos);
    CHECK(text.find("and 2 more notes, which are not listed\n") != std::string::npos);
}

TEST_CASE("a report for people has numbered lines") {
    Report report;
    Section& first = report.add_section(msg("Manifest"));
    Section& second = report.add_section(msg("Ballots"));
    first.add_check(msg("the file is well-formed")).finish();
    Check& proofs = second.add_check(msg("every proof holds"));
    second.add_check(msg("the log is closed")).skip(msg("there is no file board/closed"));
    proofs.fail({ErrorCode::bad_ballot, msg("{0} proof", "bit"), "board", {msg("entry {0}", 7)}});
    proofs.remark(msg("a note"));
    CHECK(report_text(report, in_english) ==
          "1. Manifest\n"
          "  1.1   PASS         the file is well-formed\n"
          "2. Ballots\n"
          "  2.1   FAIL         every proof holds\n"
          "        board: entry 7: bit proof\n"
          "        note: a note\n"
          "  2.2   NOT CHECKED  the log is closed\n"
          "        not checked: there is no file board/closed\n"
          "Result: INVALID. 1 checks failed, 1 passed, 1 were not done.\n");
}

TEST_CASE("a report says its result in words") {
    Report report;
    Section& section = report.add_section(msg("Manifest"));
    section.add_check(msg("one")).finish();
    CHECK(report_text(report, in_english).ends_with("\nResult: valid. All 1 checks passed.\n"));
    section.add_check(msg("two"));
    CHECK(report_text(report, in_english)
              .ends_with("\nResult: incomplete. Nothing wrong was found, but 1 checks were not "
                         "done; 1 passed.\n"));
}

TEST_CASE("a report for programs has stable keys in a fixed order") {
    Report report;
    Section& section = report.add_section(msg("Ballots"));
    Check& check = section.add_check(msg("proofs"));
    check.fail(failure("board", "entry 7"));
    check.remark(msg("a note"));
    section.add_check(msg("closed")).skip(msg("open"));
    CHECK(
        text_of(report_json(report)) ==
        R"({"format":"evote-report-1","status":"invalid","passed":0,"failed":1,"not_checked":1,)"
        R"("sections":[{"number":1,"title":"Ballots","checks":[{"number":"1.1",)"
        R"("title":"proofs","state":"FAIL","failures":[{"code":"bad-ballot","file":"board",)"
        R"("place":"entry 7","reason":"rule"}],"more_failures":0,"skipped":null,"notes":["a note"],)"
        R"("more_notes":0},{"number":"1.2","title":"closed","state":"NOT CHECKED",)"
        R"("failures":[],"more_failures":0,"skipped":"open","notes":[],"more_notes":0}]}]})"
        "\n");
}

TEST_CASE("attack 35 names in a report cannot steer a terminal or break JSON") {
    Report report;
    Check& check = report.add_section(msg("Ballots")).add_check(msg("proofs"));
    check.fail(
        {ErrorCode::invalid, msg("by {0}", "x\u202Ey"), "a\x1b[2Jb\nPASS", {verbatim("\xff")}});
    const std::string text = report_text(report, in_english);
    CHECK(text.find("a\\u{001B}[2Jb\\u{000A}PASS: \\x{FF}: by x\\u{202E}y\n") != std::string::npos);
    const auto json = nlohmann::json::parse(text_of(report_json(report)));
    CHECK(json.at("sections")[0].at("checks")[0].at("failures")[0].at("place") == "\\x{FF}");
}

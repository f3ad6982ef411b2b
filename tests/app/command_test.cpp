// SPDX-License-Identifier: Apache-2.0
#include "app/passphrase.h"
#include "app/scripted_person.h"
#include "app/temporary_folder.h"
#include "os/file.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;

namespace {

std::string passphrase_in(std::string_view content) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "passphrase";
    REQUIRE(write_file(path, bytes_of(content)));
    CapturedConsole captured;
    const auto read = read_passphrase({path}, captured.console);
    return read ? to_string(read->expose()) : "refused: " + read.error().message.english();
}

} // namespace

TEST_CASE("an error is one line and determines the status") {
    CapturedConsole captured;
    const Error error{
        ErrorCode::malformed, msg("{0} is wrong", "this"), "a\x1b.csv", {msg("line {0}", 3)}};
    CHECK(captured.console.complain(error) == Status::malformed);
    CHECK(captured.take_talk() == "a\\u{001B}.csv: line 3: this is wrong\n");
    CHECK(captured.console.end(Outcome()) == Status::done);
    CHECK(captured.take_talk().empty());
    CHECK(captured.take_out().empty());
}

TEST_CASE("temporary files are where the environment says if that is a folder") {
    const TemporaryFolder folder;
    {
        const TemporaryFilesIn here(folder.path());
        CHECK(temporary_folder() == folder.path());
    }
    const TemporaryFilesIn nowhere(folder.path() / "nowhere");
    CHECK(temporary_folder() == "/tmp");
}

TEST_CASE("facts are lines or one json object") {
    CapturedConsole captured;
    const JsonWriter json{{"size", 3}};
    captured.console.facts({msg("{0} ballots", 3), msg("done")}, json);
    CHECK(captured.take_out() == "3 ballots\ndone\n");
    captured.console.set_facts(Facts::json);
    captured.console.facts({msg("{0} ballots", 3)}, json);
    CHECK(captured.out.str().empty());
    CHECK(captured.take_out() == "{\"size\":3}\n");
    CHECK(captured.take_out() == "{}\n");
}

TEST_CASE("errors in the json object are the same in every language") {
    CapturedConsole captured;
    captured.console.set_facts(Facts::json);
    captured.console.set_language(Language::russian);
    captured.console.facts({msg("{0} ballots", 3)}, JsonWriter{{"size", 3}});
    const Error error{ErrorCode::file_missing,
                      msg("no such file or folder"),
                      "a\x1b.csv",
                      {verbatim("trustees[2]"), msg("line {0}", 3)}};
    CHECK(captured.console.complain(error) == Status::refused);
    CHECK(captured.console.end(fail(ErrorCode::log_open, msg("nothing was signed"))) ==
          Status::incomplete);
    captured.console.warn(Error{ErrorCode::system, msg("nothing was signed"), {}, {}});
    CHECK(captured.take_out() == R"({"size":3,"errors":[{"code":"file-missing","status":2,)"
                                 R"("message":"no such file or folder","file":"a\\u{001B}.csv",)"
                                 R"("place":"trustees[2]: line 3"},{"code":"log-open","status":5,)"
                                 R"("message":"nothing was signed","file":null,"place":null}]})"
                                 "\n");
    CHECK(captured.take_talk() ==
          "a\\u{001B}.csv: trustees[2]: строка 3: такого файла или папки нет\n"
          "ничего не подписано\nничего не подписано\n");
}

TEST_CASE("who is asked about facts sees them with json too") {
    CapturedConsole captured;
    captured.console.set_facts(Facts::json);
    captured.person.answers = {"yes", "yes"};
    captured.console.facts({msg("{0} ballots", 3)}, JsonWriter{{"size", 3}});
    CHECK(captured.console.confirm(msg("Sign?")));
    CHECK(captured.take_talk() == "3 ballots\n");
    CHECK(captured.console.confirm(msg("Sign?")));
    CHECK(captured.take_talk().empty());
    CHECK(captured.take_out() == "{\"size\":3}\n");
}

TEST_CASE("attack 35 control and bidi characters are never printed") {
    CapturedConsole captured;
    captured.console.facts({msg("voter {0}", "a\u202eb")}, {});
    CHECK(captured.take_out() == "voter a\\u{202E}b\n");
    captured.console.say(msg("voter {0}", "a\nb"));
    CHECK(captured.take_talk() == "voter a\\u{000A}b\n");
    CHECK_FALSE(captured.console.confirm(msg("{0}?", "\x1b[2J")));
    CHECK(captured.person.questions == "\\u{001B}[2J?\n");
}

TEST_CASE("only a clear yes is a yes") {
    CapturedConsole captured;
    captured.person.answers = {"yes", " да ", "ооба", "y", "", "no"};
    for (const bool expected : {true, true, true, false, false, false}) {
        const auto answer = captured.console.confirm(msg("Sign?"));
        REQUIRE(answer);
        CHECK(*answer == expected);
    }
    CHECK(captured.console.confirm(msg("Sign?")).error().code == ErrorCode::nobody_to_ask);
}

TEST_CASE("languages and threads") {
    CHECK(parse_language("ky").value() == Language::kyrgyz);
    CHECK(parse_language("ru").value() == Language::russian);
    CHECK(parse_language("en").value() == Language::english);
    CHECK(parse_language("de").error().code == ErrorCode::usage);
    for (const auto tag : {"ky", "ru", "en"})
        CHECK(language_tag(*parse_language(tag)) == tag);
    CapturedConsole captured;
    CHECK(captured.console.threads() >= 1);
    captured.console.set_threads(3);
    CHECK(captured.console.threads() == 3);
}

TEST_CASE("a passphrase file has one line whose end does not count") {
    CHECK(passphrase_in("five random words") == "five random words");
    CHECK(passphrase_in("five random words\n") == "five random words");
    CHECK(passphrase_in("five random words\r\n") == "five random words");
    CHECK(passphrase_in(" blanks count \n") == " blanks count ");
    CHECK(passphrase_in("\n") == "refused: the passphrase is empty");
    CHECK(passphrase_in("") == "refused: the passphrase is empty");
    CHECK(passphrase_in("a\nb\n") == "refused: a passphrase file has one line");
    CHECK(passphrase_in(std::string(5000, 'x')).substr(0, 7) == "refused");
}

TEST_CASE("a new passphrase is asked for twice") {
    CapturedConsole captured;
    captured.person.answers = {"one long passphrase", "one long passphrase"};
    const auto chosen = choose_passphrase({}, captured.console);
    REQUIRE(chosen);
    CHECK(to_string(chosen->expose()) == "one long passphrase");
    CHECK(captured.take_talk().empty());

    captured.person.answers = {"one long passphrase", "another passphrase"};
    CHECK(choose_passphrase({}, captured.console).error().code == ErrorCode::unusable_passphrase);
    captured.person.answers = {"short", "short"};
    CHECK(choose_passphrase({}, captured.console));
    CHECK_FALSE(captured.take_talk().empty());
    captured.person.answers = {"", ""};
    CHECK(choose_passphrase({}, captured.console).error().code == ErrorCode::unusable_passphrase);
    CHECK(read_passphrase({}, captured.console).error().code == ErrorCode::unusable_passphrase);
}

// SPDX-License-Identifier: Apache-2.0
#include "app/credentials.h"
#include "app/scripted_person.h"
#include "app/setup.h"
#include "ballot/credential.h"
#include "base/text.h"
#include "os/file.h"
#include "record/open_record.h"
#include "secretfile/age.h"
#include "support/file_size_limit.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

using namespace evote;

namespace {

// An election with the districts district-1 and district-2, and a list of voters.
struct Registrar {
    TemporaryFolder folder;
    CapturedConsole captured;
    RecordFolder record{folder.path() / "record"};
    CredentialsOptions options{
        record.path(), folder.path() / "voters.csv", folder.path() / "codes.csv", {}, true};

    explicit Registrar(std::string_view voters) {
        REQUIRE(setup_new({record.path(), "parliament-district", "p"}, captured.console));
        captured.take_out();
        REQUIRE(write_file(options.voters, bytes_of(voters)));
    }

    Outcome issue() { return credentials_issue(options, system_random(), captured.console); }

    std::string refusal() {
        const auto outcome = issue();
        REQUIRE_FALSE(outcome);
        CHECK_FALSE(file_exists(record.roll()));
        CHECK_FALSE(file_exists(options.codes));
        return english_place(outcome.error().place) + ": " + outcome.error().message.english();
    }
};

unsigned mode(const std::filesystem::path& path) {
    struct stat facts {};

    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

} // namespace

TEST_CASE("every voter gets a code whose credential is on the roll") {
    Registrar registrar("Асан,district-1\nB. Bekova,district-2,5\n003,district-1,4294967296\n");
    REQUIRE(registrar.issue());
    CHECK(registrar.captured.take_out().starts_with("3 voters are on the roll"));
    CHECK(mode(registrar.options.codes) == 0600);

    const auto manifest = read_manifest(registrar.record);
    const auto roll = read_roll(registrar.record, *manifest);
    REQUIRE(roll);
    CHECK(roll->entries().size() == 3);
    const std::string codes = to_string(*read_file(registrar.options.codes));
    const auto lines = split(codes, '\n');
    REQUIRE(lines.size() == 4);
    const std::vector<std::string> names{"Асан", "B. Bekova", "003"};
    const std::vector<std::uint64_t> weights{1, 5, 4294967296};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto fields = split(lines[i], ',');
        REQUIRE(fields.size() == 2);
        CHECK(fields[0] == names[i]);
        const auto code = decode_code(fields[1]);
        REQUIRE(code);
        const auto credential = Credential::from_code(manifest->hash(), *code);
        const auto place = roll->find(credential->encoding);
        REQUIRE(place);
        CHECK(roll->entries()[*place].weight() == weights[i]);
        CHECK(roll->entries()[*place].district == (i == 1 ? 1 : 0));
    }
    CHECK(to_string(*read_file(registrar.record.roll())).find("Bekova") == std::string::npos);
}

TEST_CASE("the codes are encrypted to every recipient") {
    Registrar registrar("voter,district\na,district-1\r\nb,district-2\r\n");
    const auto one = AgeIdentity::generate(system_random());
    const auto other = AgeIdentity::generate(system_random());
    registrar.options.plain = false;
    registrar.options.recipients = {one.recipient().text(), other.recipient().text()};
    REQUIRE(registrar.issue());
    const auto file = *read_file(registrar.options.codes);
    for (const auto* identity : {&one, &other}) {
        const auto codes = age_decrypt(file, *identity);
        REQUIRE(codes);
        const auto text = text_of(codes->expose());
        CHECK(text.starts_with("voter,code\na,"));
        CHECK(std::ranges::count(text, '\n') == 3);
    }
}

TEST_CASE("whether codes are encrypted must be said") {
    Registrar registrar("a,district-1\n");
    registrar.options.recipients = {"age1qqq"};
    CHECK(registrar.refusal() == ": recipient 1 is not an age public key");
    registrar.options.recipients = {AgeIdentity::generate(system_random()).recipient().text()};
    CHECK(registrar.issue().error().code == ErrorCode::usage);
    registrar.options.recipients.clear();
    registrar.options.plain = false;
    CHECK(registrar.issue().error().code == ErrorCode::usage);
}

TEST_CASE("a wrong list of voters is refused by line and nothing is written") {
    const auto refusal = [](std::string_view voters) { return Registrar(voters).refusal(); };
    CHECK(refusal("a,district-1\nb,district-2\na,district-2\n") ==
          "line 3: voter a is named twice");
    CHECK(refusal("a,nowhere\n") ==
          "line 1: the election has no district with the name written here");
    CHECK(refusal("voter,district,weight\na,district-1,1\nb,district-1,0\n") ==
          "line 3: a weight is a whole number from 1 to 4294967296");
    for (const auto* weight : {"-1", "01", "1.5", "4294967297", "18446744073709551616", "", "+1"})
        CHECK(
            refusal(std::string("a,district-1,") + weight + "\n").starts_with("line 1: a weight"));
    CHECK(refusal("a\n").starts_with("line 1: a line has the form"));
    CHECK(refusal("a,district-1,1,1\n").starts_with("line 1: a line has the form"));
    CHECK(refusal(",district-1\n").starts_with("line 1: this cannot be the name"));
    CHECK(refusal("\"a\",district-1\n").starts_with("line 1: there are quotation marks"));
    CHECK(refusal("a,district-1\n\nb,district-1\n").starts_with("line 2: a line has the form"));
    CHECK(refusal("") == ": there are no voters in this file");
    CHECK(refusal("voter,district\n") == ": there are no voters in this file");
}

TEST_CASE(
    "attack 51 finding 17 lists as spreadsheets and old systems make them are named as such") {
    const auto refusal = [](std::string_view voters) { return Registrar(voters).refusal(); };
    CHECK(refusal("voter;district\na;district-1\n") ==
          "line 1: the fields are separated by semicolons; save the list with commas");
    CHECK(refusal("a\tdistrict-1\n") ==
          "line 1: the fields are separated by tabs; save the list with commas");
    CHECK(refusal("voter,district\n\xC0\xF1\xE0\xED,district-1\n") ==
          "line 2: this text is in Windows-1251; save the file as UTF-8");
    CHECK(refusal("\x80\xE1\xA0\xAD,district-1\n") ==
          "line 1: this text is in CP866; save the file as UTF-8");
    CHECK(refusal("a,district-1 \n") ==
          "line 1: there is a blank at the beginning or the end of a field");
    CHECK(refusal("a ,district-1\n") ==
          "line 1: there is a blank at the beginning or the end of a field");
    for (const std::string begin : {"=", "+", "-", "@"})
        CHECK(refusal(begin + "1+1,district-1\n") ==
              "line 1: a name that begins with " + begin +
                  " is a formula for a spreadsheet; write it in another way");
}

TEST_CASE("attack 51 finding 17 a byte order mark is no part of a list") {
    Registrar registrar("\xEF\xBB\xBFvoter,district\r\na,district-1\r\n");
    REQUIRE(registrar.issue());
    CHECK(text_of(must(read_file(registrar.options.codes))).starts_with("voter,code\na,"));
}

TEST_CASE("attack 51 finding 17 a name in two forms of Unicode is one voter") {
    CHECK(Registrar("\u0419лдыз,district-1\n\u0418\u0306лдыз,district-2\n").refusal() ==
          "line 2: voter \u0419лдыз is named twice");
    Registrar registrar("\u0418\u0306лдыз,district-1\n");
    REQUIRE(registrar.issue());
    CHECK(text_of(must(read_file(registrar.options.codes))).starts_with("\u0419лдыз,"));
}

TEST_CASE("finding 17 all wrong lines of a list are named up to twenty") {
    Registrar two("a,nowhere\nb,district-1\n=c,district-1\n");
    CHECK(two.refusal() == ": 2 lines of this list cannot be used");
    CHECK(two.captured.take_talk() ==
          two.options.voters.string() +
              ": line 1: the election has no district with the name written here\n" +
              two.options.voters.string() +
              ": line 3: a name that begins with = is a formula for a spreadsheet; write it in "
              "another way\n");
    std::string voters;
    for (int i = 0; i < 25; ++i)
        voters += fmt::format("v{},nowhere\n", i);
    Registrar many(voters);
    CHECK(many.refusal() == ": 25 lines of this list cannot be used");
    const auto talk = many.captured.take_talk();
    CHECK(std::ranges::count(talk, '\n') == 21);
    CHECK(talk.ends_with("and 5 more\n"));
}

TEST_CASE("attack 52 finding 14 lists and codes are kept out of the record") {
    Registrar registrar("a,district-1\n");
    std::filesystem::create_directory_symlink(registrar.record.path(),
                                              registrar.folder.path() / "link");
    for (const auto& codes :
         {registrar.record.path() / "codes.csv", registrar.folder.path() / "link" / "codes.csv"}) {
        registrar.options.codes = codes;
        CHECK(registrar.issue().error().code == ErrorCode::in_record);
        registrar.options.plain = false;
        registrar.options.recipients = {AgeIdentity::generate(system_random()).recipient().text()};
        CHECK(registrar.issue().error().code == ErrorCode::in_record);
        registrar.options.plain = true;
        registrar.options.recipients.clear();
    }
    registrar.options.codes = registrar.folder.path() / "codes.csv";
    std::filesystem::rename(registrar.options.voters, registrar.record.path() / "voters.csv");
    registrar.options.voters = registrar.record.path() / "voters.csv";
    CHECK(registrar.issue().error().code == ErrorCode::in_record);
    CHECK_FALSE(file_exists(registrar.record.roll()));
}

TEST_CASE("attack 21 weights that add up to more than the bound are refused") {
    std::string voters;
    for (int i = 0; i < 257; ++i)
        voters += fmt::format("v{},district-1,4294967296\n", i);
    CHECK(Registrar(voters).refusal() ==
          "line 257: all weights together are more than 1099511627776");
}

TEST_CASE("attack 35 names that print as something else are refused") {
    CHECK(Registrar("a\xE2\x80\xAE"
                    "b,district-1\n")
              .refusal()
              .starts_with("line 1: this cannot be the name"));
}

TEST_CASE("codes and roll are never overwritten") {
    Registrar registrar("a,district-1\n");
    REQUIRE(registrar.issue());
    const auto roll = must(read_file(registrar.record.roll()));
    const auto codes = must(read_file(registrar.options.codes));
    CHECK(registrar.issue().error().file == registrar.record.roll().string());
    std::filesystem::remove(registrar.record.roll());
    CHECK(registrar.issue().error().file == registrar.options.codes.string());
    CHECK(must(read_file(registrar.options.codes)) == codes);
}

TEST_CASE("a full disk leaves no codes without a roll") {
    Registrar registrar("a,district-1\n");
    {
        // Room for the codes, not for the roll.
        const FileSizeLimit limit(60);
        const auto outcome = registrar.issue();
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == ErrorCode::system);
        CHECK(outcome.error().file == registrar.record.roll().string());
    }
    CHECK_FALSE(file_exists(registrar.options.codes));
    CHECK(registrar.issue());
}

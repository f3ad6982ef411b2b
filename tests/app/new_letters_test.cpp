// SPDX-License-Identifier: Apache-2.0
// Letters with new codes of some voters, after sealing.
#include "app/registrar.h"
#include "app/sealed_office.h"
#include "base/text.h"
#include "registrar/codes_file.h"

using namespace evote;

namespace {

struct NewLetters : SealedOffice {
    using SealedOffice::SealedOffice;

    RegistrarLettersOptions letters(const std::string& codes, std::uint8_t registrar = 1) {
        secret(1); // and the list
        RegistrarLettersOptions out{made.record.path(), made.path(codes), made.path("list"),
                                    registrar, made.path("letters")};
        out.only = true;
        return out;
    }

    // The codes as they were before sealing.
    std::string first_codes(std::uint8_t registrar) {
        const auto parsed = must(PrivateList::parse(list, made.election.manifest()));
        return to_string(codes_file(secrets[registrar - std::size_t{1}], parsed).expose());
    }

    std::string only_line(const std::string& codes, std::size_t number) {
        const auto lines = split(codes, '\n');
        return std::string(lines[0]) + "\n" + std::string(lines[number]) + "\n";
    }

    Error refusal(const RegistrarLettersOptions& options) {
        const auto outcome = registrar_letters(options, made.console());
        REQUIRE_FALSE(outcome);
        CHECK_FALSE(file_exists(options.out));
        return outcome.error();
    }

    static std::size_t count(const std::string& text, std::string_view part) {
        std::size_t out = 0;
        for (std::size_t at = text.find(part); at != std::string::npos; ++out)
            at = text.find(part, at + 1);
        return out;
    }

    // The document, which is removed.
    std::string document(const RegistrarLettersOptions& options) {
        must(registrar_letters(options, made.console()));
        auto html = to_string(must(read_file(options.out)));
        std::filesystem::remove(options.out);
        return html;
    }

    // How many letters were made.
    std::size_t made_letters(const RegistrarLettersOptions& options) {
        return count(document(options), "<section>");
    }
};

} // namespace

TEST_CASE("a new code is printed once the board has its roll change") {
    NewLetters office;
    office.replace(3);
    const auto early = office.refusal(office.letters("new-1"));
    CHECK(early.code == ErrorCode::changed);
    CHECK(early.file == office.made.path("new-1").string());
    CHECK(contains(early.english(), "code of number 3"));
    REQUIRE(office.append("change"));
    CHECK(office.made_letters(office.letters("new-1")) == 1);
    CHECK(office.made_letters(office.letters("new-2", 2)) == 1);
    CHECK(contains(office.document(office.letters("new-1")), "Your new code from registrar 1."));
    // The next issue.
    const auto second = to_string(must(read_file(office.made.path("new-1"))));
    office.replace(3);
    REQUIRE(office.append("change"));
    CHECK(office.made_letters(office.letters("new-1")) == 1);
    office.made.write("second", second);
    const auto old = office.refusal(office.letters("second"));
    CHECK(old.code == ErrorCode::not_on_roll);
    CHECK(contains(old.english(), "line 2: this code of number 3 was replaced"));
}

TEST_CASE("attack 54 no letter has a code that is not in effect") {
    NewLetters office;
    const std::string first = office.first_codes(1);
    office.made.write("first", first);
    office.made.write("three", office.only_line(first, 3));
    office.made.write("four", office.only_line(first, 4));
    CHECK(contains(office.document(office.letters("three")), "Your code from registrar 1:"));
    office.replace(3);
    REQUIRE(office.append("change"));
    CHECK(contains(office.refusal(office.letters("three")).english(), "number 3 was replaced"));
    CHECK(office.made_letters(office.letters("four")) == 1);
    auto all = office.letters("first");
    all.only = false;
    const auto replaced = office.refusal(all);
    CHECK(replaced.code == ErrorCode::not_on_roll);
    CHECK(contains(replaced.english(), "line 4: this code of number 3 was replaced"));
    // The code of another voter's roll change.
    std::string moved = to_string(must(read_file(office.made.path("new-1"))));
    moved = "number,voter,code\n4,," + moved.substr(moved.rfind(',') + 1);
    office.made.write("moved", moved);
    CHECK(office.refusal(office.letters("moved")).code == ErrorCode::changed);

    std::filesystem::remove(office.made.path("change"));
    must(office.change(1, 4, ChangeAction::revoke));
    must(office.change(2, 4, ChangeAction::revoke));
    REQUIRE(office.append("change"));
    const auto revoked = office.refusal(office.letters("four"));
    CHECK(revoked.code == ErrorCode::not_on_roll);
    CHECK(contains(revoked.english(), "this code of number 4 was revoked"));
}

TEST_CASE("nobody is missing among the letters unless that was asked for") {
    NewLetters office;
    const std::string first = office.first_codes(2);
    office.made.write("first", first);
    office.made.write("some", office.only_line(first, 2));
    auto options = office.letters("first", 2);
    options.only = false;
    CHECK(office.made_letters(options) == 4);
    options.codes = office.made.path("some");
    const auto missing = office.refusal(options);
    CHECK(missing.code == ErrorCode::changed);
    CHECK(contains(missing.english(), "the code of number 1 of the list is missing here"));
    options.only = true;
    CHECK(office.made_letters(options) == 1);
}

TEST_CASE("without the board the letters' codes are compared with the roll and that is said") {
    NewLetters office;
    office.made.write("first", office.first_codes(1));
    std::filesystem::remove_all(office.made.record.log());
    office.made.captured.take_talk();
    CHECK(office.made_letters(office.letters("first")) == 4);
    CHECK(
        contains(office.made.captured.take_talk(), "was NOT CHECKED: the record lacks the board"));
}

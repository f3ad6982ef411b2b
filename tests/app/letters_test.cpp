// SPDX-License-Identifier: Apache-2.0
// Letters with the codes of registrars.
#include "app/office.h"

using namespace evote;

TEST_CASE("codes of registrars are encrypted for whom they are made and read for letters") {
    Office office;
    must(office.list());
    const auto identity = AgeIdentity::generate(system_random());
    for (unsigned i = 1; i <= 2; ++i) {
        auto options = office.halves_options(i);
        options.plain = false;
        options.recipients = {identity.recipient().text()};
        must(office.halves(options));
        office.keys.push_back(office.secret(i).secret().signer().verifier().text());
    }
    must(registrar_roll(office.record.path(), office.captured.console));
    must(office.seal());
    auto letters = office.letters_options(1);
    CHECK(registrar_letters(letters, office.captured.console).error().code == ErrorCode::wrong_key);
    letters.identity = office.path("identity");
    const SecretBytes key = identity.text();
    office.write("identity", "# a comment\n" + to_string(key.expose()) + "\n");
    CHECK(registrar_letters(letters, office.captured.console));
    office.write("identity", "# nothing\n");
    letters.out = office.path("other.html");
    CHECK(registrar_letters(letters, office.captured.console).error().code == ErrorCode::malformed);
}

TEST_CASE("letters have one code each and never the number") {
    Office office;
    office.make_halves();
    must(registrar_roll(office.record.path(), office.captured.console));
    must(office.seal());
    for (unsigned i = 1; i <= 2; ++i)
        REQUIRE(registrar_letters(office.letters_options(i), office.captured.console));
    CHECK(mode_of(office.path("letters-1.html")) == 0600);
    const std::string html = office.text_of_file("letters-1.html");
    CHECK_FALSE(contains(html, "<script"));
    CHECK_FALSE(contains(html, "А. <Б>"));
    CHECK(contains(html, "А. &lt;Б&gt; &amp; "));
    CHECK(contains(html, "Call &lt;us&gt;"));
    const std::string codes = office.text_of_file("codes-1");
    std::size_t pages = 0;
    for (std::size_t at = html.find("<section>"); at != std::string::npos; ++pages) {
        const std::size_t next = html.find("<section>", at + 1);
        const std::string page = html.substr(at, next - at);
        std::size_t found = 0;
        for (std::size_t line = 1; line <= 3; ++line)
            found += contains(page, "<span>" + code_of(codes, line).substr(0, 4) + "</span>") &&
                             contains(page, "<span>" + code_of(codes, line).substr(30) + "</span>")
                         ? 1U
                         : 0U;
        CHECK(found == 1);
        at = next;
    }
    CHECK(pages == 3);
    CHECK(contains(office.text_of_file("letters-2.html"), "--l:dashed"));
}

TEST_CASE("attack 54 letters are refused for codes of another registrar or election or list") {
    Office office;
    office.make_halves();
    must(registrar_roll(office.record.path(), office.captured.console));
    const auto refusal = [&](const RegistrarLettersOptions& options) {
        const auto outcome = registrar_letters(options, office.captured.console);
        REQUIRE_FALSE(outcome);
        CHECK_FALSE(file_exists(options.out));
        return outcome.error().code;
    };
    CHECK(refusal(office.letters_options(1)) == ErrorCode::step_missing); // not sealed
    must(office.seal());
    auto options = office.letters_options(1);
    options.codes = office.path("codes-2");
    CHECK(refusal(options) == ErrorCode::other_registrar);
    options = office.letters_options(1);
    options.registrar = 3;
    CHECK(refusal(options) == ErrorCode::usage);
    for (const auto* page : {"http://vote.example", "https://", "https://a#b", "https://a b"}) {
        options = office.letters_options(1);
        options.page = page;
        CHECK(refusal(options) == ErrorCode::usage);
    }
    const std::string right = office.text_of_file("codes-1");
    const auto with_codes = [&](const std::string& text) {
        office.write("codes-1", text);
        return refusal(office.letters_options(1));
    };
    CHECK(with_codes("") == ErrorCode::malformed);
    CHECK(with_codes(right.substr(0, right.size() - 1)) == ErrorCode::malformed);
    CHECK(with_codes(right + "4,x,y\n") == ErrorCode::malformed);
    std::string swapped = right;
    swapped.replace(swapped.find(code_of(right, 1)), 34, code_of(right, 2));
    CHECK(with_codes(swapped) == ErrorCode::changed);
    std::string renamed = right;
    renamed.insert(renamed.find("\n1,") + 3, "?");
    CHECK(with_codes(renamed) == ErrorCode::changed);
    renamed.insert(renamed.find("\n1,") + 3, "\xFF");
    CHECK(with_codes(renamed) == ErrorCode::malformed);
    office.write("codes-1", right);
    std::filesystem::remove(office.path("list.csv"));
    must(office.list());
    CHECK(refusal(office.letters_options(1)) == ErrorCode::changed);
}

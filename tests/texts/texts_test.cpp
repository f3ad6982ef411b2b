// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "support/rooms.h"
#include "texts/catalogue.h"
#include "texts/source_texts.h"
#include "texts/texts.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <set>

using namespace evote;

namespace {

std::set<char> placeholders(std::string_view text) {
    std::set<char> found;
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '{' && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}')
            found.insert(text[i + 1]);
    return found;
}

// What the catalogue of one language lacks or has in excess, a line each.
std::string faults_of(std::span<const CatalogueEntry> catalogue,
                      const std::map<std::string, std::string>& texts) {
    std::map<std::string_view, std::string_view> entries;
    std::string faults;
    for (const auto& [english, text] : catalogue) {
        entries.emplace(english, text);
        if (!texts.contains(std::string(english)))
            faults += "no source has: " + std::string(english) + "\n";
        if (placeholders(english) != placeholders(text))
            faults += "other placeholders: " + std::string(english) + "\n";
        if (trim(text).empty() || printable(text) != text)
            faults += "empty or not printable: " + std::string(english) + "\n";
    }
    for (const auto& [english, file] : texts)
        if (!entries.contains(english))
            faults += file + ": no text for: " + english + "\n";
    return faults;
}

} // namespace

TEST_CASE("catalogue is complete") {
    const auto texts = texts_of_project();
    CHECK(texts.size() > 200);
    CHECK(texts.contains("Makes a voter's ballot")); // the tools' descriptions are among them
    for (const auto& [text, file] : texts)
        CHECK_FALSE(file == "fault");
    CHECK(faults_of(russian_catalogue(), texts) == "");
    CHECK(faults_of(kyrgyz_catalogue(), texts) == "");
}

TEST_CASE("the catalogue test finds what is missing or wrong") {
    const std::map<std::string, std::string> texts{{"a {0}", "lib/a.cpp"}, {"b", "lib/b.cpp"}};
    const CatalogueEntry entries[] = {{"a {0}", "x {1}"}, {"c", " "}};
    CHECK(faults_of(entries, texts) == "other placeholders: a {0}\n"
                                       "no source has: c\n"
                                       "empty or not printable: c\n"
                                       "lib/b.cpp: no text for: b\n");
}

TEST_CASE("texts are found in sources") {
    const auto templates = [](std::string_view source) { return find_texts(source).templates; };
    using Texts = std::vector<std::string>;
    CHECK(templates(R"cpp(f(msg("one {0}", 1)); return fail(s, msg( "two "
                         "halves"), "no");)cpp") == Texts{"one {0}", "two halves"});
    CHECK(templates(R"cpp(msg("a \"b\"") // msg("no")
                         /* msg("no") */ x = "msg(\"no\")"; c = '"'; msg("d"))cpp") ==
          Texts{"a \"b\"", "d"});
    CHECK(templates(R"cpp(int n = 1'000; msg("a") // it's
                         msg("b"))cpp") == Texts{"a", "b"});
    CHECK(templates(R"cpp(Template("a"), Template{"b"}; Template t = "c"; Template u[] = {"d", "e"};
                         f(Template text, const char* x = "no");)cpp") ==
          Texts{"a", "b", "c", "d", "e"});
    CHECK(templates("x = R\"x(msg(\"no\"))x\"; msg(\"yes\")") == Texts{"yes"});
    CHECK(templates("my_msg(\"no\")").empty());
    CHECK(find_texts("msg(choose(x))").faults.size() == 1);
    CHECK(find_texts("Message msg(Template text, int x);").faults.empty());
}

TEST_CASE("sentences are found in sources") {
    const SourceTexts found = find_texts(
        R"cpp(app.add_option("DIR", x, "The election's " // that's all
                             "folder"); print(", "); c = ' '; say(msg("a b"), "c  d");)cpp");
    CHECK(found.sentences == std::vector<std::string>{"The election's folder", "c  d"});
    CHECK(found.templates == std::vector<std::string>{"a b"});
}

TEST_CASE("messages are translated with their values") {
    const Message message = msg("line with {0} and no translation", 7);
    for (const Language language : {Language::kyrgyz, Language::russian, Language::english})
        CHECK(translate(message, language) == "line with 7 and no translation");
    const Message known = msg("the language is ky, ru or en, not {0}", "de");
    CHECK(translate(known, Language::english) == "the language is ky, ru or en, not de");
    const std::string russian = translate(known, Language::russian);
    const std::string kyrgyz = translate(known, Language::kyrgyz);
    CHECK(russian.find("de") != std::string::npos);
    CHECK(russian != translate(known, Language::english));
    CHECK(kyrgyz != translate(known, Language::english));
    CHECK(kyrgyz != russian);
}

TEST_CASE("texts without values are translated") {
    const std::string_view known = "The election's folder";
    CHECK(translate(known, Language::english) == known);
    CHECK(translate(known, Language::russian) == "Папка выборов");
    CHECK(translate(known, Language::kyrgyz) == "Шайлоонун папкасы");
    for (const Language language : {Language::kyrgyz, Language::russian, Language::english})
        CHECK(translate("no translation {0}", language) == "no translation {0}");
}

TEST_CASE("a language is chosen by flag or by locale") {
    for (const Language language : {Language::kyrgyz, Language::russian, Language::english})
        CHECK(parse_language(language_tag(language)).value() == language);
    for (const auto* wrong : {"", "de", "KY", "ky_KG", "ru "})
        CHECK_FALSE(parse_language(wrong));
    CHECK(language_of_locale("ky_KG.UTF-8") == Language::kyrgyz);
    CHECK(language_of_locale("ru_RU") == Language::russian);
    CHECK(language_of_locale("ru") == Language::russian);
    CHECK(language_of_locale("ru@latin") == Language::russian);
    for (const auto* other : {"", "C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "rus"})
        CHECK(language_of_locale(other) == Language::english);
}

TEST_CASE("the environment chooses the language in the usual order") {
    const auto set = [](const char* all, const char* messages, const char* lang) {
        ::setenv("LC_ALL", all, 1);
        ::setenv("LC_MESSAGES", messages, 1);
        ::setenv("LANG", lang, 1);
        return language_of_environment();
    };
    CHECK(set("ky_KG.UTF-8", "ru_RU", "en_US") == Language::kyrgyz);
    CHECK(set("", "ru_RU", "ky_KG") == Language::russian);
    CHECK(set("", "", "ky_KG") == Language::kyrgyz);
    CHECK(set("C", "ru_RU", "ky_KG") == Language::english);
    CHECK(set("", "", "") == Language::english);
}

TEST_CASE("a command line chooses the language before it is parsed") {
    ::setenv("LC_ALL", "ky_KG.UTF-8", 1);
    const auto language = [](std::vector<std::string> words) {
        return language_of_arguments(words);
    };
    CHECK(language({}) == Language::kyrgyz);
    CHECK(language({"check", "--lang", "ru", "folder"}) == Language::russian);
    CHECK(language({"--lang=en", "--unknown"}) == Language::english);
    CHECK(language({"--lang", "de", "--lang=ru"}) == Language::russian);
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"--lang"}, {"--lang="}, {"--lang", "de"}, {"--language", "ru"}, {"ru"}})
        CHECK(language(words) == Language::kyrgyz);
}

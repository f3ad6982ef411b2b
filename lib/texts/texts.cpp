// SPDX-License-Identifier: Apache-2.0
#include "texts/texts.h"

#include "base/text.h"
#include "texts/catalogue.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace evote::texts {

namespace {

std::optional<Language> language_of_tag(std::string_view tag) {
    for (const Language language : {Language::kyrgyz, Language::russian, Language::english})
        if (tag == language_tag(language))
            return language;
    return std::nullopt;
}

std::span<const CatalogueEntry> catalogue_of(Language language) {
    switch (language) {
    case Language::kyrgyz:
        return kyrgyz_catalogue();
    case Language::russian:
        return russian_catalogue();
    case Language::english:
        break;
    }
    return {};
}

// The catalogue's text for an English one, or the English text where it has none.
std::string_view find_text(std::string_view english, Language language) {
    const auto entries = catalogue_of(language);
    const auto found = std::ranges::lower_bound(entries, english, {}, &CatalogueEntry::english);
    return found == entries.end() || found->english != english ? english : found->text;
}

} // namespace

std::string_view language_tag(Language language) {
    switch (language) {
    case Language::kyrgyz:
        return "ky";
    case Language::russian:
        return "ru";
    case Language::english:
        break;
    }
    return "en";
}

Result<Language> parse_language(std::string_view text) {
    if (const auto language = language_of_tag(text))
        return *language;
    return fail(ErrorCode::usage, msg("the language is ky, ru or en, not {0}", printable(text)));
}

Language language_of_locale(std::string_view locale) {
    return language_of_tag(locale.substr(0, locale.find_first_of("_.@-")))
        .value_or(Language::english);
}

Language language_of_environment() {
    for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* const locale = std::getenv(name); // NOLINT: nothing here sets variables
        if (locale != nullptr && *locale != '\0')
            return language_of_locale(locale);
    }
    return Language::english;
}

Language language_of_arguments(std::span<const std::string> arguments) {
    constexpr std::string_view flag = "--lang";
    constexpr std::string_view flag_with_value = "--lang=";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view tag;
        if (arguments[i].starts_with(flag_with_value))
            tag = std::string_view(arguments[i]).substr(flag_with_value.size());
        else if (arguments[i] == flag && i + 1 < arguments.size())
            tag = arguments[i + 1];
        if (const auto language = language_of_tag(tag))
            return *language;
    }
    return language_of_environment();
}

std::string translate(const Message& message, Language language) {
    return message.with_template(find_text(message.key(), language));
}

std::string translate(std::string_view english, Language language) {
    return std::string(find_text(english, language));
}

} // namespace evote::texts

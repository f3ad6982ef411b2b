// SPDX-License-Identifier: Apache-2.0
#include "evote/app/texts.h"

#include "app/texts/catalogue.h"

#include "evote/base/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace evote {

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
    return fail(Status::refused, msg("the language is ky, ru or en, not {0}", printable(text)));
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

std::string translate(const Message& message, Language language) {
    const auto entries = catalogue_of(language);
    const auto found =
        std::ranges::lower_bound(entries, message.key(), {}, &CatalogueEntry::english);
    if (found == entries.end() || found->english != message.key())
        return message.english();
    return message.with_template(found->text);
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// The languages that the tools speak, and the compiled-in catalogue of their texts.
#pragma once

#include "evote/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace evote {

enum class Language { kyrgyz, russian, english };

/// `--lang`: "ky", "ru" or "en".
Result<Language> parse_language(std::string_view text);

/// The language of a locale's name such as "ky_KG.UTF-8"; english for every other one.
Language language_of_locale(std::string_view locale);

/// The language that the environment asks for: the first of LC_ALL, LC_MESSAGES and LANG that is
/// set and not empty.
Language language_of_environment();

/// The BCP 47 tag of a language, as manifests use it: "ky", "ru" or "en".
std::string_view language_tag(Language language);

/// The message in this language; in English where the catalogue has no text for it. The values may
/// hold anything; use printable() before showing it.
std::string translate(const Message& message, Language language);

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// The languages that the tools speak, and the compiled-in catalogue of their texts.
#pragma once

#include "evote/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace evote::texts {

enum class Language { kyrgyz, russian, english };

/// `--lang`: "ky", "ru" or "en".
Result<Language> parse_language(std::string_view text);

/// The language of a locale such as "ky_KG.UTF-8"; English for every other one.
Language language_of_locale(std::string_view locale);

/// The language that the environment asks for: the first of LC_ALL, LC_MESSAGES and LANG that is
/// set and not empty.
Language language_of_environment();

/// The language of a command line that is not parsed yet: that of the first valid `--lang ky` or
/// `--lang=ky`, otherwise that of the environment.
Language language_of_arguments(std::span<const std::string> arguments);

/// The BCP 47 tag of a language, as manifests use it: "ky", "ru" or "en".
std::string_view language_tag(Language language);

/// The message in this language, or in English where the catalogue has no text for it. The values
/// may contain anything; use printable() before showing it.
std::string translate(const Message& message, Language language);

/// The same for a text without values that is known only at run time, such as the description of an
/// option.
std::string translate(std::string_view english, Language language);

} // namespace evote::texts

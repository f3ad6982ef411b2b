// SPDX-License-Identifier: Apache-2.0
// What all pages are made of.
#pragma once

#include "base/secret.h"
#include "texts/texts.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace evote::page {

inline constexpr std::array<texts::Language, 3> languages{
    texts::Language::kyrgyz, texts::Language::russian, texts::Language::english};

/// A text as it may be between tags and in quoted attributes.
std::string escaped(std::string_view text);

/// A message in a language, escaped.
std::string say(const Message& message, texts::Language language);

/// Appends text that may be secret.
void put(SecretBytes& out, std::string_view text);

/// Appends the groups of a printed code, a span each.
void put_groups(SecretBytes& out, ByteView code);

/// The variables of style sheets by which registrars are told apart, also in black and white:
/// colour and line.
std::string registrar_look(std::uint8_t registrar);

} // namespace evote::page

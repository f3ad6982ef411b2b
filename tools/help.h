// SPDX-License-Identifier: Apache-2.0
// What `--help` prints, in every language.
#pragma once

#include "texts/texts.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace evote::tools {

/// CLI11's layout, with columns that align even if their texts are not ASCII.
std::shared_ptr<CLI::Formatter> help_formatter();

/// Translates what `--help` says about the app, its commands and their options into this language.
/// The English descriptions are the catalogue's keys: call it once, after everything was added.
void translate_help(CLI::App& app, texts::Language language);

} // namespace evote::tools

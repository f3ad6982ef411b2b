// SPDX-License-Identifier: Apache-2.0
// What `--help` prints, in every language.
#pragma once

#include "evote/texts/texts.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace evote::tools {

/// CLI11's layout, with columns that stay straight when their texts are not ASCII.
std::shared_ptr<CLI::Formatter> help_formatter();

/// Puts what `--help` says about the app, its commands and their options into this language. The
/// English descriptions are the catalogue's keys: to be called once, when everything was added.
void translate_help(CLI::App& app, texts::Language language);

} // namespace evote::tools

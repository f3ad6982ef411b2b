// SPDX-License-Identifier: Apache-2.0
// What is wrong with a command line, for the person who typed it.
#pragma once

#include "evote/result.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace evote::tools {

/// Why the app refused these arguments; its place is the tool and its command. Values are
/// unchanged: see printable().
Error usage_error(const CLI::App& app, const CLI::ParseError& error,
                  const std::vector<std::string>& arguments);

} // namespace evote::tools

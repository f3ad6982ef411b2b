// SPDX-License-Identifier: Apache-2.0
// How the commands that sign for a board reach its second machine.
#pragma once

#include "box/box.h"

#include <filesystem>
#include <string>

namespace evote::app {

/// `--standby URL [--standby-authorities FILE]`.
struct StandbyOptions {
    std::string url;                   ///< empty: there is no second machine
    std::filesystem::path authorities; ///< empty: those that the system trusts
};

/// Empty if there is none.
Result<box::SendToStandby> reach_standby(const StandbyOptions& options);

} // namespace evote::app

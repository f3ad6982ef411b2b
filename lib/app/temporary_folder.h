// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace evote::app {

/// Where commands make temporary files: $TMPDIR, or /tmp if it is not set or no folder.
std::filesystem::path temporary_folder();

} // namespace evote::app

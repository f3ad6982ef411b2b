// SPDX-License-Identifier: Apache-2.0
// Manifests to begin with. Each is a whole valid manifest whose id is `@ID@`.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace evote::app {

struct ManifestTemplate {
    std::string_view name;
    std::string text;
};

/// local-council, parliament-district, referendum, list-with-preference.
std::span<const ManifestTemplate> manifest_templates();

} // namespace evote::app

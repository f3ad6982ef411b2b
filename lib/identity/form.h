// SPDX-License-Identifier: Apache-2.0
// Names and values as browsers send them (application/x-www-form-urlencoded): queries and forms.
#pragma once

#include "evote/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evote::identity {

/// Names and values in their order.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Letters, digits and -._~ as they are, every other byte as %XX.
std::string percent_encoded(std::string_view text);

/// "name=value&name=value"; empty for no parameters.
std::string form_text(const Parameters& parameters);

/// ErrorCode::malformed for more than 8 KiB or 50 parameters, a % without two hexadecimal digits, a
/// value that is not UTF-8, or a name that occurs twice. '+' is a space.
Result<Parameters> parse_form(std::string_view text);

/// The value of the parameter of this name; null without one.
const std::string* parameter(const Parameters& parameters, std::string_view name);

} // namespace evote::identity

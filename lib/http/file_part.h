// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"

#include <cstddef>
#include <optional>
#include <string>

namespace evote::http {

/// The next bytes of a part of a file, at most so many, which are then no longer of the part.
/// Nothing if they are not there.
std::optional<std::string> take_piece(FilePart& part, std::size_t most);

} // namespace evote::http

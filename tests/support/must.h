// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/result.h"
#include "support/rooms.h"

#include <stdexcept>
#include <type_traits>

namespace evote {

/// The value, or an exception with the error's text: a test's preparations must not fail.
template <class T>
T must(Result<T> result) {
    if (!result)
        throw std::runtime_error(result.error().english());
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

} // namespace evote

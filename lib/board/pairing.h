// SPDX-License-Identifier: Apache-2.0
// What a machine with the board's key is beside another machine with the same key.
#pragma once

#include "evote/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace evote::board {

enum class MachineRole {
    alone,    ///< signs by itself
    first,    ///< signs only what its second machine has
    waiting,  ///< a second machine to which no first one has sent anything yet
    second,   ///< has what the first machine sends, and signs for nobody
    released, ///< was a second machine, and is none for good
};

struct Pairing {
    MachineRole role = MachineRole::alone;
    /// Rises each time that a second machine takes over. A machine of an earlier term signs
    /// nothing any more.
    std::uint64_t term = 1;
    /// Drawn by the second machine when it becomes one, so that no other is taken for it.
    ByteArray<16> pair{};

    /// "<role> <term> <pair in hex>".
    std::string text() const;
    /// The inverse; any other text gives nullopt.
    static std::optional<Pairing> parse(std::string_view text);

    bool operator==(const Pairing&) const = default;
};

} // namespace evote::board

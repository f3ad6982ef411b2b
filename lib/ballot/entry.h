// SPDX-License-Identifier: Apache-2.0
// What all entries of an election's log begin with, and the kinds of them.
#pragma once

#include "evote/bytes.h"

#include <cstdint>
#include <optional>

namespace evote::ballot {

/// The kinds of entries, by the byte that names them: the one list. A new kind is added here and
/// has a layout in files of its own.
enum class EntryKind : std::uint8_t {
    ballot = 1,      ///< ballot/layout.h
    roll_change = 3, ///< ballot/roll_change.h; only in an election with registrars
    closing = 255,   ///< the end of a log: nothing but the beginning that all entries have
};

inline constexpr std::uint8_t entry_version = 1;

/// The length of version, kind and fingerprint.
inline constexpr std::size_t entry_start_size = 1 + 1 + sizeof(Digest32);

/// The beginning of an entry: u8 version, u8 kind, F.
struct EntryStart {
    EntryKind kind;
    Digest32 fingerprint;
};

/// Whether an entry says that it is of this version and kind. Nothing else is looked at.
bool is_kind(ByteView entry, EntryKind kind);

/// What is wrong with an entry's beginning, in the order of checking.
enum class StartFault {
    none,
    malformed,      ///< another version or kind, or it ends inside F
    other_election, ///< another fingerprint
};

/// Compares an entry's beginning with the one that it must have.
StartFault check_start(ByteView entry, const EntryStart& expected);

void append_start(Bytes& out, const EntryStart& start);

/// The entry that ends a log: u8 1, u8 255, F.
Bytes closing_entry(const Digest32& fingerprint);

} // namespace evote::ballot

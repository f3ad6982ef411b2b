// SPDX-License-Identifier: Apache-2.0
#include "ballot/entry.h"

namespace evote::ballot {

bool is_kind(ByteView entry, EntryKind kind) {
    return entry.size() >= 2 && entry[0] == entry_version &&
           entry[1] == static_cast<std::uint8_t>(kind);
}

StartFault check_start(ByteView entry, const EntryStart& expected) {
    ByteCursor cursor(entry);
    if (cursor.take_u8() != entry_version ||
        cursor.take_u8() != static_cast<std::uint8_t>(expected.kind))
        return StartFault::malformed;
    const auto fingerprint = cursor.take(sizeof(Digest32));
    if (!fingerprint)
        return StartFault::malformed;
    return equal(*fingerprint, expected.fingerprint) ? StartFault::none
                                                     : StartFault::other_election;
}

void append_start(Bytes& out, const EntryStart& start) {
    append_u8(out, entry_version);
    append_u8(out, static_cast<std::uint8_t>(start.kind));
    append(out, start.fingerprint);
}

Bytes closing_entry(const Digest32& fingerprint) {
    Bytes out;
    append_start(out, {EntryKind::closing, fingerprint});
    return out;
}

} // namespace evote::ballot

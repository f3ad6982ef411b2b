// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace evote::ballot {

/// What a log entry is found to be (protocol.md sections 4a, 5 and 6); the first that matches.
enum class Verdict {
    valid,
    closing_entry,
    // Section 5, in the order of checking.
    malformed,
    other_election,
    not_on_roll,
    wrong_district,
    credential_proof,
    encryption_proof,
    rule,
    bit_proof,
    // Section 4a, of roll changes.
    registrar_proof,
    registrar_signature,
    // Section 4a: what depends on the roll changes before.
    credential_used_before,
    credential_replaced,
    credential_revoked,
    // Section 6: what depends on the entries before.
    after_closing,
    stale,
    second_ballot,
    // What a box refuses, and a record may hold all the same.
    repeated_alpha,
};

/// The protocol's words: "valid", "credential not on the roll", ...
std::string_view verdict_text(Verdict verdict);

} // namespace evote::ballot

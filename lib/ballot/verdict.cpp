// SPDX-License-Identifier: Apache-2.0
#include "ballot/verdict.h"

#include "evote/check.h"

namespace evote::ballot {

std::string_view verdict_text(Verdict verdict) {
    switch (verdict) {
    case Verdict::valid:
        return "valid";
    case Verdict::closing_entry:
        return "closing entry";
    case Verdict::malformed:
        return "malformed";
    case Verdict::other_election:
        return "other election";
    case Verdict::not_on_roll:
        return "credential not on the roll";
    case Verdict::wrong_district:
        return "wrong district";
    case Verdict::credential_proof:
        return "credential proof";
    case Verdict::encryption_proof:
        return "encryption proof";
    case Verdict::rule:
        return "rule";
    case Verdict::bit_proof:
        return "bit proof";
    case Verdict::registrar_proof:
        return "registrar proof";
    case Verdict::registrar_signature:
        return "registrar signature";
    case Verdict::credential_used_before:
        return "credential used before";
    case Verdict::credential_replaced:
        return "credential replaced";
    case Verdict::credential_revoked:
        return "credential revoked";
    case Verdict::after_closing:
        return "after the closing entry";
    case Verdict::stale:
        return "stale";
    case Verdict::second_ballot:
        return "second ballot";
    case Verdict::repeated_alpha:
        return "repeated alpha";
    }
    EVOTE_CHECK(false);
}

} // namespace evote::ballot

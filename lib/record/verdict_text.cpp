// SPDX-License-Identifier: Apache-2.0
#include "evote/record/verdict_text.h"

#include "evote/base/check.h"

namespace evote {

Message explain(Verdict verdict) {
    switch (verdict) {
    case Verdict::valid:
        return msg("valid");
    case Verdict::closing_entry:
        return msg("closing entry");
    case Verdict::malformed:
        return msg("malformed: this is no ballot");
    case Verdict::other_election:
        return msg("other election: this ballot was made for another election");
    case Verdict::not_on_roll:
        return msg("credential not on the roll: this is nobody's ballot");
    case Verdict::wrong_district:
        return msg("wrong district: this voter votes in another district");
    case Verdict::credential_proof:
        return msg("credential proof: the voter did not make this ballot");
    case Verdict::encryption_proof:
        return msg("encryption proof: the ballot is not encrypted correctly");
    case Verdict::rule:
        return msg("rule: the choices break a rule of the contest");
    case Verdict::bit_proof:
        return msg("bit proof: a choice counts as something else than chosen or not chosen");
    case Verdict::after_closing:
        return msg("after the closing entry: voting was over");
    case Verdict::stale:
        return msg("stale: its number is not the next one of this voter");
    case Verdict::second_ballot:
        return msg("second ballot: this voter had voted already");
    }
    EVOTE_CHECK(false);
}

ReasonIn reason_of(Verdict verdict) {
    const bool by_place = verdict == Verdict::after_closing || verdict == Verdict::stale ||
                          verdict == Verdict::second_ballot;
    return by_place ? ReasonIn::place : ReasonIn::entry;
}

std::string place_of(const BadEntries& entries) {
    if (entries.first == entries.last)
        return fmt::format("entry {}", entries.first);
    return fmt::format("entries {} to {}", entries.first, entries.last);
}

} // namespace evote

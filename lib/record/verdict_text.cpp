// SPDX-License-Identifier: Apache-2.0
#include "evote/record/verdict_text.h"

#include "evote/base/check.h"

#include <fmt/format.h>

namespace evote::record {

Message explain(protocol::Verdict verdict) {
    switch (verdict) {
    case protocol::Verdict::valid:
        return msg("valid");
    case protocol::Verdict::closing_entry:
        return msg("closing entry");
    case protocol::Verdict::malformed:
        return msg("malformed: this is no ballot");
    case protocol::Verdict::other_election:
        return msg("other election: this ballot was made for another election");
    case protocol::Verdict::not_on_roll:
        return msg("credential not on the roll: this is nobody's ballot");
    case protocol::Verdict::wrong_district:
        return msg("wrong district: this voter votes in another district");
    case protocol::Verdict::credential_proof:
        return msg("credential proof: the voter did not make this ballot");
    case protocol::Verdict::encryption_proof:
        return msg("encryption proof: the ballot is not encrypted correctly");
    case protocol::Verdict::rule:
        return msg("rule: the choices break a rule of the contest");
    case protocol::Verdict::bit_proof:
        return msg("bit proof: a choice counts as something else than chosen or not chosen");
    case protocol::Verdict::after_closing:
        return msg("after the closing entry: voting was over");
    case protocol::Verdict::stale:
        return msg("stale: its number is not the next one of this voter");
    case protocol::Verdict::second_ballot:
        return msg("second ballot: this voter had voted already");
    }
    EVOTE_CHECK(false);
}

ReasonIn reason_of(protocol::Verdict verdict) {
    const bool by_place = verdict == protocol::Verdict::after_closing ||
                          verdict == protocol::Verdict::stale ||
                          verdict == protocol::Verdict::second_ballot;
    return by_place ? ReasonIn::place : ReasonIn::entry;
}

Message place_of(const BadEntries& entries) {
    if (entries.first == entries.last)
        return msg("entry {0}", entries.first);
    return msg("entries {0} to {1}", entries.first, entries.last);
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#include "record/verdict_text.h"

#include "evote/check.h"

#include <fmt/format.h>

namespace evote::record {

namespace {

// What the same reasons mean of a roll change.
std::optional<Message> explain_change(ballot::Verdict verdict) {
    switch (verdict) {
    case ballot::Verdict::malformed:
        return msg("malformed: this is not a roll change");
    case ballot::Verdict::other_election:
        return msg("other election: this roll change was made for another election");
    case ballot::Verdict::not_on_roll:
        return msg("credential not on the roll: no voter has the credential that this roll change "
                   "is to end");
    case ballot::Verdict::stale:
        return msg("stale: this roll change came too late");
    default:
        return std::nullopt;
    }
}

} // namespace

std::string_view word_of(ballot::ChangeAction action) {
    return action == ballot::ChangeAction::replace ? "replace" : "revoke";
}

Message explain(ballot::Verdict verdict, ballot::EntryKind kind) {
    if (kind == ballot::EntryKind::roll_change)
        if (auto words = explain_change(verdict))
            return *std::move(words);
    switch (verdict) {
    case ballot::Verdict::valid:
        return msg("valid");
    case ballot::Verdict::closing_entry:
        return msg("closing entry");
    case ballot::Verdict::malformed:
        return msg("malformed: this is not a ballot");
    case ballot::Verdict::other_election:
        return msg("other election: this ballot was made for another election");
    case ballot::Verdict::not_on_roll:
        return msg("credential not on the roll: this is nobody's ballot");
    case ballot::Verdict::wrong_district:
        return msg("wrong district: this voter votes in another district");
    case ballot::Verdict::credential_proof:
        return msg("credential proof: the voter did not make this ballot");
    case ballot::Verdict::encryption_proof:
        return msg("encryption proof: the ballot is not encrypted correctly");
    case ballot::Verdict::rule:
        return msg("rule: the choices break a rule of the contest");
    case ballot::Verdict::bit_proof:
        return msg("bit proof: a choice counts as something other than chosen or not chosen");
    case ballot::Verdict::registrar_proof:
        return msg("registrar proof: a registrar did not prove that it knows the secret of its "
                   "half");
    case ballot::Verdict::registrar_signature:
        return msg("registrar signature: not all registrars signed this roll change");
    case ballot::Verdict::credential_used_before:
        return msg("credential used before: the new credential is, or was, that of a voter");
    case ballot::Verdict::credential_replaced:
        return msg("credential replaced: the voter had been given new codes");
    case ballot::Verdict::credential_revoked:
        return msg("credential revoked: the voter may no longer vote online");
    case ballot::Verdict::after_closing:
        return msg("after the closing entry: voting was over");
    case ballot::Verdict::stale:
        return msg("stale: its counter is not this voter's next one");
    case ballot::Verdict::second_ballot:
        return msg("second ballot: this voter had voted already");
    case ballot::Verdict::repeated_alpha:
        return msg("repeated alpha: its randomness was used before");
    }
    EVOTE_CHECK(false);
}

ReasonIn reason_of(ballot::Verdict verdict) {
    const bool by_place =
        verdict == ballot::Verdict::after_closing || verdict == ballot::Verdict::stale ||
        verdict == ballot::Verdict::second_ballot || verdict == ballot::Verdict::repeated_alpha ||
        verdict == ballot::Verdict::credential_replaced ||
        verdict == ballot::Verdict::credential_revoked;
    return by_place ? ReasonIn::place : ReasonIn::entry;
}

Message place_of(const BadEntries& entries) {
    if (entries.first == entries.last)
        return msg("entry {0}", entries.first);
    return msg("entries {0} to {1}", entries.first, entries.last);
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#include "record/checked_opening.h"

#include "base/text.h"
#include "evote/check.h"
#include "record/roll_history.h"
#include "record/verdict_text.h"

namespace evote::record {

namespace {

Failed refused(ballot::Verdict verdict) {
    return fail(ErrorCode::bad_ballot, explain(verdict), verbatim("header"));
}

// What the box would say of the ballot's voter by the log as it is.
Outcome could_vote(const SealedRecord& record, const ballot::Header& header) {
    EVOTE_TRY(const auto read, RollHistory::read_if_there(record, crypto::system_random()));
    const RollHistory history = read ? *read : RollHistory::sealed(record);
    const auto standing = history.of(header.credential);
    if (!read && standing.verdict() == ballot::Verdict::not_on_roll)
        return fail(ErrorCode::not_checked,
                    msg("NOT CHECKED: whether this is a voter's ballot: the board is missing "
                        "here, and the sealed roll does not have the credential"));
    if (standing.verdict() != ballot::Verdict::valid)
        return refused(standing.verdict());
    if (history.roll().voter(standing.voter).district != header.district)
        return refused(ballot::Verdict::wrong_district);
    return {};
}

// What the box would say of the ballot by itself.
Outcome could_be_taken(const SealedRecord& record, const ballot::Opening& opening,
                       const ballot::Header& header) {
    if (!ballot::could_be_cast(record.election.parameters(), opening))
        return fail(ErrorCode::bad_ballot, msg("the board would have refused the prepared ballot"));
    EVOTE_TRY_VOID(could_vote(record, header));
    if (header.counter > 0 && record.manifest().revote() == protocol::Revote::none)
        return refused(ballot::Verdict::second_ballot);
    return {};
}

} // namespace

Result<CheckedOpening> CheckedOpening::check(const SealedRecord& record, ByteView file,
                                             const Digest32& tracker) {
    if (file.size() > protocol::largest_opening)
        return fail(ErrorCode::file_too_large, msg("this is too long for an opening"));
    EVOTE_TRY(const ballot::Opening opening, protocol::parse_opening(file, record.election));
    EVOTE_TRY(const Bytes made, ballot::recompute(record.election.parameters(), opening));
    if (const Digest32 recomputed = ballot::tracker_of(made); recomputed != tracker)
        return fail(ErrorCode::other_ballot, msg("this opening has the tracker {0}, not {1}: the "
                                                 "prepared ballot is not the one shown",
                                                 hex_encode(recomputed), hex_encode(tracker)));
    const auto header = ballot::read_header(made);
    EVOTE_CHECK(header.has_value()); // recompute() has checked it
    EVOTE_TRY_VOID(could_be_taken(record, opening, *header));
    return CheckedOpening{*header, protocol::opened_choices(record.election, opening)};
}

} // namespace evote::record

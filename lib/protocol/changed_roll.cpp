// SPDX-License-Identifier: Apache-2.0
#include "protocol/changed_roll.h"

#include "evote/check.h"

namespace evote::protocol {

using ballot::ChangeAction;
using ballot::Verdict;

Verdict CredentialStanding::verdict() const {
    switch (kind) {
    case Kind::unknown:
        return Verdict::not_on_roll;
    case Kind::current:
        return Verdict::valid;
    case Kind::replaced:
        return Verdict::credential_replaced;
    case Kind::revoked:
        return Verdict::credential_revoked;
    }
    EVOTE_CHECK(false);
}

CredentialStanding ChangedRoll::of(const ByteArray<32>& credential) const {
    if (const auto found = credentials_.find(credential); found != credentials_.end())
        return {found->second.kind, found->second.voter};
    const auto place = roll_->find(credential);
    if (!place)
        return {};
    return {Kind::current, static_cast<std::uint32_t>(*place)};
}

CredentialStanding ChangedRoll::of_voter(std::size_t voter) const {
    const auto place = static_cast<std::uint32_t>(voter);
    const auto ended = voters_.find(place);
    return {ended == voters_.end() ? Kind::current : ended->second.sealed, place};
}

bool ChangedRoll::is_revoked(std::size_t voter) const {
    const auto changed = voters_.find(static_cast<std::uint32_t>(voter));
    return changed != voters_.end() && changed->second.revoked;
}

Verdict ChangedRoll::judge(const ballot::RollChange& change, std::uint64_t index) const {
    if (index >= change.until)
        return Verdict::stale;
    if (of(change.old).kind != Kind::current)
        return Verdict::not_on_roll;
    const bool is_new =
        change.action == ChangeAction::revoke ||
        (change.replacement != ByteArray<32>{} && of(change.replacement).kind == Kind::unknown);
    return is_new ? Verdict::valid : Verdict::credential_used_before;
}

std::uint32_t ChangedRoll::apply(const ballot::RollChange& change) {
    const auto standing = of(change.old);
    EVOTE_CHECK(standing.kind == Kind::current);
    const Kind end = change.action == ChangeAction::revoke ? Kind::revoked : Kind::replaced;
    // Only the first change of a voter ends the credential of the sealed roll.
    ChangedVoter& voter =
        voters_.try_emplace(standing.voter, ChangedVoter{end, false}).first->second;
    voter.revoked = end == Kind::revoked;
    credentials_.insert_or_assign(change.old, State{end, standing.voter});
    if (change.action == ChangeAction::replace)
        credentials_.insert_or_assign(change.replacement, State{Kind::current, standing.voter});
    return standing.voter;
}

} // namespace evote::protocol

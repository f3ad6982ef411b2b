// SPDX-License-Identifier: Apache-2.0
#include "protocol/ceremony.h"

#include "evote/check.h"

#include <algorithm>
#include <map>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;

bool in_order(std::span<const Dealing> dealings) {
    for (std::size_t i = 0; i < dealings.size(); ++i)
        if (dealings[i].trustee() != i + 1)
            return false;
    return true;
}

Outcome first_of(std::vector<Error> faults) {
    return faults.empty() ? Outcome() : fail(std::move(faults.front()));
}

const PublishedShare* find_answer(std::span<const PublishedShare> answers,
                                  const Complaint& complaint) {
    const auto found = std::ranges::find(answers, complaint, &PublishedShare::complaint);
    return found == answers.end() ? nullptr : &*found;
}

// By their encodings, which are canonical.
Outcome keys_differ(std::span<const G::Element> keys) {
    std::vector<std::pair<ByteArray<G::Element::encoded_size>, std::size_t>> numbered;
    for (std::size_t i = 0; i < keys.size(); ++i)
        numbered.emplace_back(keys[i].encode(), i + 1);
    std::ranges::sort(numbered);
    const auto same =
        std::ranges::adjacent_find(numbered, {}, [](const auto& key) { return key.first; });
    if (same != numbered.end())
        return fail(ErrorCode::invalid,
                    msg("joint keys {0} and {1} are the same: this is nobody's fault; hold the "
                        "ceremony again, with new secrets",
                        same->second, std::next(same)->second));
    return {};
}

} // namespace

std::vector<Error> deal_faults(std::span<const Digest32> hashes,
                               std::span<const Dealing> dealings) {
    std::vector<Error> out;
    for (const Dealing& dealing : dealings) {
        EVOTE_CHECK(dealing.trustee() <= hashes.size());
        if (dealing.hash() != hashes[dealing.trustee() - std::size_t{1}])
            out.push_back(
                {ErrorCode::trustee_at_fault,
                 msg("trustee {0} dealt keys other than those it committed to when joining",
                     dealing.trustee()),
                 {},
                 {}});
    }
    return out;
}

std::vector<Complaint> complaints_of(std::span<const CeremonyCheck> checks) {
    std::vector<Complaint> out;
    for (const CeremonyCheck& check : checks)
        for (const std::uint16_t dealer : check.accused)
            out.push_back({check.trustee, dealer});
    std::ranges::sort(out, [](const Complaint& a, const Complaint& b) {
        return std::pair(a.dealer, a.accuser) < std::pair(b.dealer, b.accuser);
    });
    return out;
}

std::vector<Error> check_faults(const Digest32& transcript, std::size_t threshold,
                                std::span<const CeremonyCheck> checks) {
    std::vector<Error> out;
    for (const CeremonyCheck& check : checks)
        if (check.transcript != transcript)
            out.push_back(
                {ErrorCode::other_files,
                 msg("trustee {0} signed a different transcript: it was shown different files",
                     check.trustee),
                 {},
                 {}});
    std::map<std::uint16_t, std::size_t> against;
    for (const Complaint& complaint : complaints_of(checks))
        ++against[complaint.dealer];
    for (const auto& [dealer, complaints] : against)
        if (complaints >= threshold)
            out.push_back(
                {ErrorCode::too_many_accuse,
                 msg("{0} trustees complain about the shares of trustee {1}", complaints, dealer),
                 {},
                 {}});
    return out;
}

std::vector<Error> answer_faults(std::span<const Dealing> dealings,
                                 std::span<const Complaint> complaints,
                                 std::span<const PublishedShare> answers) {
    std::vector<Error> out;
    for (const Complaint& complaint : complaints) {
        const auto dealing = std::ranges::find(dealings, complaint.dealer, &Dealing::trustee);
        if (dealing == dealings.end())
            continue;
        const PublishedShare* const answer = find_answer(answers, complaint);
        if (answer == nullptr)
            out.push_back({ErrorCode::step_missing,
                           msg("trustee {0} has not answered the complaint of trustee {1}",
                               complaint.dealer, complaint.accuser),
                           {},
                           {}});
        else if (!dealing->share_is_right(complaint.accuser, answer->values))
            out.push_back(
                {ErrorCode::trustee_at_fault,
                 msg("trustee {0} dealt a bad share to trustee {1}: the complaint is justified",
                     complaint.dealer, complaint.accuser),
                 {},
                 {}});
    }
    return out;
}

std::vector<G::Element> joint_commitments(std::span<const Dealing> dealings) {
    EVOTE_CHECK(!dealings.empty());
    std::vector<G::Element> sums(dealings.front().commitments().size());
    for (const Dealing& dealing : dealings) {
        EVOTE_CHECK(dealing.commitments().size() == sums.size());
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] = sums[i] + dealing.commitments()[i];
    }
    return sums;
}

Result<std::vector<G::Element>> joint_keys(std::span<const G::Element> joint_commitments,
                                           std::size_t threshold) {
    EVOTE_CHECK(threshold > 0 && joint_commitments.size() % threshold == 0);
    std::vector<G::Element> keys;
    for (std::size_t at = 0; at < joint_commitments.size(); at += threshold) {
        if (joint_commitments[at].is_identity())
            return fail(ErrorCode::invalid,
                        msg("joint key {0} is zero: this is nobody's fault; hold the ceremony "
                            "again, with new secrets",
                            keys.size() + 1));
        keys.push_back(joint_commitments[at]);
    }
    EVOTE_TRY_VOID(keys_differ(keys));
    return keys;
}

JoinedCeremony::JoinedCeremony(const Manifest& manifest, std::vector<Digest32> hashes)
    : hashes_(std::move(hashes)) {
    EVOTE_CHECK(hashes_.size() == manifest.trustees().count);
}

Result<DealtCeremony> JoinedCeremony::deal(std::vector<Dealing> dealings) && {
    EVOTE_CHECK(dealings.size() == hashes_.size() && in_order(dealings));
    EVOTE_TRY_VOID(first_of(deal_faults(hashes_, dealings)));
    EVOTE_TRY_VOID(joint_keys(joint_commitments(dealings), dealings.front().threshold()));
    return DealtCeremony(std::move(dealings));
}

Result<CheckedCeremony> DealtCeremony::check(const Digest32& transcript,
                                             std::span<const CeremonyCheck> checks) && {
    EVOTE_CHECK(checks.size() == dealings_.size());
    for (std::size_t i = 0; i < checks.size(); ++i) {
        EVOTE_CHECK(checks[i].trustee == i + 1);
        for (const std::uint16_t dealer : checks[i].accused)
            EVOTE_CHECK(dealer >= 1 && dealer <= dealings_.size() && dealer != i + 1);
    }
    EVOTE_TRY_VOID(first_of(check_faults(transcript, dealings_.front().threshold(), checks)));
    CheckedCeremony next;
    next.complaints_ = complaints_of(checks);
    next.dealings_ = std::move(dealings_);
    return next;
}

Result<SettledCeremony> CheckedCeremony::settle(std::vector<PublishedShare> answers) && {
    EVOTE_TRY_VOID(first_of(answer_faults(dealings_, complaints_, answers)));
    SettledCeremony next;
    next.published_ = std::move(answers);
    next.dealings_ = std::move(dealings_);
    return next;
}

const PublishedShare* SettledCeremony::published(const Complaint& complaint) const {
    return find_answer(published_, complaint);
}

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/ceremony.h"

#include "evote/base/check.h"

#include <algorithm>

namespace evote {

namespace {

using G = Ristretto255;

bool in_order(std::span<const Dealing> dealings) {
    for (std::size_t i = 0; i < dealings.size(); ++i)
        if (dealings[i].trustee() != i + 1)
            return false;
    return true;
}

} // namespace

std::vector<G::Element> joint_commitments(std::span<const Dealing> dealings) {
    EVOTE_CHECK(!dealings.empty());
    std::vector<G::Element> sums(dealings.front().commitments().size());
    for (const Dealing& dealing : dealings)
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] = sums[i] + dealing.commitments()[i];
    return sums;
}

Result<std::vector<G::Element>> joint_keys(std::span<const G::Element> joint_commitments,
                                           std::size_t threshold) {
    std::vector<G::Element> keys;
    for (std::size_t at = 0; at < joint_commitments.size(); at += threshold) {
        if (joint_commitments[at].is_identity())
            return fail(Status::invalid,
                        msg("the trustees' keys number {0} add up to zero", keys.size() + 1));
        keys.push_back(joint_commitments[at]);
    }
    return keys;
}

JoinedCeremony::JoinedCeremony(const Manifest& manifest, std::vector<Digest32> hashes)
    : hashes_(std::move(hashes)) {
    EVOTE_CHECK(hashes_.size() == manifest.trustees().count);
}

Result<DealtCeremony> JoinedCeremony::deal(std::vector<Dealing> dealings) && {
    EVOTE_CHECK(dealings.size() == hashes_.size() && in_order(dealings));
    for (std::size_t i = 0; i < dealings.size(); ++i)
        if (dealings[i].hash() != hashes_[i])
            return fail(
                Status::invalid,
                msg("trustee {0} dealt other keys than it had committed to when it joined", i + 1));
    EVOTE_TRY_VOID(joint_keys(joint_commitments(dealings), dealings.front().threshold()));
    return DealtCeremony(std::move(dealings));
}

Result<CheckedCeremony> DealtCeremony::check(const Digest32& transcript,
                                             std::span<const CeremonyCheck> checks) && {
    EVOTE_CHECK(checks.size() == dealings_.size());
    CheckedCeremony next;
    std::vector<std::size_t> against(dealings_.size() + 1);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        const CeremonyCheck& check = checks[i];
        EVOTE_CHECK(check.trustee == i + 1);
        if (check.transcript != transcript)
            return fail(Status::invalid,
                        msg("trustee {0} signed another transcript: it was shown other files",
                            check.trustee));
        for (const std::uint16_t dealer : check.accused) {
            EVOTE_CHECK(dealer >= 1 && dealer <= dealings_.size() && dealer != check.trustee);
            next.complaints_.push_back({check.trustee, dealer});
            ++against[dealer];
        }
    }
    for (std::size_t dealer = 1; dealer < against.size(); ++dealer)
        if (against[dealer] >= dealings_.front().threshold())
            return fail(Status::invalid,
                        msg("{0} trustees complain about the shares of trustee {1}",
                            against[dealer], dealer));
    std::ranges::sort(next.complaints_, [](const Complaint& a, const Complaint& b) {
        return std::pair(a.dealer, a.accuser) < std::pair(b.dealer, b.accuser);
    });
    next.dealings_ = std::move(dealings_);
    return next;
}

Result<SettledCeremony> CheckedCeremony::settle(std::vector<PublishedShare> answers) && {
    SettledCeremony next;
    next.published_ = std::move(answers);
    for (const Complaint& complaint : complaints_) {
        const PublishedShare* const answer = next.published(complaint);
        if (answer == nullptr)
            return fail(Status::refused,
                        msg("trustee {0} has not answered the complaint of trustee {1}",
                            complaint.dealer, complaint.accuser));
        const Dealing& dealing = dealings_[complaint.dealer - std::size_t{1}];
        if (!dealing.share_is_right(complaint.accuser, answer->values))
            return fail(Status::invalid,
                        msg("trustee {0} dealt a bad share to trustee {1}: the complaint is right",
                            complaint.dealer, complaint.accuser));
    }
    next.dealings_ = std::move(dealings_);
    return next;
}

const PublishedShare* SettledCeremony::published(const Complaint& complaint) const {
    const auto found = std::ranges::find(published_, complaint, &PublishedShare::complaint);
    return found == published_.end() ? nullptr : &*found;
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
// The public side of the key ceremony (protocol.md section 3), round by round: each round is a
// type, which going on to the next one consumes. A fault is of ErrorKind::invalid with the culprit
// in the message; it ends the ceremony.
#pragma once

#include "protocol/dealing.h"

namespace evote::protocol {

/// What a trustee signs in round 3.
struct CeremonyCheck {
    std::uint16_t trustee = 0;
    Digest32 transcript{};              ///< of everything that the trustee saw in rounds 1 and 2
    std::vector<std::uint16_t> accused; ///< dealers whose share to this trustee was bad
};

/// Trustee `accuser` says that the share from `dealer` was bad.
struct Complaint {
    std::uint16_t accuser = 0;
    std::uint16_t dealer = 0;

    bool operator==(const Complaint&) const = default;
};

/// The answer to a complaint: the share in question, no longer secret.
struct PublishedShare {
    Complaint complaint;
    std::vector<group::Ristretto255::Scalar> values;
};

/// The end of a ceremony without faults: dealings, and shares that complaints made public.
class SettledCeremony {
  public:
    /// In the order of trustees.
    const std::vector<Dealing>& dealings() const { return dealings_; }

    /// The share of a settled complaint, or null.
    const PublishedShare* published(const Complaint& complaint) const;

  private:
    friend class CheckedCeremony;
    SettledCeremony() = default;

    std::vector<Dealing> dealings_;
    std::vector<PublishedShare> published_;
};

/// All trustees have checked what they received, over one transcript.
class CheckedCeremony {
  public:
    /// By dealer, then accuser.
    const std::vector<Complaint>& complaints() const { return complaints_; }

    /// Judges the complaints by the answers: an unanswered one is ErrorCode::step_missing (the
    /// dealer may still answer), a justified one is ErrorCode::trustee_at_fault.
    Result<SettledCeremony> settle(std::vector<PublishedShare> answers) &&;

  private:
    friend class DealtCeremony;
    CheckedCeremony() = default;

    std::vector<Dealing> dealings_;
    std::vector<Complaint> complaints_;
};

/// All trustees have dealt, and what they dealt is what they had committed to.
class DealtCeremony {
  public:
    /// In the order of trustees.
    const std::vector<Dealing>& dealings() const { return dealings_; }

    /// Takes the checks of all trustees, in order. Refuses a transcript other than `transcript`
    /// (the trustee was shown different files) and as many complaints as the threshold against one
    /// dealer.
    Result<CheckedCeremony> check(const Digest32& transcript,
                                  std::span<const CeremonyCheck> checks) &&;

  private:
    friend class JoinedCeremony;

    explicit DealtCeremony(std::vector<Dealing> dealings) : dealings_(std::move(dealings)) {}

    std::vector<Dealing> dealings_;
};

/// All trustees have committed to their dealings.
class JoinedCeremony {
  public:
    /// `hashes` are dealing_hash() of all trustees, in order.
    JoinedCeremony(const Manifest& manifest, std::vector<Digest32> hashes);

    /// Takes the dealings of all trustees, in order. Refuses one that was not committed to, and a
    /// joint key that is the identity.
    Result<DealtCeremony> deal(std::vector<Dealing> dealings) &&;

  private:
    std::vector<Digest32> hashes_;
};

/// All faults of a round, each with its culprit, according to the existing notes; the ceremony
/// continues only if there are none. Of the dealings: one that was not committed to. `hashes` are
/// dealing_hash() of trustees 1, 2, ...
std::vector<Error> deal_faults(std::span<const Digest32> hashes, std::span<const Dealing> dealings);
/// Of the checks: a different transcript, or as many complaints against one dealer as the
/// threshold.
std::vector<Error> check_faults(const Digest32& transcript, std::size_t threshold,
                                std::span<const CeremonyCheck> checks);
/// Of the answers: a complaint without one (ErrorCode::step_missing) or with one that confirms it.
/// Complaints against a trustee whose dealing is missing are ignored.
std::vector<Error> answer_faults(std::span<const Dealing> dealings,
                                 std::span<const Complaint> complaints,
                                 std::span<const PublishedShare> answers);

/// The complaints of these checks, by dealer, then accuser.
std::vector<Complaint> complaints_of(std::span<const CeremonyCheck> checks);

/// The sums of all trustees' commitments C[k][n], in order k then n.
std::vector<group::Ristretto255::Element> joint_commitments(std::span<const Dealing> dealings);

/// The joint keys h_1..h_B from joint_commitments(). ErrorKind::invalid if one is the identity.
Result<std::vector<group::Ristretto255::Element>>
joint_keys(std::span<const group::Ristretto255::Element> joint_commitments, std::size_t threshold);

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
#include "protocol/entry_verifier.h"

#include "evote/check.h"

namespace evote::protocol {

ballot::Verdict UnplacedBallot::verdict(const ChangedRoll& roll) const {
    const auto standing = roll.of(header_.credential);
    if (standing.verdict() != ballot::Verdict::valid)
        return standing.verdict();
    if (roll.voter(standing.voter).district != header_.district)
        return ballot::Verdict::wrong_district;
    return proofs_;
}

VotersBallot UnplacedBallot::of(std::size_t voter, const RollEntry& entry) const {
    EVOTE_CHECK(verified_ && entry.district == header_.district);
    return {*verified_, voter, entry.weight()};
}

EntryVerifier::EntryVerifier(const Election& election, const Roll& roll, crypto::Random& random)
    : roll_(roll),
      fingerprint_(election.fingerprint()),
      registrars_(election.registrars().begin(), election.registrars().end()),
      verifier_(election.parameters(), random) {
    EVOTE_CHECK(roll.hash() == election.roll_hash() && "this is the roll of another election");
}

std::vector<CheckedEntry> EntryVerifier::verify(std::span<const ByteView> entries) {
    return place_all(entries, verifier_.verify(entries, [this](const ballot::Header& header) {
        return look_up(header);
    }));
}

std::vector<CheckedEntry> EntryVerifier::read_verified(std::span<const ByteView> entries) {
    return place_all(entries,
                     verifier_.read_verified(entries, [this](const ballot::Header& header) {
                         return look_up(header);
                     }));
}

std::vector<CheckedEntry>
EntryVerifier::place_all(std::span<const ByteView> entries,
                         std::vector<ballot::EntryVerdict> verdicts) const {
    std::vector<CheckedEntry> out;
    out.reserve(verdicts.size());
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const bool is_change =
            !registrars_.empty() && ballot::is_kind(entries[i], ballot::EntryKind::roll_change);
        out.push_back(is_change ? check_change(entries[i]) : place(std::move(verdicts[i])));
    }
    return out;
}

CheckedEntry EntryVerifier::place(ballot::EntryVerdict&& found) const {
    CheckedEntry out;
    out.verdict = found.verdict;
    if (found.ballot) {
        if (const auto voter = roll_.find(found.ballot->credential())) {
            const std::uint64_t weight = roll_.entries()[*voter].weight();
            out.ballot = VotersBallot(std::move(*found.ballot), *voter, weight);
            return out;
        }
        out.verdict = ballot::Verdict::not_on_roll;
    }
    if (!registrars_.empty() && found.header)
        out.unplaced = std::make_shared<const UnplacedBallot>(*found.header, found.verdict,
                                                              std::move(found.ballot));
    return out;
}

CheckedEntry EntryVerifier::check_change(ByteView entry) const {
    const ballot::ChangeLayout layout(static_cast<std::uint8_t>(registrars_.size()));
    const auto read = ballot::read_change(entry, fingerprint_, layout);
    CheckedEntry out;
    out.verdict = read.verdict;
    if (!read.change)
        return out;
    const auto action = read.change->action;
    const Bytes message = ballot::change_message(entry.first(layout.signed_size(action)));
    for (std::size_t i = 0; i < registrars_.size(); ++i) {
        const std::size_t at = layout.signature_at(action, static_cast<std::uint8_t>(i + 1));
        const auto signature =
            *ByteCursor(entry.subspan(at)).take_array<ballot::ChangeLayout::signature_size>();
        if (!registrars_[i].verify(message, signature)) {
            out.verdict = ballot::Verdict::registrar_signature;
            return out;
        }
    }
    out.change = read.change;
    return out;
}

ballot::Verdict EntryVerifier::look_up(const ballot::Header& header) const {
    const auto voter = roll_.find(header.credential);
    if (!voter)
        return registrars_.empty() ? ballot::Verdict::not_on_roll : ballot::Verdict::valid;
    return roll_.entries()[*voter].district == header.district ? ballot::Verdict::valid
                                                               : ballot::Verdict::wrong_district;
}

} // namespace evote::protocol

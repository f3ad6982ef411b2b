// SPDX-License-Identifier: Apache-2.0
// From the existing notes to the state of the ceremony.
#include "base/text.h"
#include "record/ceremony_folder.h"

#include <algorithm>

namespace evote::record {

namespace {

std::uint16_t trustee_at(std::size_t index) {
    return static_cast<std::uint16_t>(index + 1);
}

using Faults = std::vector<Error>;

Outcome first_of(Faults faults) {
    return faults.empty() ? Outcome() : fail(std::move(faults.front()));
}

void add_all(Faults& faults, Faults&& more) {
    std::ranges::move(more, std::back_inserter(faults));
}

Message missing(const CeremonyNoteName& name) {
    if (name.round == CeremonyRound::join)
        return msg("trustee {0} has not joined yet; ask for {1}, then run evote-ceremony collect",
                   name.trustee, name.file());
    if (name.round == CeremonyRound::deal)
        return msg("trustee {0} has not dealt yet; ask for {1}, then run evote-ceremony collect",
                   name.trustee, name.file());
    return msg("trustee {0} has not checked its shares yet; ask for {1}, then run evote-ceremony "
               "collect",
               name.trustee, name.file());
}

// The missing notes of a round. A bad one is not missing.
Faults missing_notes(const CeremonyNotes& notes, const protocol::Manifest& manifest,
                     CeremonyRound round) {
    Faults out;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i)
        if (const CeremonyNoteName name{round, trustee_at(i)};
            !notes.has(name) && !notes.left_out(name))
            out.push_back({ErrorCode::step_missing, missing(name), {}, {}});
    return out;
}

// Keys that only look different would let one trustee take two seats.
Faults same_keys(const CeremonyNotes& notes, const protocol::Manifest& manifest) {
    std::vector<std::pair<ByteArray<32>, std::uint16_t>> keys;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i) {
        if (const auto& join = notes.join(trustee_at(i))) {
            keys.emplace_back(join->body.signer.key().bytes(), join->body.trustee);
            keys.emplace_back(join->body.recipient.bytes(), join->body.trustee);
        }
    }
    std::ranges::sort(keys);
    Faults out;
    for (std::size_t i = 1; i < keys.size(); ++i)
        if (keys[i - 1].first == keys[i].first)
            out.push_back({ErrorCode::trustee_at_fault,
                           msg("trustees {0} and {1} joined with the same key", keys[i - 1].second,
                               keys[i].second),
                           {},
                           {}});
    return out;
}

Faults join_round_faults(const CeremonyNotes& notes, const protocol::Manifest& manifest) {
    Faults out;
    for (const CeremonyEvidence& evidence : notes.evidence())
        out.push_back({ErrorCode::trustee_at_fault,
                       msg("the ceremony has failed: trustee {0} signed this in addition to {1}, "
                           "or it breaks the rules",
                           evidence.name.trustee, evidence.name.file()),
                       evidence.file.string(),
                       {}});
    add_all(out, missing_notes(notes, manifest, CeremonyRound::join));
    add_all(out, same_keys(notes, manifest));
    return out;
}

// By trustee; zeros for one that has not joined, which then has no other notes either.
std::vector<Digest32> committed_hashes(const CeremonyNotes& notes,
                                       const protocol::Manifest& manifest) {
    std::vector<Digest32> out(manifest.trustees().count);
    for (std::size_t i = 0; i < out.size(); ++i)
        if (const auto& join = notes.join(trustee_at(i)))
            out[i] = join->body.commitments;
    return out;
}

std::vector<protocol::Dealing> dealings_of(const CeremonyNotes& notes,
                                           const protocol::Manifest& manifest) {
    std::vector<protocol::Dealing> out;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i)
        if (const auto& deal = notes.deal(trustee_at(i)))
            out.push_back(deal->body.dealing);
    return out;
}

std::vector<protocol::CeremonyCheck> checks_of(const CeremonyNotes& notes,
                                               const protocol::Manifest& manifest) {
    std::vector<protocol::CeremonyCheck> out;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i)
        if (const auto& check = notes.check(trustee_at(i)))
            out.push_back({trustee_at(i), check->body.transcript, check->body.accused});
    return out;
}

std::vector<protocol::PublishedShare> answers_of(const CeremonyNotes& notes,
                                                 const protocol::Manifest& manifest) {
    std::vector<protocol::PublishedShare> out;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i)
        if (const auto& answer = notes.answer(trustee_at(i)))
            for (const AnswerNote::Share& share : answer->body.shares)
                out.push_back({{share.recipient, trustee_at(i)}, share.values});
    return out;
}

bool is_complete(const CeremonyNotes& notes, const protocol::Manifest& manifest,
                 CeremonyRound round) {
    for (std::size_t i = 0; i < manifest.trustees().count; ++i)
        if (!notes.has({round, trustee_at(i)}))
            return false;
    return true;
}

Faults deal_round_faults(const CeremonyNotes& notes, const protocol::Manifest& manifest) {
    Faults out = missing_notes(notes, manifest, CeremonyRound::deal);
    if (is_complete(notes, manifest, CeremonyRound::join)) {
        const Digest32 joins = notes.joins(manifest);
        for (std::size_t i = 0; i < manifest.trustees().count; ++i)
            if (const auto& deal = notes.deal(trustee_at(i)); deal && deal->body.joins != joins)
                out.push_back({ErrorCode::other_files,
                               msg("trustee {0} dealt for join notes other than the ones here: "
                                   "somebody was shown different files",
                                   trustee_at(i)),
                               {},
                               {}});
    }
    add_all(out,
            protocol::deal_faults(committed_hashes(notes, manifest), dealings_of(notes, manifest)));
    return out;
}

bool has_transcript(const CeremonyNotes& notes, const protocol::Manifest& manifest) {
    return is_complete(notes, manifest, CeremonyRound::join) &&
           is_complete(notes, manifest, CeremonyRound::deal);
}

Faults check_round_faults(const CeremonyNotes& notes, const protocol::Manifest& manifest) {
    Faults out = missing_notes(notes, manifest, CeremonyRound::check);
    if (has_transcript(notes, manifest))
        add_all(out,
                protocol::check_faults(notes.transcript(manifest), manifest.trustees().threshold,
                                       checks_of(notes, manifest)));
    return out;
}

Faults answer_round_faults(const CeremonyNotes& notes, const protocol::Manifest& manifest) {
    Faults out;
    const auto complaints = protocol::complaints_of(checks_of(notes, manifest));
    const auto answers = answers_of(notes, manifest);
    if (has_transcript(notes, manifest))
        for (std::size_t i = 0; i < manifest.trustees().count; ++i)
            if (const auto& answer = notes.answer(trustee_at(i));
                answer && answer->body.transcript != notes.transcript(manifest))
                out.push_back(
                    {ErrorCode::other_files,
                     msg("trustee {0} signed a different transcript: it was shown different files",
                         trustee_at(i)),
                     {},
                     {}});
    for (const protocol::PublishedShare& share : answers)
        if (std::ranges::find(complaints, share.complaint) == complaints.end())
            out.push_back(
                {ErrorCode::trustee_at_fault,
                 msg("trustee {0} published the share of trustee {1}, who had not complained",
                     share.complaint.dealer, share.complaint.accuser),
                 {},
                 {}});
    add_all(out, protocol::answer_faults(dealings_of(notes, manifest), complaints, answers));
    return out;
}

} // namespace

std::vector<Error> ceremony_faults(const CeremonyNotes& notes, const protocol::Manifest& manifest) {
    Faults out = join_round_faults(notes, manifest);
    add_all(out, deal_round_faults(notes, manifest));
    add_all(out, check_round_faults(notes, manifest));
    add_all(out, answer_round_faults(notes, manifest));
    return out;
}

Result<protocol::JoinedCeremony> joined_ceremony(const CeremonyNotes& notes,
                                                 const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(first_of(join_round_faults(notes, manifest)));
    return protocol::JoinedCeremony(manifest, committed_hashes(notes, manifest));
}

Result<protocol::DealtCeremony> dealt_ceremony(const CeremonyNotes& notes,
                                               const protocol::Manifest& manifest) {
    EVOTE_TRY(protocol::JoinedCeremony joined, joined_ceremony(notes, manifest));
    EVOTE_TRY_VOID(first_of(deal_round_faults(notes, manifest)));
    return std::move(joined).deal(dealings_of(notes, manifest));
}

Result<protocol::CheckedCeremony> checked_ceremony(const CeremonyNotes& notes,
                                                   const protocol::Manifest& manifest) {
    EVOTE_TRY(protocol::DealtCeremony dealt, dealt_ceremony(notes, manifest));
    EVOTE_TRY_VOID(first_of(check_round_faults(notes, manifest)));
    return std::move(dealt).check(notes.transcript(manifest), checks_of(notes, manifest));
}

Result<protocol::SettledCeremony> settled_ceremony(const CeremonyNotes& notes,
                                                   const protocol::Manifest& manifest) {
    EVOTE_TRY(protocol::CheckedCeremony checked, checked_ceremony(notes, manifest));
    EVOTE_TRY_VOID(first_of(answer_round_faults(notes, manifest)));
    return std::move(checked).settle(answers_of(notes, manifest));
}

Result<protocol::PublicKeys> keys_of_ceremony(const CeremonyNotes& notes,
                                              const protocol::Manifest& manifest) {
    EVOTE_TRY(const protocol::SettledCeremony settled, settled_ceremony(notes, manifest));
    std::vector<protocol::TrusteeKeys> trustees;
    for (const protocol::Dealing& dealing : settled.dealings()) {
        const JoinNote& join = notes.join(dealing.trustee())->body;
        trustees.push_back({join.name, join.signer.text(), dealing});
    }
    return protocol::PublicKeys::combine(manifest, std::move(trustees));
}

} // namespace evote::record

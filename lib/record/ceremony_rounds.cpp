// SPDX-License-Identifier: Apache-2.0
// From the notes that are there to the state of the ceremony.
#include "evote/base/text.h"
#include "evote/record/ceremony_folder.h"

#include <algorithm>

namespace evote {

namespace {

std::uint16_t trustee_at(std::size_t index) {
    return static_cast<std::uint16_t>(index + 1);
}

tl::unexpected<Error> missing(CeremonyRound round, std::uint16_t trustee) {
    const std::string file = CeremonyNoteName{round, trustee}.file();
    if (round == CeremonyRound::join)
        return fail(Status::refused,
                    msg("trustee {0} has not joined yet; ask for {1}, then run evote-ceremony "
                        "collect",
                        trustee, file));
    if (round == CeremonyRound::deal)
        return fail(Status::refused,
                    msg("trustee {0} has not dealt yet; ask for {1}, then run evote-ceremony "
                        "collect",
                        trustee, file));
    return fail(Status::refused,
                msg("trustee {0} has not checked its shares yet; ask for {1}, then run "
                    "evote-ceremony collect",
                    trustee, file));
}

Outcome no_evidence(const CeremonyNotes& notes) {
    if (notes.evidence().empty())
        return {};
    const CeremonyEvidence& evidence = notes.evidence().front();
    return fail(Error{Status::invalid,
                      msg("the ceremony is over: trustee {0} signed this besides {1}, or it breaks "
                          "the rules",
                          evidence.name.trustee, evidence.name.file()),
                      evidence.file.string(),
                      {}});
}

// Keys that only look different would let one trustee take two seats.
Outcome keys_differ(const CeremonyNotes& notes, std::size_t count) {
    std::vector<std::pair<ByteArray<32>, std::uint16_t>> keys;
    for (std::size_t i = 0; i < count; ++i) {
        const JoinNote& join = notes.join(trustee_at(i))->body;
        keys.emplace_back(join.signer.key().bytes(), join.trustee);
        keys.emplace_back(join.recipient.bytes(), join.trustee);
    }
    std::ranges::sort(keys);
    const auto same =
        std::ranges::adjacent_find(keys, {}, [](const auto& key) { return key.first; });
    if (same != keys.end())
        return fail(Status::invalid, msg("trustees {0} and {1} joined with the same key",
                                         same->second, std::next(same)->second));
    return {};
}

// With the complaints that this trustee's answers are for.
Outcome add_answers(const AnswerNote& note, const Digest32& transcript,
                    std::span<const Complaint> complaints, std::vector<PublishedShare>& out) {
    if (note.transcript != transcript)
        return fail(
            Status::invalid,
            msg("trustee {0} signed another transcript: it was shown other files", note.trustee));
    for (const AnswerNote::Share& share : note.shares) {
        const Complaint complaint{share.recipient, note.trustee};
        if (std::ranges::find(complaints, complaint) == complaints.end())
            return fail(
                Status::invalid,
                msg("trustee {0} published the share of trustee {1}, who had not complained",
                    note.trustee, share.recipient));
        out.push_back({complaint, share.values});
    }
    return {};
}

} // namespace

Result<JoinedCeremony> joined_ceremony(const CeremonyNotes& notes, const Manifest& manifest) {
    EVOTE_TRY_VOID(no_evidence(notes));
    std::vector<Digest32> hashes;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i) {
        const auto& join = notes.join(trustee_at(i));
        if (!join)
            return missing(CeremonyRound::join, trustee_at(i));
        hashes.push_back(join->body.commitments);
    }
    EVOTE_TRY_VOID(keys_differ(notes, manifest.trustees().count));
    return JoinedCeremony(manifest, std::move(hashes));
}

Result<DealtCeremony> dealt_ceremony(const CeremonyNotes& notes, const Manifest& manifest) {
    EVOTE_TRY(JoinedCeremony joined, joined_ceremony(notes, manifest));
    const Digest32 joins = notes.joins(manifest);
    std::vector<Dealing> dealings;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i) {
        const auto& deal = notes.deal(trustee_at(i));
        if (!deal)
            return missing(CeremonyRound::deal, trustee_at(i));
        if (deal->body.joins != joins)
            return fail(Status::invalid,
                        msg("trustee {0} dealt to other join notes than those that are here: "
                            "somebody was shown other files",
                            trustee_at(i)));
        dealings.push_back(deal->body.dealing);
    }
    return std::move(joined).deal(std::move(dealings));
}

Result<CheckedCeremony> checked_ceremony(const CeremonyNotes& notes, const Manifest& manifest) {
    EVOTE_TRY(DealtCeremony dealt, dealt_ceremony(notes, manifest));
    std::vector<CeremonyCheck> checks;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i) {
        const auto& check = notes.check(trustee_at(i));
        if (!check)
            return missing(CeremonyRound::check, trustee_at(i));
        checks.push_back({trustee_at(i), check->body.transcript, check->body.accused});
    }
    return std::move(dealt).check(notes.transcript(manifest), checks);
}

Result<SettledCeremony> settled_ceremony(const CeremonyNotes& notes, const Manifest& manifest) {
    EVOTE_TRY(CheckedCeremony checked, checked_ceremony(notes, manifest));
    std::vector<PublishedShare> answers;
    for (std::size_t i = 0; i < manifest.trustees().count; ++i)
        if (const auto& answer = notes.answer(trustee_at(i)))
            EVOTE_TRY_VOID(add_answers(answer->body, notes.transcript(manifest),
                                       checked.complaints(), answers));
    return std::move(checked).settle(std::move(answers));
}

Result<PublicKeys> keys_of_ceremony(const CeremonyNotes& notes, const Manifest& manifest) {
    EVOTE_TRY(const SettledCeremony settled, settled_ceremony(notes, manifest));
    std::vector<TrusteeKeys> trustees;
    for (const Dealing& dealing : settled.dealings()) {
        const JoinNote& join = notes.join(dealing.trustee())->body;
        trustees.push_back({join.name, join.signer.text(), dealing});
    }
    return PublicKeys::combine(manifest, std::move(trustees));
}

} // namespace evote

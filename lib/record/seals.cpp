// SPDX-License-Identifier: Apache-2.0
#include "record/seals.h"

#include "base/text.h"
#include "board/note.h"
#include "ceremony_files.h"
#include "os/file.h"
#include "record/ceremony_round.h"

#include <fmt/format.h>

namespace evote::record {

namespace {

Outcome read_seal(const RecordFolder& folder, const protocol::Election& election,
                  std::uint16_t trustee) {
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(folder.note("seal", trustee), largest_seal));
    EVOTE_TRY(const board::Note note, board::Note::parse(bytes));
    EVOTE_TRY(const auto signer,
              board::VerifierKey::parse(election.keys().trustee(trustee).signer));
    EVOTE_TRY_VOID(note.verify(std::span(&signer, 1)));
    EVOTE_TRY(const auto seal, SealNote::parse(note.text(), election.manifest()));
    if (seal.fingerprint != election.fingerprint())
        return fail(ErrorCode::other_election, msg("trustee {0} ({1}) sealed another election",
                                                   trustee, election.keys().trustee(trustee).name));
    return {};
}

} // namespace

std::string SealNote::text(const protocol::Manifest& /*manifest*/) const {
    return fmt::format("evote-{}-1\n{}\n", round_name(CeremonyRound::seal),
                       hex_encode(fingerprint));
}

Result<SealNote> SealNote::parse(std::string_view text, const protocol::Manifest& manifest) {
    const auto lines = split(text, '\n');
    SealNote note;
    if (lines.size() == 3)
        if (const auto fingerprint = hex_decode_array<sizeof(Digest32)>(lines[1]))
            note.fingerprint = *fingerprint;
    if (text != note.text(manifest))
        return fail(ErrorCode::malformed, msg("this is not a seal: two lines are expected"));
    return note;
}

Result<SealsOfRecord> read_seals(const RecordFolder& folder, const protocol::Election& election) {
    SealsOfRecord out;
    for (unsigned i = 1; i <= election.keys().trustee_count(); ++i) {
        const auto trustee = static_cast<std::uint16_t>(i);
        if (!os::file_exists(folder.note("seal", trustee)))
            continue;
        auto seal = read_seal(folder, election, trustee);
        if (seal) {
            out.good.push_back(trustee);
            continue;
        }
        EVOTE_TRY(Error fault,
                  damage_of(std::move(seal).take_error(), folder.note("seal", trustee)));
        out.faults.push_back(std::move(fault));
    }
    return out;
}

} // namespace evote::record

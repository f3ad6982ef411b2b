// SPDX-License-Identifier: Apache-2.0
#include "record/ceremony_notes.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "evote/check.h"
#include "note_lines.h"
#include "protocol/polynomials.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::record {

namespace {

constexpr std::size_t item_size = 32;

std::string first_line(CeremonyRound round) {
    return fmt::format("evote-{}-1", round_name(round));
}

std::string head(CeremonyRound round, const protocol::Manifest& manifest, std::uint16_t trustee) {
    return fmt::format("{}\nmanifest {}\ntrustee {}\n", first_line(round),
                       hex_encode(manifest.hash()), trustee);
}

Result<std::uint16_t> take_head(NoteLines& lines, CeremonyRound round,
                                const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(lines.expect(first_line(round)));
    EVOTE_TRY(const Digest32 hash, lines.take_digest("manifest"));
    if (hash != manifest.hash())
        return fail(ErrorCode::other_election, msg("this note is of another election"));
    return lines.take_index("trustee", manifest.trustees().count);
}

Outcome end_of_lines(const NoteLines& lines) {
    if (!lines.at_end())
        return lines.refuse(msg("the note must end after this line"));
    return {};
}

Result<std::vector<Bytes>> take_shares(NoteLines& lines, const protocol::Manifest& manifest,
                                       std::uint16_t dealer) {
    std::vector<Bytes> shares(manifest.trustees().count);
    const std::size_t share_size = sizeof(Digest32) + manifest.keys_needed() * item_size;
    for (unsigned j = 1; j <= manifest.trustees().count; ++j) {
        if (j == dealer)
            continue;
        std::string_view text;
        EVOTE_TRY(const std::uint16_t index,
                  lines.take_indexed("share", manifest.trustees().count, text));
        auto bytes = base64_decode(text);
        if (index != j || !bytes || !secretfile::age_can_be_for_one_key(*bytes, share_size))
            return lines.refuse(
                msg("an age file with the share of trustee {0}, in base64, is expected here", j));
        shares[j - 1] = *std::move(bytes);
    }
    return shares;
}

// The inverse of trustee_key_name().
std::optional<std::uint16_t> trustee_of_key(std::string_view name,
                                            const protocol::Manifest& manifest) {
    const auto dash = name.rfind('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    const auto index = decimal_decode(name.substr(dash + 1), manifest.trustees().count);
    if (!index || *index == 0)
        return std::nullopt;
    const auto trustee = static_cast<std::uint16_t>(*index);
    return name == protocol::trustee_key_name(manifest, trustee) ? std::optional(trustee)
                                                                 : std::nullopt;
}

Result<std::vector<CeremonyNoteName>> names_of_seal(const board::Note& note,
                                                    const protocol::Manifest& manifest) {
    std::vector<CeremonyNoteName> out;
    for (const board::NoteSignature& signature : note.signatures())
        if (const auto trustee = trustee_of_key(signature.name, manifest)) {
            const CeremonyNoteName name{CeremonyRound::seal, *trustee};
            if (std::ranges::find(out, name) == out.end())
                out.push_back(name);
        }
    if (out.empty())
        return fail(ErrorCode::bad_signature, msg("no trustee of this election signed this note"));
    return out;
}

template <class Body>
Outcome belongs_to(const Body& body, const JoinNote& join) {
    if constexpr (requires { body.trustee; })
        if (body.trustee != join.trustee)
            return fail(ErrorCode::other_trustee,
                        msg("this note of trustee {0} is signed by trustee {1}", body.trustee,
                            join.trustee));
    return {};
}

} // namespace

std::string CeremonyNoteName::file() const {
    return fmt::format("{}-{}.note", round_name(round), trustee);
}

std::string JoinNote::text(const protocol::Manifest& manifest) const {
    return head(CeremonyRound::join, manifest, trustee) +
           fmt::format("name {}\nsigner {}\nrecipient {}\ncommitments {}\n", name, signer.text(),
                       recipient.text(), hex_encode(commitments));
}

Result<JoinNote> JoinNote::parse(std::string_view text, const protocol::Manifest& manifest) {
    NoteLines lines(text);
    EVOTE_TRY(const std::uint16_t trustee, take_head(lines, CeremonyRound::join, manifest));
    EVOTE_TRY(const std::string_view name, lines.take("name"));
    if (!protocol::is_trustee_name(name))
        return lines.refuse(msg("this cannot be the name of a trustee"));
    EVOTE_TRY(const std::string_view key, lines.take("signer"));
    auto signer = board::VerifierKey::parse(key);
    if (!signer || signer->name() != protocol::trustee_key_name(manifest, trustee))
        return lines.refuse(msg("the signing key of {0} is expected here",
                                protocol::trustee_key_name(manifest, trustee)));
    EVOTE_TRY(const std::string_view age, lines.take("recipient"));
    auto recipient = secretfile::AgeRecipient::parse(age);
    if (!recipient)
        return lines.refuse(msg("a key to encrypt to is expected here"));
    EVOTE_TRY(const Digest32 commitments, lines.take_digest("commitments"));
    EVOTE_TRY_VOID(end_of_lines(lines));
    return JoinNote{trustee, std::string(name), *std::move(signer), *std::move(recipient),
                    commitments};
}

std::string DealNote::text(const protocol::Manifest& manifest) const {
    std::string out = head(CeremonyRound::deal, manifest, trustee);
    out += fmt::format("joins {}\n", hex_encode(joins));
    const ByteView commitments = dealing.commitment_bytes();
    const std::size_t row = dealing.threshold() * item_size;
    for (std::size_t at = 0; at < commitments.size(); at += row)
        out += fmt::format("key {}\n", hex_encode(commitments.subspan(at, row)));
    out += fmt::format("proof {}{}\n", hex_encode(dealing.proof().commitment),
                       hex_encode(dealing.proof().response));
    for (std::size_t j = 1; j <= shares.size(); ++j)
        if (j != trustee)
            out += fmt::format("share {} {}\n", j, base64_encode(shares[j - 1]));
    return out;
}

Result<DealNote> DealNote::parse(std::string_view text, const protocol::Manifest& manifest) {
    NoteLines lines(text);
    EVOTE_TRY(const std::uint16_t trustee, take_head(lines, CeremonyRound::deal, manifest));
    EVOTE_TRY(const Digest32 joins, lines.take_digest("joins"));
    Bytes commitments;
    for (std::size_t k = 0; k < manifest.keys_needed(); ++k) {
        EVOTE_TRY(const Bytes row,
                  lines.take_hex("key", manifest.trustees().threshold * item_size));
        append(commitments, row);
    }
    EVOTE_TRY(const Bytes bytes, lines.take_hex("proof", 2 * item_size));
    ByteCursor cursor(bytes);
    protocol::PossessionProof proof;
    proof.commitment = *cursor.take_array<item_size>();
    proof.response = *cursor.take_array<item_size>();
    EVOTE_TRY(std::vector<Bytes> shares, take_shares(lines, manifest, trustee));
    EVOTE_TRY_VOID(end_of_lines(lines));
    EVOTE_TRY(protocol::Dealing dealing,
              protocol::Dealing::verify(manifest, trustee, commitments, proof));
    return DealNote{trustee, joins, std::move(dealing), std::move(shares)};
}

std::string CheckNote::text(const protocol::Manifest& manifest) const {
    std::string out = head(CeremonyRound::check, manifest, trustee);
    out += fmt::format("transcript {}\n", hex_encode(transcript));
    for (const std::uint16_t dealer : accused)
        out += fmt::format("accused {}\n", dealer);
    return out;
}

Result<CheckNote> CheckNote::parse(std::string_view text, const protocol::Manifest& manifest) {
    NoteLines lines(text);
    CheckNote note;
    EVOTE_TRY(note.trustee, take_head(lines, CeremonyRound::check, manifest));
    EVOTE_TRY(note.transcript, lines.take_digest("transcript"));
    while (!lines.at_end()) {
        EVOTE_TRY(const std::uint16_t dealer,
                  lines.take_index("accused", manifest.trustees().count));
        if (dealer == note.trustee || (!note.accused.empty() && note.accused.back() >= dealer))
            return lines.refuse(
                msg("accused trustees must be in order, and none may accuse itself"));
        note.accused.push_back(dealer);
    }
    return note;
}

std::string AnswerNote::text(const protocol::Manifest& manifest) const {
    std::string out = head(CeremonyRound::answer, manifest, trustee);
    out += fmt::format("transcript {}\n", hex_encode(transcript));
    for (const Share& share : shares) {
        out += fmt::format("share {} ", share.recipient);
        for (const auto& value : share.values)
            out += hex_encode(value.encode());
        out += '\n';
    }
    return out;
}

Result<AnswerNote> AnswerNote::parse(std::string_view text, const protocol::Manifest& manifest) {
    NoteLines lines(text);
    AnswerNote note;
    EVOTE_TRY(note.trustee, take_head(lines, CeremonyRound::answer, manifest));
    EVOTE_TRY(note.transcript, lines.take_digest("transcript"));
    do {
        std::string_view hex;
        EVOTE_TRY(const std::uint16_t recipient,
                  lines.take_indexed("share", manifest.trustees().count, hex));
        if (recipient == note.trustee ||
            (!note.shares.empty() && note.shares.back().recipient >= recipient))
            return lines.refuse(msg("answers must be in the order of trustees"));
        const auto bytes = hex_decode(hex);
        const auto values =
            protocol::decode_share(bytes ? ByteView(*bytes) : ByteView(), manifest.keys_needed());
        if (!values)
            return lines.refuse(
                msg("the {0} numbers of a share are expected here", manifest.keys_needed()));
        note.shares.push_back({recipient, {values->expose().begin(), values->expose().end()}});
    } while (!lines.at_end());
    return note;
}

bool begins_as_note(std::string_view beginning) {
    return std::ranges::any_of(ceremony_rounds, [&](CeremonyRound round) {
        return beginning.starts_with(first_line(round));
    });
}

Result<std::vector<CeremonyNoteName>> names_of_note(const board::Note& note,
                                                    const protocol::Manifest& manifest) {
    const std::string_view text = note.text();
    const std::string_view first = text.substr(0, text.find('\n'));
    const auto round = std::ranges::find(ceremony_rounds, first, first_line);
    if (round == ceremony_rounds.end())
        return fail(ErrorCode::malformed, msg("this is not a note of a key ceremony"));
    if (*round == CeremonyRound::seal)
        return names_of_seal(note, manifest);
    NoteLines lines(text);
    EVOTE_TRY(const std::uint16_t trustee, take_head(lines, *round, manifest));
    return std::vector{CeremonyNoteName{*round, trustee}};
}

Result<SignedNote<JoinNote>> open_join_note(const board::Note& note,
                                            const protocol::Manifest& manifest) {
    EVOTE_TRY(JoinNote body, JoinNote::parse(note.text(), manifest));
    EVOTE_TRY_VOID(note.verify(std::span(&body.signer, 1)));
    return SignedNote<JoinNote>{std::move(body), note, crypto::sha256(bytes_of(note.text()))};
}

template <class Body>
Result<SignedNote<Body>> open_note(const board::Note& note, const protocol::Manifest& manifest,
                                   const JoinNote& join) {
    EVOTE_TRY_VOID(note.verify(std::span(&join.signer, 1)));
    auto body = Body::parse(note.text(), manifest);
    if (body) {
        EVOTE_TRY_VOID(belongs_to(*body, join));
        return SignedNote<Body>{*std::move(body), note, crypto::sha256(bytes_of(note.text()))};
    }
    if (kind_of(body.error().code) == ErrorKind::malformed)
        body.error().code = ErrorCode::trustee_at_fault;
    return fail(std::move(body).take_error());
}

template Result<SignedNote<DealNote>> open_note(const board::Note&, const protocol::Manifest&,
                                                const JoinNote&);
template Result<SignedNote<CheckNote>> open_note(const board::Note&, const protocol::Manifest&,
                                                 const JoinNote&);
template Result<SignedNote<AnswerNote>> open_note(const board::Note&, const protocol::Manifest&,
                                                  const JoinNote&);
template Result<SignedNote<SealNote>> open_note(const board::Note&, const protocol::Manifest&,
                                                const JoinNote&);

Digest32 joins_hash(const protocol::Manifest& manifest, std::span<const Digest32> joins) {
    Bytes all;
    for (const Digest32& hash : joins)
        append(all, hash);
    return crypto::tagged_hash32("ceremony/joins", {manifest.hash(), all});
}

Digest32 transcript_hash(const protocol::Manifest& manifest, std::span<const Digest32> joins,
                         std::span<const Digest32> deals) {
    EVOTE_CHECK(joins.size() == deals.size());
    Bytes all;
    for (const Digest32& hash : joins)
        append(all, hash);
    for (const Digest32& hash : deals)
        append(all, hash);
    return crypto::tagged_hash32("ceremony/transcript", {manifest.hash(), all});
}

} // namespace evote::record

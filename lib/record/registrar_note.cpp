// SPDX-License-Identifier: Apache-2.0
#include "record/registrar_note.h"

#include "base/text.h"
#include "evote/check.h"
#include "note_lines.h"
#include "protocol/halves.h"

#include <fmt/format.h>

namespace evote::record {

namespace {

constexpr std::string_view format_name = "evote-registrar-1";

} // namespace

std::string RegistrarNote::text(const protocol::Manifest& manifest) const {
    return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n", format_name, registrar,
                       hex_encode(manifest.hash()), hex_encode(list), hex_encode(halves),
                       hex_encode(proof.commitment), hex_encode(proof.response));
}

Bytes RegistrarNote::sign(const protocol::Manifest& manifest,
                          const board::NoteSigner& signer) const {
    EVOTE_CHECK(signer.verifier().name() == protocol::registrar_key_name(manifest, registrar));
    board::Note made(text(manifest));
    made.sign(signer);
    return made.encode();
}

Result<RegistrarNote> RegistrarNote::parse(ByteView file, const protocol::Manifest& manifest,
                                           std::uint8_t registrar) {
    EVOTE_CHECK(registrar >= 1 && registrar <= manifest.registrars());
    RegistrarNote out;
    EVOTE_TRY(out.note, board::Note::parse(file));
    NoteLines lines(out.note.text());
    EVOTE_TRY_VOID(lines.expect(format_name));
    EVOTE_TRY(out.registrar, lines.take_bare_index(protocol::Manifest::most_registrars));
    if (out.registrar != registrar)
        return fail(ErrorCode::other_registrar,
                    msg("this is the note of registrar {0}, not of registrar {1}", out.registrar,
                        registrar));
    EVOTE_TRY(const Digest32 of, lines.take_bare_digest());
    if (of != manifest.hash())
        return fail(ErrorCode::other_election, msg("this note is of another election"));
    EVOTE_TRY(out.list, lines.take_bare_digest());
    EVOTE_TRY(out.halves, lines.take_bare_digest());
    EVOTE_TRY(out.proof.commitment, lines.take_bare_digest());
    EVOTE_TRY(out.proof.response, lines.take_bare_digest());
    if (!lines.at_end())
        return lines.refuse(msg("the note must end after this line"));
    return out;
}

Outcome RegistrarNote::must_be_signed(const board::VerifierKey& key) const {
    auto verified = note.verify({&key, 1});
    if (!verified)
        return fail(std::move(verified).take_error());
    return {};
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
// Everything of the board has one form: what is read is written again byte for byte.
#include "board/add_checkpoint.h"
#include "board/log_reader.h"
#include "board/receipt.h"
#include "board/refusal.h"
#include "board/resumption.h"
#include "board/witness.h"
#include "crypto/sha2.h"
#include "fuzz/edits.h"
#include "fuzz/fuzz_target.h"
#include "support/rooms.h"

#include <algorithm>

using namespace evote;

EVOTE_FUZZ(note) {
    const auto note = Note::parse(bytes);
    if (note)
        EVOTE_CHECK(equal(note->encode(), bytes));
}

EVOTE_FUZZ(checkpoint) {
    const auto checkpoint = Checkpoint::parse(text_of(bytes));
    if (checkpoint)
        EVOTE_CHECK(checkpoint->text() == text_of(bytes));
}

// Whatever is done to a signed checkpoint, it says what was signed or is refused.
EVOTE_FUZZ(signed_checkpoint) {
    static SeededRandom random(bytes_of("fuzz"));
    static const NoteSigner log("evote/fuzz", SigningKey::generate(random));
    static const SignedCheckpoint original = sign_checkpoint({5, sha256(bytes_of("root"))}, log);
    const auto opened = open_checkpoint(edited(original.note(), bytes), log.verifier());
    if (opened)
        EVOTE_CHECK(opened->checkpoint() == original.checkpoint());
}

EVOTE_FUZZ(verifier_key) {
    const auto key = VerifierKey::parse(text_of(bytes));
    if (key)
        EVOTE_CHECK(key->text() == text_of(bytes));
}

EVOTE_FUZZ(refusal) {
    const auto refusal = SignedRefusal::parse(text_of(bytes));
    if (refusal)
        EVOTE_CHECK(refusal->text() == text_of(bytes));
}

EVOTE_FUZZ(signer_key) {
    const auto signer = NoteSigner::parse(bytes);
    if (signer)
        EVOTE_CHECK(equal(signer->text().expose(), bytes));
}

EVOTE_FUZZ(cosigner_key) {
    const auto key = CosignerKey::parse(text_of(bytes));
    if (key)
        EVOTE_CHECK(key->text() == text_of(bytes) && !VerifierKey::parse(text_of(bytes)));
}

// Whatever is done to a witness's memory, it is refused, or is that of the same checkpoint.
EVOTE_FUZZ(witness_state) {
    static SeededRandom random(bytes_of("fuzz"));
    static const NoteSigner log("evote/fuzz", SigningKey::generate(random));
    static const Cosigner witness("w", SigningKey::generate(random));
    static const WitnessState original{witness.verifier(), log.verifier(),
                                       sign_checkpoint({5, sha256(bytes_of("root"))}, log)};
    const Bytes changed = edited(original.encode(), bytes);
    const auto read = WitnessState::parse(changed, witness.verifier(), log.verifier());
    if (read)
        EVOTE_CHECK(equal(read->encode(), changed) &&
                    read->last.checkpoint() == original.last.checkpoint());
}

// Lines that somebody adds to a checkpoint change neither what it says nor, unless they are good,
// how many witnesses count.
EVOTE_FUZZ(cosignature) {
    static SeededRandom random(bytes_of("fuzz"));
    static const NoteSigner log("evote/fuzz", SigningKey::generate(random));
    static const Cosigner witness("w", SigningKey::generate(random));
    static const SignedCheckpoint original = sign_checkpoint({5, sha256(bytes_of("root"))}, log);
    static const auto policy = *WitnessPolicy::of(1, {witness.verifier()});
    const std::vector<NoteSignature> lines{
        {witness.verifier().name(), witness.verifier().id(), to_bytes(bytes)}};
    EVOTE_CHECK(good_cosignatures(policy, original.checkpoint(), lines).empty());
    EVOTE_CHECK(equal(cosigned_note(original, log.verifier(), policy, lines), original.note()));
}

EVOTE_FUZZ(ed25519) {
    const auto key = Ed25519PublicKey::parse(bytes.first(std::min<std::size_t>(32, bytes.size())));
    if (!key)
        return;
    EVOTE_CHECK(equal(key->bytes(), bytes.first(32)));
    Ed25519Signature signature{};
    const auto rest = bytes.subspan(32);
    std::copy_n(rest.begin(), std::min(rest.size(), signature.size()), signature.begin());
    // A signature of a message that the input cannot know.
    EVOTE_CHECK(!key->verify(bytes_of("not signed by anybody"), signature));
}

EVOTE_FUZZ(tile_path) {
    const auto name = TileName::parse(text_of(bytes));
    if (name)
        EVOTE_CHECK(name->path() == text_of(bytes));
}

EVOTE_FUZZ(receipt) {
    const auto receipt = Receipt::parse(bytes);
    if (receipt)
        EVOTE_CHECK(equal(receipt->encode(), bytes));
}

EVOTE_FUZZ(add_checkpoint) {
    const auto asked = AddCheckpoint::parse(bytes);
    if (asked)
        EVOTE_CHECK(equal(asked->encode(), bytes) && asked->path.size() <= 63);
}

EVOTE_FUZZ(signature_lines) {
    const auto lines = parse_signature_lines(text_of(bytes));
    if (lines)
        EVOTE_CHECK(!lines->empty() && signature_lines(*lines) == text_of(bytes));
    const auto size = parse_size_answer(text_of(bytes));
    if (size)
        EVOTE_CHECK(size_answer(*size) == text_of(bytes));
}

EVOTE_FUZZ(resumption) {
    const auto resumption = Resumption::parse(text_of(bytes));
    if (resumption)
        EVOTE_CHECK(resumption->text() == text_of(bytes));
}

// The first byte is the number of entries.
EVOTE_FUZZ(entry_bundle) {
    if (bytes.empty())
        return;
    const auto rest = bytes.subspan(1);
    const auto bundle = EntryBundle::parse(0, to_bytes(rest), bytes[0] + 1U);
    if (!bundle)
        return;
    Bytes again;
    for (unsigned i = 0; i < bundle->size(); ++i) {
        append_u16(again, static_cast<std::uint16_t>((*bundle)[i].size()));
        append(again, (*bundle)[i]);
        EVOTE_CHECK(equal(bundle->prefix(i + 1), again));
    }
    EVOTE_CHECK(equal(again, rest));
}

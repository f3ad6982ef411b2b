// SPDX-License-Identifier: Apache-2.0
#include "board/note.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "evote/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

constexpr std::string_view signature_prefix = "— ";
constexpr std::size_t most_signatures = 100;

bool is_note_text(std::string_view text) {
    return is_utf8(text) && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 && c != '\n';
           });
}

Result<NoteSignature> parse_signature(std::string_view line) {
    if (!line.starts_with(signature_prefix))
        return fail(ErrorCode::malformed, msg("this line is not a signature line"));
    line.remove_prefix(signature_prefix.size());
    const auto space = std::min(line.find(' '), line.size());
    NoteSignature out{std::string(line.substr(0, space)), 0, {}};
    if (!is_key_name(out.name) || space == line.size())
        return fail(ErrorCode::malformed, msg("this line is not a signature line"));
    const auto bytes = base64_decode(line.substr(space + 1));
    if (!bytes || bytes->size() < 5)
        return fail(ErrorCode::malformed, msg("this signature is not well-formed"));
    ByteCursor cursor(*bytes);
    out.key_id = *cursor.take_u32();
    out.bytes = to_bytes(*cursor.take(cursor.remaining()));
    return out;
}

bool is_by(const NoteSignature& signature, const VerifierKey& key) {
    return signature.key_id == key.id() && signature.name == key.name();
}

bool is_good(const NoteSignature& signature, const VerifierKey& key, std::string_view text) {
    crypto::Ed25519Signature bytes{};
    if (signature.bytes.size() != bytes.size())
        return false;
    std::ranges::copy(signature.bytes, bytes.begin());
    return key.key().verify(bytes_of(text), bytes);
}

} // namespace

Note::Note(std::string text) : text_(std::move(text)) {
    EVOTE_CHECK(text_.ends_with('\n') && is_note_text(text_));
}

Result<Note> Note::parse(ByteView bytes) {
    const std::string_view all = text_of(bytes);
    if (!is_note_text(all))
        return fail(ErrorCode::malformed, msg("this is not a signed note: it is not plain text"));
    const auto blank = all.rfind("\n\n");
    if (blank == std::string_view::npos || !all.ends_with('\n') || blank + 2 == all.size())
        return fail(ErrorCode::malformed,
                    msg("this is not a signed note: no signatures at its end"));
    Note note(std::string(all.substr(0, blank + 1)));
    const auto first_line = static_cast<std::size_t>(std::ranges::count(note.text_, '\n')) + 2;
    const auto lines = split(all.substr(blank + 2, all.size() - blank - 3), '\n');
    if (lines.size() > most_signatures)
        return fail(ErrorCode::malformed,
                    msg("a signed note may have at most {0} signatures", most_signatures));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto signature = parse_signature(lines[i]);
        if (!signature)
            return fail(std::move(signature).take_error().at(msg("line {0}", first_line + i)));
        note.signatures_.push_back(std::move(*signature));
    }
    return note;
}

Bytes Note::encode() const {
    EVOTE_CHECK(!signatures_.empty());
    std::string out = text_ + "\n";
    for (const auto& signature : signatures_) {
        Bytes bytes;
        append_u32(bytes, signature.key_id);
        append(bytes, signature.bytes);
        out += fmt::format("{}{} {}\n", signature_prefix, signature.name, base64_encode(bytes));
    }
    return to_bytes(bytes_of(out));
}

Result<std::vector<std::size_t>> Note::verify(std::span<const VerifierKey> known) const {
    std::vector<std::size_t> signers;
    for (std::size_t i = 0; i < known.size(); ++i) {
        bool signed_by_it = false;
        for (const auto& signature : signatures_) {
            if (!is_by(signature, known[i]))
                continue;
            if (!is_good(signature, known[i], text_))
                return fail(ErrorCode::bad_signature,
                            msg("the signature by {0} is wrong: the text was "
                                "changed, or somebody else signed it",
                                known[i].name()));
            signed_by_it = true;
        }
        if (signed_by_it)
            signers.push_back(i);
    }
    if (signers.empty())
        return fail(ErrorCode::bad_signature,
                    msg("none of the keys that should sign this have signed it"));
    return signers;
}

void Note::sign(const NoteSigner& signer) {
    const VerifierKey& key = signer.verifier();
    std::erase_if(signatures_, [&](const auto& signature) { return is_by(signature, key); });
    const auto signature = signer.sign(text_);
    signatures_.push_back({key.name(), key.id(), to_bytes(signature)});
}

bool same_text(ByteView a, ByteView b) {
    const auto one = Note::parse(a);
    const auto other = Note::parse(b);
    return one && other ? one->text() == other->text() : equal(a, b);
}

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
#include "board/add_checkpoint.h"

#include "board/hash_lines.h"
#include "board/note_line.h"

#include <fmt/format.h>

namespace evote::board {

namespace {

constexpr std::string_view old_word = "old ";
// A text for the signature lines, which are read and written as those of a note.
constexpr std::string_view any_text = "-\n";

} // namespace

Result<AddCheckpoint> AddCheckpoint::parse(ByteView bytes) {
    Lines lines(text_of(bytes));
    const auto line = lines.next();
    const auto size = line ? decimal_decode(after(old_word, *line), INT64_MAX) : std::nullopt;
    if (!size)
        return fail(ErrorCode::malformed, msg("the line with the old size is missing"),
                    msg("line {0}", 1));
    AddCheckpoint out{*size, {}, {}};
    EVOTE_TRY(out.path, read_path(lines, {msg("this is not a hash of a path"),
                                          msg("there is no blank line before the checkpoint")}));
    out.checkpoint = to_bytes(bytes_of(lines.rest()));
    return out;
}

Bytes AddCheckpoint::encode() const {
    std::string out = fmt::format("{}{}\n", old_word, old_size);
    for (const auto& hash : path)
        out += base64_encode(hash) + "\n";
    out += "\n";
    out += text_of(checkpoint);
    return to_bytes(bytes_of(out));
}

std::string signature_lines(std::span<const NoteSignature> lines) {
    Note note{std::string(any_text)};
    for (const auto& line : lines)
        note.add(line);
    return to_string(note.encode()).substr(any_text.size() + 1);
}

Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view text) {
    EVOTE_TRY(const Note note, Note::parse(bytes_of(fmt::format("{}\n{}", any_text, text))));
    if (note.text() != any_text)
        return fail(ErrorCode::malformed, msg("these are not lines of signatures"));
    return note.signatures();
}

std::string size_answer(std::uint64_t size) {
    return std::to_string(size) + "\n";
}

std::optional<std::uint64_t> parse_size_answer(std::string_view text) {
    if (!text.ends_with('\n'))
        return std::nullopt;
    text.remove_suffix(1);
    return decimal_decode(text, INT64_MAX);
}

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// What a log asks a witness and what that answers, as text (C2SP tlog-witness, add-checkpoint).
#pragma once

#include "board/merkle.h"
#include "board/note.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote::board {

/// "Sign this checkpoint": with a path from what the witness has signed last.
struct AddCheckpoint {
    /// Where it goes to, after the address of the witness.
    static constexpr std::string_view name = "/add-checkpoint";

    std::uint64_t old_size = 0; ///< 0 too if the witness has signed nothing
    MerklePath path;            ///< at most 63 hashes
    Bytes checkpoint;           ///< the signed note, not yet read

    /// Strict; ErrorCode::malformed with the line for anything that encode() does not write. The
    /// note is not read.
    static Result<AddCheckpoint> parse(ByteView bytes);
    /// "old <size>", one hash a line, a blank line, the note.
    Bytes encode() const;

    bool operator==(const AddCheckpoint&) const = default;
};

/// The answer of a witness who signs: one line or more, each with its line feed.
std::string signature_lines(std::span<const NoteSignature> lines);
/// As strict as Note::parse.
Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view text);

/// The type of the answer of a witness who has signed another size last.
constexpr std::string_view size_answer_type = "text/x.tlog.size";
/// The answer: "<size>\n".
std::string size_answer(std::uint64_t size);
/// The inverse; any other text gives nullopt.
std::optional<std::uint64_t> parse_size_answer(std::string_view text);

} // namespace evote::board

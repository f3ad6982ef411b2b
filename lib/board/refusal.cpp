// SPDX-License-Identifier: Apache-2.0
#include "board/refusal.h"

#include "board/note_line.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

constexpr std::string_view refused_line = "evote-refused-1";
constexpr std::size_t longest_reason = 64;

bool is_reason(std::string_view text) {
    return !text.empty() && text.size() <= longest_reason && text.front() != ' ' &&
           text.back() != ' ' && std::ranges::all_of(text, [](char letter) {
               return (letter >= 'a' && letter <= 'z') || letter == ' ';
           });
}

} // namespace

std::string SignedRefusal::text() const {
    return fmt::format("{}\nelection {}\nentry {}\nreason {}\nlog {}\ntime {}\n", refused_line,
                       hex_encode(election), hex_encode(entry), reason, tree_text(log), time);
}

Result<SignedRefusal> SignedRefusal::parse(std::string_view text) {
    const auto lines = split(text, '\n');
    if (lines.size() == 7 && lines[0] == refused_line && lines[6].empty()) {
        const auto election = hex_decode_array<32>(after("election ", lines[1]));
        const auto entry = hex_decode_array<32>(after("entry ", lines[2]));
        const auto reason = after("reason ", lines[3]);
        const auto log = parse_tree(after("log ", lines[4]));
        const auto time = decimal_decode(after("time ", lines[5]), INT64_MAX);
        if (election && entry && is_reason(reason) && log && time)
            return SignedRefusal{*election, *entry, std::string(reason), *log, *time};
    }
    return fail(ErrorCode::malformed, msg("this is not a board's note that it refused an entry"));
}

Result<SignedRefusal> open_refusal(ByteView note, const VerifierKey& board) {
    EVOTE_TRY(const Note parsed, Note::parse(note));
    EVOTE_TRY_VOID(parsed.verify({&board, 1}));
    return SignedRefusal::parse(parsed.text());
}

Bytes sign_refusal(const SignedRefusal& refusal, const NoteSigner& board) {
    Note note(refusal.text());
    note.sign(board);
    return note.encode();
}

} // namespace evote::board

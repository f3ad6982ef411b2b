// SPDX-License-Identifier: Apache-2.0
#include "board/resumption.h"

#include "board/note_line.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

constexpr std::string_view resumed_line = "evote-resumed-1";
constexpr std::string_view note_begin = "resumed-";
constexpr std::string_view note_end = ".note";

} // namespace

std::string Resumption::text() const {
    return fmt::format("{}\nelection {}\nremembered {}\nfrom {}\ntime {}\n", resumed_line,
                       hex_encode(election), remembered ? tree_text(*remembered) : "-",
                       tree_text(from), time);
}

Result<Resumption> Resumption::parse(std::string_view text) {
    const auto lines = split(text, '\n');
    Resumption out;
    bool good = lines.size() == 6 && lines[0] == resumed_line && lines[5].empty();
    if (good) {
        const auto election = hex_decode_array<32>(after("election ", lines[1]));
        const auto remembered = after("remembered ", lines[2]);
        out.remembered = parse_tree(remembered);
        const auto from = parse_tree(after("from ", lines[3]));
        const auto time = decimal_decode(after("time ", lines[4]), INT64_MAX);
        good = election && (out.remembered || remembered == "-") && from && time;
        if (good) {
            out.election = *election;
            out.from = *from;
            out.time = *time;
        }
    }
    if (!good)
        return fail(ErrorCode::malformed, msg("this is not a board's note that it went on after a "
                                              "loss"));
    return out;
}

Result<Resumption> open_resumption(ByteView note, const VerifierKey& board) {
    EVOTE_TRY(const Note parsed, Note::parse(note));
    EVOTE_TRY_VOID(parsed.verify({&board, 1}));
    return Resumption::parse(parsed.text());
}

Bytes sign_resumption(const Resumption& resumption, const NoteSigner& board) {
    Note note(resumption.text());
    note.sign(board);
    return note.encode();
}

std::string resumption_name(std::uint64_t number) {
    return fmt::format("{}{}{}", note_begin, number, note_end);
}

std::optional<std::uint64_t> resumption_number(std::string_view name) {
    if (!name.starts_with(note_begin) || !name.ends_with(note_end) ||
        name.size() < note_begin.size() + note_end.size())
        return std::nullopt;
    name.remove_prefix(note_begin.size());
    name.remove_suffix(note_end.size());
    const auto number = decimal_decode(name, INT64_MAX);
    return number && *number > 0 ? number : std::nullopt;
}

} // namespace evote::board

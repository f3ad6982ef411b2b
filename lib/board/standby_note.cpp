// SPDX-License-Identifier: Apache-2.0
#include "board/standby_note.h"

#include "board/note_line.h"

#include <fmt/format.h>

namespace evote::board {

namespace {

constexpr std::string_view asked_line = "evote-standby-asked-1";
constexpr std::string_view answered_line = "evote-standby-answered-1";
constexpr std::string_view released_line = "evote-standby-released-1";

std::string_view state_text(bool closed) {
    return closed ? "closed" : "open";
}

// The lines of a note after the first one, in their order; each value may be asked for once.
class NoteLines {
  public:
    NoteLines(std::string_view text, std::string_view first, std::size_t count)
        : lines_(split(text, '\n')),
          good_(lines_.size() == count + 2 && lines_.front() == first && lines_.back().empty()) {}

    template <std::size_t N>
    ByteArray<N> bytes(std::string_view word) {
        return kept(hex_decode_array<N>(next(word)));
    }

    Pairing pairing() { return kept(Pairing::parse(next("pairing "))); }

    TreeHead tree(std::string_view word) { return kept(parse_tree(next(word))); }

    bool closed() {
        const auto state = next("log ");
        good_ = good_ && (state == state_text(true) || state == state_text(false));
        return state == state_text(true);
    }

    template <class Value>
    Result<Value> checked(Value value) const {
        if (!good_)
            return fail(ErrorCode::malformed,
                        msg("this is not what a board's machines say to each other"));
        return value;
    }

  private:
    std::string_view next(std::string_view word) {
        return good_ ? after(word, lines_[at_++]) : std::string_view();
    }

    template <class Value>
    Value kept(const std::optional<Value>& value) {
        good_ = good_ && value.has_value();
        return value.value_or(Value{});
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 1;
    bool good_;
};

Bytes sign(std::string text, const NoteSigner& board) {
    Note note(std::move(text));
    note.sign(board);
    return note.encode();
}

template <class Said>
Result<Said> open(ByteView note, const VerifierKey& board) {
    EVOTE_TRY(const Note parsed, Note::parse(note));
    EVOTE_TRY_VOID(parsed.verify({&board, 1}));
    return Said::parse(parsed.text());
}

} // namespace

std::string StandbyRequest::text() const {
    return fmt::format("{}\nelection {}\nnonce {}\npairing {}\nfrom {}\nto {}\nlog {}\n",
                       asked_line, hex_encode(election), hex_encode(nonce), pairing.text(),
                       tree_text(from), tree_text(to), state_text(closed));
}

Result<StandbyRequest> StandbyRequest::parse(std::string_view text) {
    NoteLines lines(text, asked_line, 6);
    StandbyRequest out;
    out.election = lines.bytes<32>("election ");
    out.nonce = lines.bytes<16>("nonce ");
    out.pairing = lines.pairing();
    out.from = lines.tree("from ");
    out.to = lines.tree("to ");
    out.closed = lines.closed();
    return lines.checked(out);
}

std::string StandbyAnswer::text() const {
    return fmt::format("{}\nelection {}\nnonce {}\npairing {}\ntree {}\nlog {}\n", answered_line,
                       hex_encode(election), hex_encode(nonce), pairing.text(), tree_text(tree),
                       state_text(closed));
}

Result<StandbyAnswer> StandbyAnswer::parse(std::string_view text) {
    NoteLines lines(text, answered_line, 5);
    StandbyAnswer out;
    out.election = lines.bytes<32>("election ");
    out.nonce = lines.bytes<16>("nonce ");
    out.pairing = lines.pairing();
    out.tree = lines.tree("tree ");
    out.closed = lines.closed();
    return lines.checked(out);
}

std::string StandbyRelease::text() const {
    return fmt::format("{}\nelection {}\npairing {}\n", released_line, hex_encode(election),
                       pairing.text());
}

Result<StandbyRelease> StandbyRelease::parse(std::string_view text) {
    NoteLines lines(text, released_line, 2);
    StandbyRelease out;
    out.election = lines.bytes<32>("election ");
    out.pairing = lines.pairing();
    return lines.checked(out);
}

Result<StandbyAnswer> open_standby_answer(ByteView note, const VerifierKey& board) {
    return open<StandbyAnswer>(note, board);
}

Bytes sign_standby_answer(const StandbyAnswer& answer, const NoteSigner& board) {
    return sign(answer.text(), board);
}

Result<StandbyRelease> open_standby_release(ByteView note, const VerifierKey& board) {
    return open<StandbyRelease>(note, board);
}

Bytes sign_standby_release(const StandbyRelease& release, const NoteSigner& board) {
    return sign(release.text(), board);
}

Bytes sign_standby_request(const StandbyRequest& request, std::span<const ByteView> entries,
                           const NoteSigner& board) {
    const Bytes note = sign(request.text(), board);
    Bytes out;
    append_u32(out, static_cast<std::uint32_t>(note.size()));
    append(out, note);
    for (const ByteView entry : entries) {
        append_u16(out, static_cast<std::uint16_t>(entry.size()));
        append(out, entry);
    }
    return out;
}

Result<OpenedStandbyRequest> open_standby_request(ByteView sent, const VerifierKey& board) {
    ByteCursor cursor(sent);
    const auto size = cursor.take_u32();
    const auto note = size ? cursor.take(*size) : std::nullopt;
    if (!note)
        return fail(ErrorCode::malformed,
                    msg("this is not what a board's machines say to each other"));
    OpenedStandbyRequest out;
    EVOTE_TRY(out.request, open<StandbyRequest>(*note, board));
    while (!cursor.at_end()) {
        const auto length = cursor.take_u16();
        const auto entry = length ? cursor.take(*length) : std::nullopt;
        if (!entry)
            return fail(ErrorCode::malformed,
                        msg("this is not what a board's machines say to each other"));
        out.entries.push_back(*entry);
    }
    return out;
}

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
#include "board/checkpoint.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
    const auto lines = split(text, '\n');
    if (lines.size() != 4 || !lines[3].empty())
        return fail(ErrorCode::malformed,
                    msg("a checkpoint has three lines: the log's name, its size and its root"));
    if (!is_key_name(lines[0]))
        return fail(ErrorCode::malformed, msg("this is not the name of a log"), msg("line {0}", 1));
    const auto size = decimal_decode(lines[1], INT64_MAX);
    if (!size)
        return fail(ErrorCode::malformed, msg("this is not the size of a log"), msg("line {0}", 2));
    const auto root = base64_decode(lines[2]);
    Checkpoint out{std::string(lines[0]), {*size, {}}};
    if (!root || root->size() != out.tree.root.size())
        return fail(ErrorCode::malformed, msg("this is not the root of a log"), msg("line {0}", 3));
    std::ranges::copy(*root, out.tree.root.begin());
    if (*size == 0 && out.tree.root != empty_root())
        return fail(ErrorCode::malformed, msg("this is not the root of an empty log"),
                    msg("line {0}", 3));
    return out;
}

std::string Checkpoint::text() const {
    return fmt::format("{}\n{}\n{}\n", origin, tree.size, base64_encode(tree.root));
}

Result<SignedCheckpoint> open_checkpoint(ByteView note, const VerifierKey& log) {
    EVOTE_TRY(const Note parsed, Note::parse(note));
    EVOTE_TRY(auto checkpoint, Checkpoint::parse(parsed.text()));
    if (checkpoint.origin != log.name())
        return fail(ErrorCode::other_election,
                    msg("this is a checkpoint of the log {0}, not of {1}",
                        printable(checkpoint.origin), log.name()));
    EVOTE_TRY_VOID(parsed.verify({&log, 1}));
    return SignedCheckpoint(std::move(checkpoint), to_bytes(note));
}

SignedCheckpoint sign_checkpoint(const TreeHead& tree, const NoteSigner& log) {
    Checkpoint checkpoint{log.verifier().name(), tree};
    Note note(checkpoint.text());
    note.sign(log);
    return {std::move(checkpoint), note.encode()};
}

CheckpointPair compare_checkpoints(const SignedCheckpoint& a, const SignedCheckpoint& b) {
    if (a.checkpoint() == b.checkpoint())
        return CheckpointPair::same;
    const bool split = a.origin() == b.origin() && a.size() == b.size();
    return split ? CheckpointPair::split : CheckpointPair::different;
}

} // namespace evote::board

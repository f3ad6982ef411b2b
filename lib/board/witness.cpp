// SPDX-License-Identifier: Apache-2.0
#include "board/witness.h"

#include "base/text.h"
#include "board/file_batch.h"
#include "board/log_files.h"

#include <fmt/format.h>

namespace evote::board {

namespace {

constexpr std::string_view state_line = "evote-witness-1\n";

// What stands before the checkpoint.
std::string state_head(const CosignerKey& witness, const VerifierKey& log) {
    return fmt::format("{}witness {}\nlog {}\n\n", state_line, witness.text(), log.text());
}

} // namespace

Bytes WitnessState::encode() const {
    Note note(last.checkpoint().text());
    const auto parsed = Note::parse(last.note());
    for (const auto& line : parsed->signatures())
        if (line.key_id == log.id() && line.name == log.name() && note.signatures().empty())
            note.add(line);
    Bytes out = to_bytes(bytes_of(state_head(witness, log)));
    append(out, note.encode());
    return out;
}

Result<WitnessState> WitnessState::parse(ByteView bytes, const CosignerKey& witness,
                                         const VerifierKey& log) {
    const auto malformed = [] {
        return fail(ErrorCode::malformed, msg("this is not what a witness remembers of a log"));
    };
    const std::string_view text = text_of(bytes);
    if (!text.starts_with(state_line))
        return malformed();
    const std::string head = state_head(witness, log);
    if (!text.starts_with(head)) {
        const auto lines = split(text, '\n');
        const bool has_form = lines.size() > 4 && lines[1].starts_with("witness ") &&
                              lines[2].starts_with("log ") && lines[3].empty();
        if (!has_form)
            return malformed();
        return fail(ErrorCode::wrong_key,
                    msg("this is the memory of another witness, or of another log: {0}, {1}",
                        printable(lines[1]), printable(lines[2])));
    }
    EVOTE_TRY(auto last, open_checkpoint(bytes.subspan(head.size()), log));
    WitnessState out{witness, log, std::move(last)};
    if (!equal(out.encode(), bytes))
        return malformed();
    return out;
}

Result<Added> add_cosignatures(const std::filesystem::path& given, const VerifierKey& log,
                               const WitnessPolicy& policy, const Checkpoint& checkpoint,
                               std::span<const NoteSignature> lines, Storage& storage) {
    const auto folder = clean_folder(given);
    EVOTE_TRY(const os::FileDescriptor lock, lock_log(folder));
    EVOTE_TRY(const LogReader reader, LogReader::open(folder, log));
    if (reader.checkpoint().checkpoint() != checkpoint)
        return fail(Error{ErrorCode::log_changed,
                          msg("the log was changed while it was being read"),
                          (folder / checkpoint_name).string(),
                          {}});
    // What a killed run has left would not belong to a closed log.
    EVOTE_TRY_VOID(storage.remove(folder / unfinished_name));
    const Bytes note = cosigned_note(reader.checkpoint(), log, policy, lines);
    if (equal(note, reader.checkpoint().note()))
        return Added::nothing;
    FileBatch files(storage, folder);
    EVOTE_TRY_VOID(files.put(checkpoint_name, note));
    EVOTE_TRY_VOID(files.sync());
    return Added::something;
}

} // namespace evote::board

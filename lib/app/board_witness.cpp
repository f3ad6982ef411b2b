// SPDX-License-Identifier: Apache-2.0
#include "app/named_witness.h"
#include "app/private_file.h"
#include "app/sealed_ground.h"
#include "app/witness.h"
#include "base/text.h"
#include "board/witness.h"
#include "os/file.h"
#include "service/witness_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

namespace fs = std::filesystem;

Outcome write_cosigner(const fs::path& path, const board::Cosigner& cosigner) {
    SecretBytes text = cosigner.text();
    text.push_back('\n');
    return os::write_file(path, text.expose(), os::Existing::keep, os::Access::owner_only);
}

Error wrong_key(Message message, const fs::path& file) {
    return {ErrorCode::wrong_key, std::move(message), file.string(), {}};
}

// Keeps what the board signed then and now, and says which of the two kinds it is.
Error against_the_board(const service::WitnessFiles& files, const board::SignedCheckpoint& then,
                        const board::LogReader& log, board::LogRelation relation,
                        Console& console) {
    for (const auto* checkpoint : {&then, &log.checkpoint()}) {
        const auto kept = files.keep_evidence(*checkpoint);
        if (kept)
            console.say(msg("{0}: kept as evidence in {1}", checkpoint->size(), kept->string()));
        else
            console.warn(kept.error());
    }
    const auto file = (log.folder() / "checkpoint").string();
    if (relation == board::LogRelation::split)
        return {ErrorCode::board_contradicts,
                msg("the board has signed two different histories: this one does not go on from "
                    "what this witness has signed"),
                file,
                {}};
    return {ErrorCode::board_contradicts,
            msg("the board has {0} entries here, and had {1} when this witness signed: this is an "
                "old copy, or ballots were removed",
                log.size(), then.size()),
            file,
            {}};
}

Outcome must_go_on(const service::WitnessFiles& files, board::LogReader& log,
                   const std::optional<board::WitnessState>& state, Console& console) {
    if (!state) {
        console.say(msg("This witness has signed nothing of this log so far, going by {0}",
                        files.state().string()));
        return {};
    }
    EVOTE_TRY(const board::LogRelation relation, log.compare(state->last));
    if (relation == board::LogRelation::same || relation == board::LogRelation::earlier)
        return {};
    return fail(against_the_board(files, state->last, log, relation, console));
}

// The time of this witness's line in the checkpoint, if there is one already.
Result<std::optional<std::uint64_t>> time_there(const board::SignedCheckpoint& checkpoint,
                                                const board::CosignerKey& witness) {
    EVOTE_TRY(const auto note, board::Note::parse(checkpoint.note()));
    for (const auto& line : note.signatures())
        if (const auto time = witness.time_of(line, note.text()))
            return time;
    return std::optional<std::uint64_t>();
}

// Remembers, then signs; a line that is there already stays.
Result<std::uint64_t> sign(const CosignOptions& options, const service::WitnessFiles& files,
                           const board::Cosigner& cosigner, const record::BoardFile& board,
                           const board::LogReader& log) {
    const board::WitnessState state{cosigner.verifier(), board.key, log.checkpoint()};
    EVOTE_TRY_VOID(files.keep(state));
    EVOTE_TRY(const auto before, time_there(log.checkpoint(), cosigner.verifier()));
    if (before)
        return *before;
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(options.clock(), 0));
    const auto& checkpoint = log.checkpoint().checkpoint();
    const std::vector<board::NoteSignature> lines{cosigner.cosign(checkpoint, time)};
    EVOTE_TRY_VOID(
        board::add_cosignatures(log.folder(), board.key, *board.witnesses, checkpoint, lines));
    return time;
}

} // namespace

Outcome board_witness_key(const WitnessKeyOptions& options, crypto::Random& random,
                          Console& console) {
    if (!board::is_key_name(options.name))
        return fail(ErrorCode::usage,
                    msg("this cannot be the name of a key: no blanks, no plus sign"));
    if (!os::file_exists(options.key))
        EVOTE_TRY_VOID(write_cosigner(
            options.key, board::Cosigner(options.name, crypto::SigningKey::generate(random))));
    EVOTE_TRY(const board::Cosigner cosigner, service::read_cosigner(options.key));
    if (cosigner.verifier().name() != options.name)
        return fail(
            wrong_key(msg("this is the key of another witness: {0}", cosigner.verifier().name()),
                      options.key));
    const std::string key = cosigner.verifier().text();
    console.facts({verbatim(key)}, {{"witness", key}});
    return {};
}

Outcome board_cosign(const CosignOptions& options, Console& console) {
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY_VOID(keep_out_of_record(options.key, options.folder));
    EVOTE_TRY_VOID(keep_out_of_record(options.state, options.folder));
    warn_if_open_to_others(options.key, console);
    EVOTE_TRY(const board::Cosigner cosigner, service::read_cosigner(options.key));
    EVOTE_TRY_VOID(must_be_named(cosigner.verifier(), record.board, options.key));
    // Two runs at once would both go on from the same state.
    const service::WitnessFiles files(options.key, options.state);
    EVOTE_TRY(const os::FileDescriptor lock, files.lock());
    EVOTE_TRY(const auto state, files.recall(cosigner.verifier(), record.board.key));
    EVOTE_TRY(board::LogReader log, record.open_log());
    EVOTE_TRY_VOID(must_go_on(files, log, state, console));
    EVOTE_TRY(const std::uint64_t time, sign(options, files, cosigner, record.board, log));
    const std::string root = hex_encode(log.checkpoint().root());
    console.facts(
        {msg("Fingerprint: {0}", hex_encode(record.election.fingerprint())),
         msg("The witness {0} has signed {1} entries", cosigner.verifier().name(), log.size()),
         msg("Root: {0}", root)},
        {{"fingerprint", hex_encode(record.election.fingerprint())},
         {"witness", cosigner.verifier().name()},
         {"size", log.size()},
         {"root", root},
         {"time", time}});
    return {};
}

} // namespace evote::app

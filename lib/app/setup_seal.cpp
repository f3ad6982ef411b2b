// SPDX-License-Identifier: Apache-2.0
#include "app/private_file.h"
#include "app/registrars_agree.h"
#include "app/setup.h"
#include "app/witness_policy.h"
#include "app/workable.h"
#include "base/text.h"
#include "board/log_writer.h"
#include "box/board_memory.h"
#include "os/file.h"
#include "record/open_record.h"
#include "record/witnesses.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

// The empty board, which an interrupted run may have opened already.
Outcome open_board(const record::RecordFolder& record, board::NoteSigner signer) {
    if (!os::file_exists(record.checkpoint()))
        return board::LogWriter::create(record.log(), signer);
    EVOTE_TRY(const board::LogWriter log, board::LogWriter::open(record.log(), std::move(signer)));
    if (log.size() != 0)
        return fail(Error{ErrorCode::already_there,
                          msg("the board is in use already"),
                          record.checkpoint().string(),
                          {}});
    return {};
}

void show(const Digest32& fingerprint, const box::BoardKey& key, Console& console) {
    const std::string spoken = protocol::spoken_fingerprint(fingerprint);
    console.facts({msg("Fingerprint: {0}", hex_encode(fingerprint)), msg("Read aloud: {0}", spoken),
                   msg("Each trustee now runs: evote-ceremony seal")},
                  {{"fingerprint", hex_encode(fingerprint)}, {"spoken", spoken}});
    console.say(msg("Keep a copy of {0} and of {1} in a safe place away from this machine. Without "
                    "the key no ballot can be taken and the board cannot be closed: the election "
                    "would be lost. Whoever has it can sign for the board",
                    key.file.string(), key.memory().string()));
}

} // namespace

Outcome setup_seal(const SetupSealOptions& options, crypto::Random& random, Console& console) {
    const record::RecordFolder record(options.folder);
    if (os::file_exists(record.election()))
        return fail(Error{ErrorCode::already_sealed,
                          msg("this election is sealed already"),
                          record.election().string(),
                          {}});
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    EVOTE_TRY_VOID(keep_out_of_record(options.key, options.folder));
    warn_if_open_to_others(options.key, console);
    EVOTE_TRY(const protocol::PublicKeys keys, record::read_keys(record, manifest));
    EVOTE_TRY(const protocol::Roll roll, record::read_roll(record, manifest));
    EVOTE_TRY_VOID(manifest_must_work(record, manifest, console));
    EVOTE_TRY_VOID(roll_must_work(record, manifest, roll, console));
    EVOTE_TRY(const auto registrars, registrars_of(options, manifest));
    EVOTE_TRY_VOID(registrars_must_agree(record, manifest, registrars, roll, console));
    EVOTE_TRY(auto witnesses, witnesses_of(options, console));
    EVOTE_TRY(box::BoardKey key,
              box::make_board_key(options.key, record::board_origin(manifest), random));
    const auto board =
        record::BoardFile::of(key.signer.verifier(), std::move(witnesses), registrars);
    if (auto sound = record::BoardFile::parse(board.file, manifest); !sound)
        return fail(ErrorCode::usage, std::move(sound).take_error().message);
    if (auto differ = record::check_witness_keys(record, board, keys); !differ)
        return fail(ErrorCode::usage, std::move(differ).take_error().message);
    const auto file =
        record::ElectionFile::of(manifest.hash(), keys.hash(), roll.hash(), board.hash());
    EVOTE_TRY_VOID(os::write_file(record.board(), board.file, os::Existing::same));
    // Before the first checkpoint, as before all others.
    EVOTE_TRY_VOID(box::BoardMemory::create(key, file.fingerprint));
    EVOTE_TRY_VOID(open_board(record, std::move(key.signer)));
    // Last, because it says that all the rest is there.
    EVOTE_TRY_VOID(os::write_file(record.election(), file.write()));
    show(file.fingerprint, key, console);
    return {};
}

} // namespace evote::app

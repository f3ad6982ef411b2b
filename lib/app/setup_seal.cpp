// SPDX-License-Identifier: Apache-2.0
#include "evote/app/setup.h"
#include "evote/base/text.h"
#include "evote/board/log_writer.h"
#include "evote/box/board_key.h"
#include "evote/os/file.h"
#include "evote/record/open_record.h"

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

void show(const Digest32& fingerprint, Console& console) {
    const std::string spoken = protocol::spoken_fingerprint(fingerprint);
    console.facts({msg("Fingerprint: {0}", hex_encode(fingerprint)), msg("Read aloud: {0}", spoken),
                   msg("Each trustee now runs: evote-ceremony seal")},
                  {{"fingerprint", hex_encode(fingerprint)}, {"spoken", spoken}});
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
    EVOTE_TRY(const protocol::PublicKeys keys, record::read_keys(record, manifest));
    EVOTE_TRY(const protocol::Roll roll, record::read_roll(record, manifest));
    EVOTE_TRY(board::NoteSigner signer,
              box::make_board_key(options.key, record::board_origin(manifest), random));
    const auto board = record::BoardFile::of(signer.verifier());
    const auto file =
        record::ElectionFile::of(manifest.hash(), keys.hash(), roll.hash(), board.hash());
    EVOTE_TRY_VOID(os::write_file(record.board(), board.file, os::Existing::same));
    EVOTE_TRY_VOID(open_board(record, std::move(signer)));
    // Last, because it says that all the rest is there.
    EVOTE_TRY_VOID(os::write_file(record.election(), file.write()));
    show(file.fingerprint, console);
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "box/paired_memory.h"

#include "box/closing.h"
#include "crypto/random.h"

namespace evote::box {

namespace {

using board::MachineRole;

constexpr std::size_t most_bytes_at_once = std::size_t{4} * 1024 * 1024;

} // namespace

PairedMemory::PairedMemory(std::unique_ptr<BoardMemory> memory, const record::OpenRecord& record,
                           std::optional<board::NoteSigner> signer, SendToStandby send)
    : memory_(std::move(memory)),
      folder_(record.folder.log()),
      fingerprint_(record.election.fingerprint()),
      signer_(std::move(signer)),
      send_(std::move(send)) {}

Result<std::unique_ptr<PairedMemory>> PairedMemory::open(const record::OpenRecord& record,
                                                         const BoardKey& key,
                                                         board::Storage& storage,
                                                         SendToStandby send) {
    EVOTE_TRY(auto memory, lock_memory(record, key, storage));
    EVOTE_TRY_VOID(memory->recall());
    const MachineRole role = memory->pairing().role;
    if (role != MachineRole::alone && role != MachineRole::first)
        return fail(Error{
            ErrorCode::refused,
            role == MachineRole::released
                ? msg("this was a second machine and was released: its key signs nothing any more")
                : msg("this is a second machine: it signs nothing before it takes over, with "
                      "evote-board takeover"),
            key.memory().string(),
            {}});
    std::optional<board::NoteSigner> signer;
    if (send) {
        EVOTE_TRY(BoardKey again, read_key_of_board(key.file, record.board.key));
        signer.emplace(std::move(again.signer));
    }
    return std::unique_ptr<PairedMemory>(
        new PairedMemory(std::move(memory), record, std::move(signer), std::move(send)));
}

Outcome PairedMemory::keep(const board::RememberedLog& log) {
    EVOTE_TRY_VOID(must_have_standby());
    EVOTE_TRY_VOID(memory_->keep(log));
    return bring(log);
}

// Every way of signing comes here before anything is written.
Outcome PairedMemory::must_have_standby() {
    if (send_ && memory_->pairing().role == MachineRole::alone)
        return begin_pair();
    if (!send_ && memory_->pairing().role == MachineRole::first)
        return fail(ErrorCode::standby_missing,
                    msg("this board has a second machine: it must be given with --standby. Only if "
                        "it is released or destroyed: evote-board alone"));
    return {};
}

// From now on this machine signs nothing that the other one does not have.
Outcome PairedMemory::begin_pair() {
    EVOTE_TRY(const board::RememberedLog log, memory_->recall());
    EVOTE_TRY(const auto answer, ask(log, log.tree, log.tree, {}));
    if (answer.pairing.role != MachineRole::waiting)
        return fail(ErrorCode::refused,
                    msg("the machine at the address of --standby is not waiting for a first one: "
                        "it must be set up anew, with evote-board standby"));
    return memory_->keep(log, {MachineRole::first, memory_->pairing().term, answer.pairing.pair});
}

Outcome PairedMemory::must_be_second(const board::StandbyAnswer& answer) const {
    const board::Pairing& mine = memory_->pairing();
    const board::Pairing& theirs = answer.pairing;
    if (theirs.term > mine.term)
        return fail(ErrorCode::taken_over,
                    msg("the second machine has taken over, in term {0}: this one signs nothing "
                        "any more",
                        theirs.term));
    const bool is_second = theirs.role == MachineRole::second && theirs.term == mine.term;
    if (theirs.pair != mine.pair || (!is_second && theirs.role != MachineRole::waiting))
        return fail(ErrorCode::standby_missing,
                    msg("the machine at the address of --standby is not the second machine that "
                        "this board has"));
    return {};
}

Result<board::StandbyAnswer> PairedMemory::ask(const board::RememberedLog& log,
                                               const board::TreeHead& from,
                                               const board::TreeHead& to,
                                               std::span<const ByteView> entries) {
    board::StandbyRequest request{fingerprint_, {}, memory_->pairing(),
                                  from,         to, log.closed && to == log.tree};
    crypto::system_random().fill(request.nonce);
    EVOTE_TRY(const Bytes note, send_(board::sign_standby_request(request, entries, *signer_)));
    EVOTE_TRY(auto answer, board::open_standby_answer(note, signer_->verifier()));
    if (answer.election != fingerprint_ || answer.nonce != request.nonce)
        return fail(ErrorCode::bad_signature,
                    msg("the second machine has answered something else than it was asked"));
    return answer;
}

// Where the second machine is.
Outcome PairedMemory::find_out(const board::RememberedLog& log) {
    EVOTE_TRY(const auto answer, ask(log, log.tree, log.tree, {}));
    EVOTE_TRY_VOID(must_be_second(answer));
    if (answer.tree.size > log.tree.size)
        return fail(ErrorCode::rolled_back,
                    msg("the second machine has {0} entries, and this one only {1}: what is "
                        "missing here is there. Take over there: evote-board takeover",
                        answer.tree.size, log.tree.size));
    EVOTE_TRY(feed_, board::LogFeed::open(folder_, answer.tree, log.tree));
    theirs_is_closed_ = answer.closed;
    return {};
}

Outcome PairedMemory::send_next(const board::RememberedLog& log) {
    const board::TreeHead from = feed_->at();
    board::FeedPiece piece{from, {}, {}};
    if (from.size < log.tree.size) {
        EVOTE_TRY(piece, feed_->next(log.tree, most_bytes_at_once));
    }
    EVOTE_TRY(const auto answer, ask(log, from, piece.to, piece.entries));
    EVOTE_TRY_VOID(must_be_second(answer));
    if (answer.tree != piece.to || answer.pairing.role != MachineRole::second)
        return fail(ErrorCode::board_contradicts,
                    msg("the second machine has not taken what was sent to it"));
    theirs_is_closed_ = answer.closed;
    return {};
}

Outcome PairedMemory::bring(const board::RememberedLog& log) {
    EVOTE_TRY_VOID(must_have_standby());
    if (memory_->pairing().role != MachineRole::first)
        return {};
    const auto bring_all = [&]() -> Outcome {
        if (!feed_)
            EVOTE_TRY_VOID(find_out(log));
        do
            EVOTE_TRY_VOID(send_next(log));
        while (feed_->at().size < log.tree.size);
        if (feed_->at() != log.tree || theirs_is_closed_ != log.closed)
            return fail(ErrorCode::board_contradicts,
                        msg("the second machine has not taken what was sent to it"));
        return {};
    };
    Outcome brought = bring_all();
    if (!brought)
        feed_.reset(); // it is asked again where it is
    return brought;
}

} // namespace evote::box

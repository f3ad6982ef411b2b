// SPDX-License-Identifier: Apache-2.0
#include "box/standby.h"

#include "board/standby_note.h"
#include "box/ballot_judge.h"
#include "box/closing.h"

namespace evote::box {

using board::MachineRole;
using board::Pairing;

namespace {

// The memory of a second machine; made where there is none.
Outcome recall_second(BoardMemory& memory, const board::TreeHead& there, crypto::Random& random) {
    const auto known = memory.recall();
    if (!known && known.error().code == ErrorCode::memory_missing) {
        Pairing pairing{MachineRole::waiting, 0, {}};
        random.fill(pairing.pair);
        return memory.keep({there, false}, pairing);
    }
    EVOTE_TRY_VOID(known);
    const MachineRole role = memory.pairing().role;
    if (role == MachineRole::waiting || role == MachineRole::second)
        return {};
    return fail(ErrorCode::refused,
                role == MachineRole::released
                    ? msg("this was a second machine and was released: its key signs nothing any "
                          "more")
                    : msg("the board's key is in use here. A second machine is another one, with "
                          "copies of the election's folder and of the key, without what the key "
                          "remembers"));
}

} // namespace

struct Standby::State {
    State(const record::SealedRecord& record, std::unique_ptr<BoardMemory> the_memory,
          board::NoteSigner the_signer, board::LogWriter the_writer)
        : fingerprint(record.election.fingerprint()),
          memory(std::move(the_memory)),
          signer(std::move(the_signer)),
          writer(std::move(the_writer)) {}

    Outcome take(const board::OpenedStandbyRequest& sent);
    Outcome join(const Pairing& first);
    Outcome append(const board::OpenedStandbyRequest& sent);

    Digest32 fingerprint;
    std::unique_ptr<BoardMemory> memory;
    board::NoteSigner signer;
    board::LogWriter writer;
    bool failed = false; // what is on the disk may be more than the writer knows
};

// The first machine has written down that this one is its second before it sends as a first one.
Outcome Standby::State::join(const Pairing& first) {
    const Pairing& mine = memory->pairing();
    if (mine.role != MachineRole::waiting || first.role != MachineRole::first ||
        first.pair != mine.pair)
        return {};
    return memory->keep({writer.checkpoint().tree(), writer.remembered_closed()},
                        {MachineRole::second, first.term, mine.pair});
}

Outcome Standby::State::append(const board::OpenedStandbyRequest& sent) {
    if (writer.tree_with(sent.entries) != sent.request.to)
        return fail(ErrorCode::malformed, msg("these entries do not make the log that is named"));
    failed = true; // until it is known that nothing failed
    EVOTE_TRY_VOID(writer.append(sent.entries));
    failed = false;
    return {};
}

Outcome Standby::State::take(const board::OpenedStandbyRequest& sent) {
    if (failed) {
        EVOTE_TRY_VOID(writer.recover());
        failed = false;
    }
    const board::StandbyRequest& request = sent.request;
    EVOTE_TRY_VOID(join(request.pairing));
    const Pairing& mine = memory->pairing();
    if (request.pairing != Pairing{MachineRole::first, mine.term, mine.pair} ||
        mine.role != MachineRole::second)
        return {};
    if (request.from == writer.checkpoint().tree() && !sent.entries.empty() &&
        !writer.remembered_closed())
        EVOTE_TRY_VOID(append(sent));
    if (request.closed && request.to == writer.checkpoint().tree() && !writer.closed()) {
        failed = true; // until it is known that nothing failed
        EVOTE_TRY_VOID(writer.close());
        failed = false;
    }
    return {};
}

Standby::Standby(std::unique_ptr<State> state) : state_(std::move(state)) {}

Standby::Standby(Standby&&) noexcept = default;
Standby::~Standby() = default;

Result<Standby> Standby::open(const record::SealedRecord& record, BoardKey key,
                              crypto::Random& random, board::Storage& storage) {
    EVOTE_TRY(auto memory, lock_memory(record, key, storage));
    EVOTE_TRY(const board::LogReader log, record.open_log());
    EVOTE_TRY_VOID(recall_second(*memory, log.checkpoint().tree(), random));
    EVOTE_TRY(BoardKey again, read_key_of_board(key.file, record.board.key));
    EVOTE_TRY(board::LogWriter writer,
              board::LogWriter::open(record.folder.log(), std::move(again.signer), storage,
                                     memory.get()));
    return Standby(std::make_unique<State>(record, std::move(memory), std::move(key.signer),
                                           std::move(writer)));
}

Result<Bytes> Standby::answer(ByteView sent) {
    State& state = *state_;
    EVOTE_TRY(const auto opened, board::open_standby_request(sent, state.signer.verifier()));
    if (opened.request.election != state.fingerprint)
        return fail(ErrorCode::other_election, msg("this is of another election's board"));
    EVOTE_TRY_VOID(state.take(opened));
    return board::sign_standby_answer(
        {state.fingerprint, opened.request.nonce, pairing(), tree(), closed()}, state.signer);
}

const board::TreeHead& Standby::tree() const {
    return state_->writer.checkpoint().tree();
}

const Pairing& Standby::pairing() const {
    return state_->memory->pairing();
}

bool Standby::closed() const {
    return state_->writer.closed();
}

Result<Bytes> answer_former_first(ByteView sent, const Digest32& fingerprint,
                                  const Pairing& pairing, const board::TreeHead& tree,
                                  const board::NoteSigner& signer) {
    EVOTE_TRY(const auto opened, board::open_standby_request(sent, signer.verifier()));
    if (opened.request.election != fingerprint)
        return fail(ErrorCode::other_election, msg("this is of another election's board"));
    return board::sign_standby_answer({fingerprint, opened.request.nonce, pairing, tree, false},
                                      signer);
}

struct StandbyIndex::State {
    State(const record::SealedRecord& the_record, const BoardKey& key, unsigned threads,
          crypto::Random& random)
        : record(the_record), judge(the_record, key, threads, random) {}

    const record::SealedRecord& record;
    BallotJudge judge;
    bool is_loaded = false;
    std::uint64_t size = 0;
};

StandbyIndex::StandbyIndex(const record::SealedRecord& record, const BoardKey& key,
                           unsigned threads, crypto::Random& random)
    : state_(std::make_unique<State>(record, key, threads, random)) {}

StandbyIndex::StandbyIndex(StandbyIndex&&) noexcept = default;
StandbyIndex::~StandbyIndex() = default;

Outcome StandbyIndex::go_on() {
    EVOTE_TRY(board::LogReader log, state_->record.open_log());
    if (!state_->is_loaded)
        EVOTE_TRY_VOID(state_->judge.load(log, {}));
    else
        EVOTE_TRY_VOID(state_->judge.go_on(log));
    state_->is_loaded = true;
    state_->size = log.size();
    return state_->judge.save();
}

std::uint64_t StandbyIndex::size() const {
    return state_->size;
}

} // namespace evote::box

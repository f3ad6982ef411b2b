// SPDX-License-Identifier: Apache-2.0
#include "box/box.h"

#include "ballot/entry.h"
#include "ballot/parts.h"
#include "base/time_text.h"
#include "box/ballot_judge.h"
#include "box/closing.h"
#include "box/paired_memory.h"
#include "evote/check.h"
#include "record/receipts.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace evote::box {

struct BoxState {
    BoxState(record::SealedRecord the_record, const BoardKey& key, crypto::Random& random,
             BoxSettings the_settings)
        : record(std::move(the_record)),
          settings(std::move(the_settings)),
          judge(record, key, settings.threads, random) {}

    BoxState(const BoxState&) = delete;
    BoxState& operator=(const BoxState&) = delete;

    ~BoxState() { EVOTE_CHECK(!has_batch); }

    Outcome open(BoardKey key, const ShowProgress& progress);
    Result<Batch> judge_batch(std::vector<Bytes> entries);
    Result<Committed> commit(const std::vector<Bytes>& entries, std::vector<Answer> answers);
    void end_batch();
    Outcome add_cosignatures(const board::Checkpoint& checkpoint,
                             std::span<const board::NoteSignature> lines);
    Outcome close();
    Result<board::Receipt> receipt(std::uint64_t index);
    Result<board::Receipt> receipt(std::uint64_t index, ByteView entry);

    record::SealedRecord record;
    BoxSettings settings;
    BallotJudge judge;
    std::unique_ptr<PairedMemory> memory;
    std::optional<board::LogWriter> writer; // there once it is open
    std::optional<board::LogReader> reader; // at the writer's checkpoint
    bool ended = false;
    bool has_batch = false;
    bool failed = false; // what is on the disk may be more than is known here

  private:
    Outcome must_take() const;
    Outcome look_anew();
    Result<board::LogReader*> read();

    std::optional<Digest32> tracker_of(ByteView entry) const {
        return ballot::entry_tracker(record.election.parameters().layouts(), entry);
    }

    std::vector<Answer> answer(std::span<const Bytes> entries);
    Outcome find_again(std::span<const Bytes> entries, std::vector<Answer>& answers);
};

Outcome BoxState::open(BoardKey key, const ShowProgress& progress) {
    EVOTE_CHECK(settings.clock != nullptr);
    EVOTE_TRY(memory, PairedMemory::open(record, key, settings.storage, settings.standby));
    EVOTE_TRY(writer, board::LogWriter::open(record.folder.log(), std::move(key.signer),
                                             settings.storage, memory.get()));
    EVOTE_TRY(board::LogReader* const log, read());
    EVOTE_TRY(ended, has_ended(record, *log));
    EVOTE_TRY_VOID(must_take());
    EVOTE_TRY_VOID(memory->bring({writer->checkpoint().tree(), false}));
    return judge.load(*log, progress);
}

Outcome BoxState::must_take() const {
    if (ended || writer->closed() || writer->remembered_closed())
        return fail(ErrorCode::closed, msg("the board is closed"));
    return {};
}

Result<board::LogReader*> BoxState::read() {
    if (!reader) {
        EVOTE_TRY(reader, record.open_log());
    }
    return &*reader;
}

// After an error in writing, the disk decides. What was to be appended may be in the log.
Outcome BoxState::look_anew() {
    if (!failed)
        return {};
    EVOTE_TRY_VOID(writer->recover());
    reader.reset();
    EVOTE_TRY(board::LogReader* const log, read());
    EVOTE_TRY(ended, has_ended(record, *log));
    EVOTE_TRY_VOID(judge.go_on(*log));
    failed = false;
    return {};
}

std::vector<Answer> BoxState::answer(std::span<const Bytes> entries) {
    auto refusals = judge.judge(std::vector<ByteView>(entries.begin(), entries.end()));
    std::vector<Answer> answers(entries.size());
    std::uint64_t next = writer->size();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Answer& answer = answers[i];
        answer.refusal = std::move(refusals[i]);
        if (answer.refusal)
            continue;
        answer.kind = Answer::Kind::accepted;
        answer.index = next++;
        answer.tracker = tracker_of(entries[i]);
    }
    return answers;
}

// Answers anew where an entry is refused only because it is there already: sent once more, as by
// somebody who was given no answer to an append that had succeeded. The log is searched only for
// what is not in the batch.
Outcome BoxState::find_again(std::span<const Bytes> entries, std::vector<Answer>& answers) {
    std::map<Digest32, std::uint64_t> found;
    std::set<Digest32> wanted;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Answer& answer = answers[i];
        if (answer.kind == Answer::Kind::accepted)
            found.emplace(board::leaf_hash(entries[i]), answer.index);
        else if (answer.refusal->may_be_there)
            wanted.insert(board::leaf_hash(entries[i]));
    }
    std::erase_if(wanted, [&](const Digest32& leaf) { return found.contains(leaf); });
    if (!wanted.empty()) {
        EVOTE_TRY(board::LogReader* const log, read());
        EVOTE_TRY(auto there, log->find(wanted));
        found.merge(there);
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Answer& answer = answers[i];
        if (answer.kind == Answer::Kind::accepted || !answer.refusal->may_be_there)
            continue;
        if (const auto one = found.find(board::leaf_hash(entries[i])); one != found.end())
            answer = {Answer::Kind::already, one->second, tracker_of(entries[i]), std::nullopt};
    }
    return {};
}

Result<Batch> BoxState::judge_batch(std::vector<Bytes> entries) {
    EVOTE_CHECK(!has_batch);
    EVOTE_TRY_VOID(must_be_open_for(record.manifest(), entries, settings.clock()));
    EVOTE_TRY_VOID(look_anew());
    EVOTE_TRY_VOID(must_take());
    Batch batch(*this, std::move(entries));
    batch.answers_ = answer(batch.entries_);
    EVOTE_TRY_VOID(find_again(batch.entries_, batch.answers_));
    return batch;
}

Result<Committed> BoxState::commit(const std::vector<Bytes>& entries, std::vector<Answer> answers) {
    std::vector<ByteView> accepted;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (answers[i].kind == Answer::Kind::accepted)
            accepted.emplace_back(entries[i]);
    if (accepted.empty()) {
        // Nor does a machine that was taken over refuse anything.
        EVOTE_TRY_VOID(memory->bring({writer->checkpoint().tree(), writer->remembered_closed()}));
        return Committed{std::move(answers), writer->checkpoint()};
    }
    failed = true; // until it is known that nothing failed
    EVOTE_TRY(board::Appended appended, writer->append(accepted));
    failed = false;
    reader.reset();
    judge.taken(appended.checkpoint.tree());
    return Committed{std::move(answers), std::move(appended.checkpoint)};
}

void BoxState::end_batch() {
    judge.drop();
    has_batch = false;
}

Outcome BoxState::add_cosignatures(const board::Checkpoint& checkpoint,
                                   std::span<const board::NoteSignature> lines) {
    EVOTE_CHECK(!has_batch && record.board.witnesses);
    EVOTE_TRY_VOID(look_anew());
    EVOTE_TRY_VOID(writer->add_cosignatures(*record.board.witnesses, checkpoint, lines));
    reader.reset();
    return {};
}

Outcome BoxState::close() {
    EVOTE_CHECK(!has_batch);
    EVOTE_TRY_VOID(look_anew());
    if (writer->closed())
        return fail(ErrorCode::closed, msg("the board is closed already"));
    if (!ended) {
        failed = true; // until it is known that nothing failed
        EVOTE_TRY_VOID(append_closing_entry(record, *writer));
        failed = false;
        ended = true;
        reader.reset();
    }
    return writer->close();
}

Result<board::Receipt> BoxState::receipt(std::uint64_t index) {
    EVOTE_TRY(board::LogReader* const log, read());
    return record::receipt_of(*log, index);
}

Result<board::Receipt> BoxState::receipt(std::uint64_t index, ByteView entry) {
    EVOTE_TRY(board::LogReader* const log, read());
    return record::receipt_at(*log, index, entry);
}

Batch::Batch(BoxState& box, std::vector<Bytes> entries) : box_(&box), entries_(std::move(entries)) {
    box.has_batch = true;
}

Batch::Batch(Batch&& other) noexcept
    : box_(std::exchange(other.box_, nullptr)),
      entries_(std::move(other.entries_)),
      answers_(std::move(other.answers_)) {}

Batch::~Batch() {
    if (box_ != nullptr)
        box_->end_batch();
}

std::size_t Batch::accepted() const {
    return static_cast<std::size_t>(
        std::ranges::count(answers_, Answer::Kind::accepted, &Answer::kind));
}

Result<Committed> Batch::commit() && {
    EVOTE_CHECK(box_ != nullptr);
    Batch own(std::move(*this)); // ends on every way out
    return own.box_->commit(own.entries_, std::move(own.answers_));
}

Box::Box(std::unique_ptr<BoxState> state) : state_(std::move(state)) {}

Box::Box(Box&&) noexcept = default;
Box::~Box() = default;

Result<Box> Box::open(record::SealedRecord record, BoardKey key, crypto::Random& random,
                      BoxSettings settings, const ShowProgress& progress) {
    auto state = std::make_unique<BoxState>(std::move(record), key, random, std::move(settings));
    EVOTE_TRY_VOID(state->open(std::move(key), progress));
    return Box(std::move(state));
}

const record::SealedRecord& Box::record() const {
    return state_->record;
}

const board::Pairing& Box::pairing() const {
    return state_->memory->pairing();
}

const board::SignedCheckpoint& Box::checkpoint() const {
    return state_->writer->checkpoint();
}

std::vector<Turnout> Box::turnout() const {
    EVOTE_CHECK(!state_->has_batch);
    return state_->judge.turnout();
}

VoterStanding Box::standing(const ByteArray<32>& credential) const {
    EVOTE_CHECK(!state_->has_batch);
    return state_->judge.standing(credential);
}

Result<Batch> Box::judge(std::vector<Bytes> entries) {
    return state_->judge_batch(std::move(entries));
}

Result<board::Receipt> Box::receipt(std::uint64_t index) {
    return state_->receipt(index);
}

Result<board::Receipt> Box::receipt(std::uint64_t index, ByteView entry) {
    return state_->receipt(index, entry);
}

Outcome Box::add_cosignatures(const board::Checkpoint& checkpoint,
                              std::span<const board::NoteSignature> lines) {
    return state_->add_cosignatures(checkpoint, lines);
}

Outcome Box::close() {
    return state_->close();
}

Outcome Box::save_index() {
    return state_->judge.save();
}

std::int64_t system_clock() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Outcome must_be_open_at(const protocol::Manifest& manifest, std::int64_t now) {
    if (manifest.opens() && now < manifest.opens()->unix_seconds)
        return fail(ErrorCode::not_open_yet,
                    msg("the box opens at {0}; the clock of this machine shows {1}",
                        manifest.opens()->text, utc_text(now)));
    if (manifest.closes() && now >= manifest.closes()->unix_seconds)
        return fail(ErrorCode::closed,
                    msg("the box closed at {0}; the clock of this machine shows {1}",
                        manifest.closes()->text, utc_text(now)));
    return {};
}

Outcome must_be_open_for(const protocol::Manifest& manifest, std::span<const Bytes> entries,
                         std::int64_t now) {
    Outcome open = must_be_open_at(manifest, now);
    const bool may_be_early = std::ranges::all_of(entries, [](const Bytes& entry) {
        return ballot::is_kind(entry, ballot::EntryKind::roll_change);
    });
    if (!open && open.error().code == ErrorCode::not_open_yet && may_be_early)
        return {};
    return open;
}

Outcome must_be_over_at(const protocol::Manifest& manifest, std::int64_t now) {
    if (manifest.closes() && now < manifest.closes()->unix_seconds)
        return fail(
            ErrorCode::not_over_yet,
            msg("voting lasts until {0}, and the clock of this machine shows {1}; this can be "
                "done earlier only with --before-closes",
                manifest.closes()->text, utc_text(now)));
    return {};
}

} // namespace evote::box

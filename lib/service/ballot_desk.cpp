// SPDX-License-Identifier: Apache-2.0
#include "service/ballot_desk.h"

#include "ballot/entry.h"
#include "board/refusal.h"
#include "crypto/sha2.h"
#include "os/workers.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace evote::service {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view closed_reason = "closed";
constexpr std::string_view not_open_reason = "not open yet";
constexpr std::size_t most_questions = 64; // between two batches
// The file of the index is brought up to date when nothing has come for so long, or so much has.
constexpr std::chrono::seconds pause_before_saving{10};
constexpr std::uint64_t most_unsaved = 50'000;

std::int64_t microseconds_since(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
}

} // namespace

struct BallotDesk::Batch {
    explicit Batch(std::vector<Waiting> waiting) : all(std::move(waiting)), answers(all.size()) {}

    std::vector<Waiting> all;
    std::vector<DeskAnswer> answers;
    std::vector<std::size_t> judged;                       // places of what the box is to judge
    std::vector<std::pair<std::size_t, std::size_t>> same; // places: has the bytes of an earlier
};

Result<std::unique_ptr<BallotDesk>> BallotDesk::open(Parts parts, DeskLimits limits) {
    std::optional<LastBallots> last;
    if (parts.box) {
        EVOTE_TRY(last, LastBallots::read(*parts.box));
    }
    std::unique_ptr<BallotDesk> desk(new BallotDesk(std::move(parts), limits, std::move(last)));
    EVOTE_TRY(desk->thread_, os::new_thread([desk = desk.get()] { desk->serve(); }));
    return desk;
}

BallotDesk::BallotDesk(Parts parts, DeskLimits limits, std::optional<LastBallots> last)
    : parts_(std::move(parts)), limits_(limits), last_(std::move(last)) {}

void BallotDesk::take(Bytes entry, Tell tell) {
    Waiting waiting{std::move(entry), std::move(tell), parts_.clock.now()};
    if (!parts_.box)
        return waiting.tell(refused(waiting, closed_reason, msg("the board is closed")));
    {
        const std::lock_guard lock(mutex_);
        if (!ending_ && waiting_.size() < limits_.waiting) {
            waiting_.push_back(std::move(waiting));
            wake_.notify_one();
            return;
        }
        ++counts_.answers[static_cast<std::size_t>(DeskAnswer::Kind::busy)];
    }
    DeskAnswer busy;
    busy.kind = DeskAnswer::Kind::busy;
    waiting.tell(std::move(busy));
}

void BallotDesk::look_up(const ByteArray<32>& credential, TellVoter tell) {
    if (!parts_.box)
        return tell(fail(ErrorCode::closed, msg("the board is closed")));
    {
        const std::lock_guard lock(mutex_);
        if (!ending_ && questions_.size() < limits_.waiting) {
            questions_.push_back({credential, std::move(tell)});
            wake_.notify_one();
            return;
        }
    }
    tell(fail(ErrorCode::out_of_resources, msg("too many requests are waiting")));
}

bool BallotDesk::run(Errand errand) {
    const std::lock_guard lock(mutex_);
    if (ending_ || !parts_.box)
        return false;
    errands_.push_back(std::move(errand));
    wake_.notify_one();
    return true;
}

void BallotDesk::finish() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable())
        thread_.join();
}

DeskCounts BallotDesk::counts() const {
    const std::lock_guard lock(mutex_);
    DeskCounts out = counts_;
    out.waiting = waiting_.size();
    return out;
}

// What comes next, in its order; nothing at all when it is time to save, or to end.
std::vector<BallotDesk::Waiting> BallotDesk::next(std::vector<Question>& questions,
                                                  std::vector<Errand>& errands) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, pause_before_saving, [this] {
        return ending_ || !waiting_.empty() || !questions_.empty() || !errands_.empty();
    });
    errands.swap(errands_);
    while (!questions_.empty() && questions.size() < most_questions) {
        questions.push_back(std::move(questions_.front()));
        questions_.pop_front();
    }
    const auto end =
        waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits_.batch));
    std::vector<Waiting> out(std::move_iterator(waiting_.begin()), std::move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return out;
}

void BallotDesk::serve() {
    for (;;) {
        std::vector<Question> questions;
        std::vector<Errand> errands;
        auto entries = next(questions, errands);
        const bool nothing = entries.empty() && questions.empty() && errands.empty();
        for (const Errand& errand : errands)
            errand(*parts_.box);
        for (const Question& question : questions)
            question.tell(facts_of(question.credential));
        if (!entries.empty())
            do_batch(std::move(entries));
        if (nothing || unsaved_ >= most_unsaved)
            save_index();
        if (!nothing)
            continue;
        const std::lock_guard lock(mutex_);
        if (ending_ && waiting_.empty() && questions_.empty() && errands_.empty())
            return;
    }
}

// Without the file everything works; only the next opening is slower.
void BallotDesk::save_index() {
    if (!parts_.box || unsaved_ == 0)
        return;
    if (const auto saved = parts_.box->save_index(); !saved)
        return log_failure("index", saved.error());
    unsaved_ = 0;
}

void BallotDesk::log_failure(std::string_view event, const Error& error) const {
    parts_.log.write(event, {{"error", error_name(error.code)}, {"text", error.english()}});
}

void BallotDesk::do_batch(std::vector<Waiting> all) {
    const auto begin = Clock::now();
    Batch batch(std::move(all));
    sort_out(batch);
    if (!batch.judged.empty())
        judge(batch);
    for (const auto& [place, earlier] : batch.same) {
        batch.answers[place] = batch.answers[earlier];
        if (batch.answers[place].kind == DeskAnswer::Kind::taken)
            batch.answers[place].kind = DeskAnswer::Kind::already;
    }
    count(batch, microseconds_since(begin));
    for (std::size_t i = 0; i < batch.all.size(); ++i)
        batch.all[i].tell(std::move(batch.answers[i]));
}

void BallotDesk::count(const Batch& batch, std::int64_t microseconds) {
    const std::lock_guard lock(mutex_);
    for (const DeskAnswer& answer : batch.answers)
        ++counts_.answers[static_cast<std::size_t>(answer.kind)];
    ++counts_.batches;
    counts_.busy_microseconds += static_cast<std::uint64_t>(microseconds);
}

// Answers what the box need not judge. What was taken in time is found again also later.
void BallotDesk::sort_out(Batch& batch) {
    std::map<Digest32, std::size_t> seen;
    for (std::size_t i = 0; i < batch.all.size(); ++i) {
        const Waiting& waiting = batch.all[i];
        const auto [first, is_new] = seen.emplace(crypto::sha256({waiting.entry}), i);
        if (!is_new) {
            batch.same.emplace_back(i, first->second);
            continue;
        }
        auto answer = find_there(waiting);
        if (!answer)
            answer = out_of_hours(waiting);
        if (answer)
            batch.answers[i] = *std::move(answer);
        else
            batch.judged.push_back(i);
    }
}

Result<box::Committed> BallotDesk::commit(const Batch& batch) {
    std::int64_t time = 0;
    std::vector<Bytes> entries;
    for (const std::size_t place : batch.judged) {
        entries.push_back(batch.all[place].entry);
        time = std::max(time, batch.all[place].arrived);
    }
    *parts_.box_time = time;
    EVOTE_TRY(box::Batch judged, parts_.box->judge(std::move(entries)));
    return std::move(judged).commit();
}

void BallotDesk::judge(Batch& batch) {
    const auto committed = commit(batch);
    if (!committed) {
        const bool closed = committed.error().code == ErrorCode::closed;
        if (!closed)
            log_failure("commit", committed.error());
        for (const std::size_t place : batch.judged)
            if (closed)
                batch.answers[place] =
                    refused(batch.all[place], closed_reason, committed.error().message);
        return;
    }
    if (committed->checkpoint.size() != parts_.published.now()->size())
        parts_.published.publish(committed->checkpoint);
    for (std::size_t i = 0; i < batch.judged.size(); ++i) {
        const std::size_t place = batch.judged[i];
        batch.answers[place] = answer(batch.all[place], committed->answers[i]);
    }
}

DeskAnswer BallotDesk::answer(const Waiting& waiting, const box::Answer& judged) {
    switch (judged.kind) {
    case box::Answer::Kind::refused:
        return refused(waiting, judged.refusal->reason, judged.refusal->words);
    case box::Answer::Kind::already:
        return with_receipt(DeskAnswer::Kind::already, judged.index, waiting.entry);
    case box::Answer::Kind::accepted:
        break;
    }
    ++unsaved_;
    if (judged.tracker)
        note_last(waiting.entry, judged.index);
    return with_receipt(DeskAnswer::Kind::taken, judged.index, waiting.entry);
}

void BallotDesk::note_last(ByteView entry, std::uint64_t index) {
    const auto standing = parts_.box->standing(ballot::read_header(entry)->credential);
    if (standing.voter != box::VoterStanding::nobody)
        last_->set(standing.voter, index);
}

DeskAnswer BallotDesk::with_receipt(DeskAnswer::Kind kind, std::uint64_t index, ByteView entry) {
    DeskAnswer out;
    const auto receipt = kind == DeskAnswer::Kind::already ? receipt_of(index, entry)
                                                           : parts_.box->receipt(index, entry);
    if (!receipt) {
        log_failure("receipt", receipt.error());
        return out;
    }
    out.kind = kind;
    out.index = index;
    out.receipt = receipt->encode();
    return out;
}

DeskAnswer BallotDesk::refused(const Waiting& waiting, std::string_view reason,
                               Message words) const {
    DeskAnswer out;
    out.kind = DeskAnswer::Kind::refused;
    out.reason = reason;
    out.words = std::move(words);
    out.hash = crypto::sha256({waiting.entry});
    const std::int64_t time = std::max<std::int64_t>(waiting.arrived, 0);
    out.note =
        board::sign_refusal({parts_.record.election.fingerprint(), out.hash, out.reason,
                             parts_.published.now()->tree(), static_cast<std::uint64_t>(time)},
                            parts_.signer);
    return out;
}

// At the newest checkpoint that enough witnesses have signed, if it covers the entry: while ballots
// come, the newest of all is signed by none of them yet. ErrorCode::damaged for another entry.
Result<board::Receipt> BallotDesk::receipt_of(std::uint64_t index, ByteView entry) {
    const auto witnessed = parts_.published.witnessed();
    if (!witnessed || witnessed->size() <= index)
        return parts_.box->receipt(index, entry);
    return record::receipt_at(parts_.record, *witnessed, index, entry);
}

// A ballot that is its voter's last one in the log is found without a search.
std::optional<DeskAnswer> BallotDesk::find_there(const Waiting& waiting) {
    const auto header = ballot::read_header(waiting.entry);
    if (!header || !ballot::is_kind(waiting.entry, ballot::EntryKind::ballot))
        return std::nullopt;
    const auto standing = parts_.box->standing(header->credential);
    if (standing.counter == 0 || header->counter != standing.counter - 1)
        return std::nullopt;
    const auto index = last_->of(standing.voter);
    if (!index)
        return std::nullopt;
    const auto there = receipt_of(*index, waiting.entry);
    if (!there)
        return std::nullopt;
    DeskAnswer out;
    out.kind = DeskAnswer::Kind::already;
    out.index = *index;
    out.receipt = there->encode();
    return out;
}

std::optional<DeskAnswer> BallotDesk::out_of_hours(const Waiting& waiting) const {
    const auto open =
        box::must_be_open_for(parts_.record.manifest(), {&waiting.entry, 1}, waiting.arrived);
    if (open)
        return std::nullopt;
    const bool early = open.error().code == ErrorCode::not_open_yet;
    return refused(waiting, early ? not_open_reason : closed_reason, open.error().message);
}

Result<VoterFacts> BallotDesk::facts_of(const ByteArray<32>& credential) {
    const auto standing = parts_.box->standing(credential);
    VoterFacts out{standing.verdict, standing.counter, std::nullopt};
    if (standing.counter == 0)
        return out;
    if (const auto index = last_->of(standing.voter)) {
        EVOTE_TRY(out.last, parts_.box->receipt(*index));
    }
    return out;
}

} // namespace evote::service

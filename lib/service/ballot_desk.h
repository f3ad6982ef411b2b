// SPDX-License-Identifier: Apache-2.0
// Where ballots wait for the box: one thread judges what waits as a batch and commits it with one
// wait for the disk, in the order of arrival. No network here.
#pragma once

#include "ballot/layout.h"
#include "board/note.h"
#include "box/box.h"
#include "http/log.h"
#include "record/receipts.h"
#include "service/last_ballots.h"
#include "service/published_log.h"
#include "service/voting_clock.h"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace evote::service {

/// What the desk says of an entry, once.
struct DeskAnswer {
    enum class Kind {
        taken,   ///< it is in the log, and on the disk for good
        already, ///< these very bytes are, and were before
        refused,
        busy,   ///< too much waits: to be sent again
        failed, ///< the box cannot work now, and whether it has the entry is not known: likewise
    };

    Kind kind = Kind::failed;
    std::uint64_t index = 0; ///< of taken and already: its place in the log
    Bytes receipt{};         ///< of these too: a C2SP tlog-proof with the entry
    std::string reason{};    ///< of refused: a word of the protocol, "not open yet" or "closed"
    Message words{};         ///< of refused, for people
    Digest32 hash{};         ///< of refused: SHA-256 of what was sent
    Bytes note{};            ///< of refused: what the board signs (board/refusal.h)
};

/// What a device must know of a voter to make a ballot.
struct VoterFacts {
    ballot::Verdict verdict = ballot::Verdict::not_on_roll; ///< see box::VoterStanding
    std::uint64_t counter = 0;                              ///< of the next ballot
    /// Of the voter's last ballot, with the ballot, if there is one: so that a device need not
    /// believe that the counter has come so far.
    std::optional<board::Receipt> last{};
};

/// How many entries were answered how since the desk was opened.
struct DeskCounts {
    static constexpr std::size_t kinds = 5;

    std::array<std::uint64_t, kinds> answers{}; ///< by DeskAnswer::Kind
    std::uint64_t batches = 0;
    std::uint64_t busy_microseconds = 0; ///< spent with batches
    std::size_t waiting = 0;             ///< now

    std::uint64_t of(DeskAnswer::Kind kind) const {
        return answers[static_cast<std::size_t>(kind)];
    }
};

struct DeskLimits {
    std::size_t waiting = 4096; ///< entries, and as many questions
    std::size_t batch = 512;    ///< entries in a batch
};

/// Thread-safe. Its log has no ballots, credentials and addresses.
class BallotDesk {
  public:
    using Tell = std::function<void(DeskAnswer)>;
    using TellVoter = std::function<void(Result<VoterFacts>)>;
    using Errand = std::function<void(box::Box&)>;

    struct Parts {
        /// None for a board that is closed: everything is refused then.
        std::optional<box::Box> box;
        /// What the clock of the box shows: the desk sets it, and is the only one who does. The
        /// desk itself sees to the hours, by the time of arrival.
        std::shared_ptr<std::int64_t> box_time;
        const record::SealedRecord& record; ///< of the box, if there is one
        board::NoteSigner signer;           ///< of the board
        const VotingClock& clock;           ///< outlives the desk, as the others do
        PublishedLog& published;
        const http::Log& log;
    };

    /// Reads where the voters' last ballots are.
    static Result<std::unique_ptr<BallotDesk>> open(Parts parts, DeskLimits limits = {});

    BallotDesk(const BallotDesk&) = delete;
    BallotDesk& operator=(const BallotDesk&) = delete;

    ~BallotDesk() { finish(); }

    const record::SealedRecord& record() const { return parts_.record; }

    /// Whether the board is not closed for good, whatever the hours are.
    bool is_open() const { return parts_.box.has_value(); }

    /// An entry that has arrived whole, now. Tells from the desk's thread, or at once.
    void take(Bytes entry, Tell tell);

    /// ErrorCode::out_of_resources, at once, if too much waits; ErrorCode::closed on a closed
    /// board.
    void look_up(const ByteArray<32>& credential, TellVoter tell);

    /// Does something else with the box, between two batches, in the desk's thread. False if the
    /// desk is ending, or the board is closed: then it is not done.
    bool run(Errand errand);

    /// Answers all that waits, and nothing more: what comes later is told that the desk is busy.
    /// What answers refer to must live until then.
    void finish();

    DeskCounts counts() const;

  private:
    struct Waiting {
        Bytes entry;
        Tell tell;
        std::int64_t arrived;
    };

    struct Question {
        ByteArray<32> credential;
        TellVoter tell;
    };

    /// What is told when the batch is over.
    struct Batch;

    BallotDesk(Parts parts, DeskLimits limits, std::optional<LastBallots> last);

    void serve();
    std::vector<Waiting> next(std::vector<Question>& questions, std::vector<Errand>& errands);
    void do_batch(std::vector<Waiting> all);
    void sort_out(Batch& batch);
    void judge(Batch& batch);
    Result<box::Committed> commit(const Batch& batch);
    DeskAnswer answer(const Waiting& waiting, const box::Answer& judged);
    DeskAnswer with_receipt(DeskAnswer::Kind kind, std::uint64_t index, ByteView entry);
    DeskAnswer refused(const Waiting& waiting, std::string_view reason, Message words) const;
    Result<board::Receipt> receipt_of(std::uint64_t index, ByteView entry);
    std::optional<DeskAnswer> find_there(const Waiting& waiting);
    std::optional<DeskAnswer> out_of_hours(const Waiting& waiting) const;
    void note_last(ByteView entry, std::uint64_t index);
    Result<VoterFacts> facts_of(const ByteArray<32>& credential);
    void save_index();
    void count(const Batch& batch, std::int64_t microseconds);
    void log_failure(std::string_view event, const Error& error) const;

    Parts parts_;
    DeskLimits limits_;
    std::optional<LastBallots> last_; // where there is a box
    std::uint64_t unsaved_ = 0;       // entries that the file of the index does not have

    mutable std::mutex mutex_; // of what follows, but the thread
    std::condition_variable wake_;
    std::deque<Waiting> waiting_;
    std::deque<Question> questions_;
    std::vector<Errand> errands_;
    bool ending_ = false;
    DeskCounts counts_;

    std::thread thread_;
};

} // namespace evote::service

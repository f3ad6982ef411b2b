// SPDX-License-Identifier: Apache-2.0
#include "simulation/voting.h"

#include "ballot/entry.h"
#include "crypto/random.h"
#include "evote/check.h"
#include "os/file.h"
#include "os/workers.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>

namespace evote::simulation {

namespace {

constexpr std::size_t ballots_in_job = 512;
constexpr std::size_t jobs_in_round = 4; // for each thread

// Breaks the proof of a ballot: one bit of the first response.
Bytes broken(Bytes ballot, const ballot::Layout& layout) {
    ballot[layout.begin_of(ballot::Part::response)] ^= 1;
    return ballot;
}

// Makes ballots with some threads, of which one appends those made before.
class Voting {
  public:
    Voting(const Electorate& electorate, const protocol::Election& election, board::LogWriter& log,
           unsigned threads)
        : electorate_(electorate), election_(election), log_(log), workers_(threads + 1) {
        for (unsigned i = 0; i < workers_.count(); ++i)
            makers_.push_back(
                std::make_unique<ballot::Maker>(election.parameters(), crypto::system_random()));
    }

    // Appends the entries, and makes the ballots of some jobs, in their order.
    Result<std::vector<Bytes>> append_and_make(const std::vector<Bytes>& entries,
                                               std::span<const BallotJob> jobs) {
        std::vector<std::vector<Bytes>> made(jobs.size());
        std::atomic<std::size_t> next = 0; // the appending is number 0
        Outcome appended;
        workers_.run([&](unsigned worker) {
            for (std::size_t i = next++; i <= jobs.size(); i = next++)
                if (i > 0)
                    made[i - 1] =
                        make_ballots(electorate_, election_, *makers_[worker], jobs[i - 1]);
                else if (!entries.empty())
                    appended = append_entries(log_, entries);
        });
        EVOTE_TRY_VOID(appended);
        std::vector<Bytes> all;
        for (auto& ballots : made)
            std::ranges::move(ballots, std::back_inserter(all));
        return all;
    }

  private:
    const Electorate& electorate_;
    const protocol::Election& election_;
    board::LogWriter& log_;
    os::Workers workers_;
    std::vector<std::unique_ptr<ballot::Maker>> makers_; // one a worker
};

} // namespace

Outcome cast_all(const VotingPlan& plan, const Electorate& electorate,
                 const record::OpenRecord& record, board::LogWriter& log,
                 const record::LogWork& work) {
    const auto jobs = ballot_jobs(electorate, record.manifest(), plan.revotes, ballots_in_job);
    Voting voting(electorate, record.election, log, work.threads);
    const std::size_t part = jobs_in_round * work.threads;
    std::uint64_t invalid_left = plan.invalid;
    std::vector<Bytes> made;
    for (std::size_t begin = 0; begin < jobs.size(); begin += part) {
        const auto some = std::span(jobs).subspan(begin, std::min(part, jobs.size() - begin));
        EVOTE_TRY(made, voting.append_and_make(made, some));
        const auto& layout = record.election.layout(some.front().district);
        const std::size_t breakable = some.front().voters.size();
        for (std::size_t i = 0; i < breakable && invalid_left > 0; ++i, --invalid_left)
            made.push_back(broken(made[i], layout));
        if (work.progress)
            work.progress(begin + some.size(), jobs.size());
    }
    return made.empty() ? Outcome() : append_entries(log, made);
}

Outcome append_entries(board::LogWriter& log, std::span<const Bytes> entries) {
    const std::vector<ByteView> views(entries.begin(), entries.end());
    auto appended = log.append(views);
    if (!appended)
        return fail(std::move(appended.error()));
    return {};
}

Outcome close_log(const record::OpenRecord& record, board::LogWriter& log) {
    const Bytes closing = ballot::closing_entry(record.election.fingerprint());
    EVOTE_TRY_VOID(append_entries(log, {&closing, 1}));
    return log.close();
}

Outcome write_tally(const record::OpenRecord& record, const record::LogWork& work) {
    EVOTE_TRY(const auto log, record.open_log());
    EVOTE_TRY(const auto verified,
              record::verify_log(record.election, record.roll, log, work, crypto::system_random()));
    EVOTE_CHECK(verified.tally.has_value());
    return os::write_file(record.folder.tally(), verified.tally->write(record.manifest()));
}

Totals expected_totals(const VotingPlan& plan, const Electorate& electorate,
                       const protocol::Manifest& manifest) {
    Totals totals;
    for (const auto& contest : manifest.contests())
        totals.emplace_back(contest.options.size());
    for (const auto& voter : electorate.voters()) {
        const bool again = plan.revotes > 0 && manifest.revote() == protocol::Revote::last &&
                           electorate.votes_again(voter, plan.revotes);
        for (const auto contest : manifest.districts()[voter.district].contests) {
            const auto choice = electorate.choice(voter, contest, again ? 1 : 0);
            for (std::size_t i = 0; i < choice.size(); ++i)
                totals[contest][i] +=
                    choice.expose()[i] * (std::uint64_t{voter.weight_less_one} + 1);
        }
    }
    return totals;
}

} // namespace evote::simulation

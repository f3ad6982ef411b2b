// SPDX-License-Identifier: Apache-2.0
#include "evote/app/simulate.h"

#include "app/simulated_setup.h"
#include "app/simulated_voters.h"

#include "evote/app/progress.h"
#include "evote/base/check.h"
#include "evote/base/text.h"
#include "evote/board/log_writer.h"
#include "evote/os/file.h"
#include "evote/record/log_verification.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <future>
#include <thread>

namespace evote::app {

namespace {

constexpr std::size_t ballots_in_job = 512;
constexpr std::size_t jobs_in_round = 4; // for each thread

// The expected totals: per contest and option, weighted.
using Totals = std::vector<std::vector<std::uint64_t>>;

Totals expected_totals(const Electorate& electorate, const protocol::Manifest& manifest,
                       unsigned revotes) {
    Totals totals;
    for (const auto& contest : manifest.contests())
        totals.emplace_back(contest.options.size());
    for (const auto& voter : electorate.voters()) {
        const bool again = revotes > 0 && manifest.revote() == protocol::Revote::last &&
                           electorate.votes_again(voter, revotes);
        for (const auto contest : manifest.districts()[voter.district].contests) {
            const auto choice = electorate.choice(voter, contest, again ? 1 : 0);
            for (std::size_t i = 0; i < choice.size(); ++i)
                totals[contest][i] +=
                    choice.expose()[i] * (std::uint64_t{voter.weight_less_one} + 1);
        }
    }
    return totals;
}

// Breaks the proof of a ballot: one bit of the first response.
Bytes broken(Bytes ballot, const protocol::BallotLayout& layout) {
    ballot[layout.response_at] ^= 1;
    return ballot;
}

class BallotFactory {
  public:
    BallotFactory(const Electorate& electorate, const protocol::Election& election,
                  unsigned threads)
        : electorate_(electorate), election_(election) {
        for (unsigned i = 0; i < threads; ++i)
            makers_.push_back(
                std::make_unique<protocol::BallotMaker>(election, crypto::system_random()));
    }

    // The ballots of some jobs, in their order; thread i makes every i-th job.
    std::vector<Bytes> make(std::span<const BallotJob> jobs) {
        std::vector<std::vector<Bytes>> made(jobs.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < makers_.size(); ++i)
            threads.emplace_back([&, i] {
                for (std::size_t job = i; job < jobs.size(); job += makers_.size())
                    made[job] = make_ballots(electorate_, election_, *makers_[i], jobs[job]);
            });
        for (auto& thread : threads)
            thread.join();
        std::vector<Bytes> all;
        for (auto& ballots : made)
            std::ranges::move(ballots, std::back_inserter(all));
        return all;
    }

  private:
    const Electorate& electorate_;
    const protocol::Election& election_;
    std::vector<std::unique_ptr<protocol::BallotMaker>> makers_;
};

Outcome append_entries(board::LogWriter& log, const std::vector<Bytes>& entries) {
    const std::vector<ByteView> views(entries.begin(), entries.end());
    auto appended = log.append(views);
    if (!appended)
        return fail(std::move(appended.error()));
    return {};
}

// Makes all ballots and appends them; while one part is written, the next is made.
Outcome cast_all(const SimulateOptions& options, const Electorate& electorate,
                 const record::OpenRecord& record, board::LogWriter& log, Console& console) {
    const auto jobs = ballot_jobs(electorate, record.manifest(), options.revotes, ballots_in_job);
    BallotFactory factory(electorate, record.election, console.threads());
    const std::size_t part = jobs_in_round * console.threads();
    std::uint64_t invalid_left = options.invalid;
    Progress progress(console);
    std::future<Outcome> writing;
    for (std::size_t begin = 0; begin < jobs.size(); begin += part) {
        const auto some = std::span(jobs).subspan(begin, std::min(part, jobs.size() - begin));
        auto ballots = factory.make(some);
        const auto& layout = record.election.layout(some.front().district);
        const std::size_t breakable = some.front().voters.size();
        for (std::size_t i = 0; i < breakable && invalid_left > 0; ++i, --invalid_left)
            ballots.push_back(broken(ballots[i], layout));
        if (writing.valid())
            EVOTE_TRY_VOID(writing.get());
        writing = std::async(std::launch::async, [&log, entries = std::move(ballots)] {
            return append_entries(log, entries);
        });
        progress(begin + some.size(), jobs.size());
    }
    if (writing.valid())
        EVOTE_TRY_VOID(writing.get());
    return {};
}

Outcome write_tally(const record::OpenRecord& record, Console& console) {
    EVOTE_TRY(const auto log, record.open_log());
    EVOTE_TRY(const auto verified,
              record::verify_log(record.election, record.roll, log, {console.threads(), {}},
                                 crypto::system_random()));
    EVOTE_CHECK(verified.tally.has_value());
    return os::write_file(record.folder.tally(), verified.tally->write(record.manifest()));
}

// What was made, for people and for programs.
void tell(const record::OpenRecord& record, const board::LogWriter& log, Console& console) {
    const std::string fingerprint = hex_encode(record.election.fingerprint());
    json::JsonWriter json;
    json["fingerprint"] = fingerprint;
    json["voters"] = record.roll.entries().size();
    json["entries"] = log.size();
    console.facts(
        {msg("fingerprint: {0}", fingerprint),
         msg("{0} voters, {1} entries in the log", record.roll.entries().size(), log.size())},
        json);
}

Outcome check_totals(const protocol::Tally& result, const Totals& expected) {
    if (result.totals != expected)
        return fail(ErrorCode::invalid, msg("the result differs from the votes that were cast"));
    return {};
}

Outcome run(const SimulateOptions& options, Console& console) {
    EVOTE_TRY(const auto setup, SimulatedSetup::make(options, console));
    if (options.until == SimulationStep::ceremony)
        return {};
    const Electorate electorate(setup.manifest(), options.seed, options.voters, options.weights);
    EVOTE_TRY(const auto record, setup.seal(electorate.roll()));
    if (options.until == SimulationStep::seal)
        return {};
    EVOTE_TRY(auto log, setup.open_log(record));
    EVOTE_TRY_VOID(cast_all(options, electorate, record, log, console));
    if (options.until >= SimulationStep::close) {
        EVOTE_TRY_VOID(
            append_entries(log, {protocol::closing_entry(record.election.fingerprint())}));
        EVOTE_TRY_VOID(log.close());
    }
    tell(record, log, console);
    if (options.until <= SimulationStep::close)
        return {};
    EVOTE_TRY_VOID(write_tally(record, console));
    if (options.until == SimulationStep::tally)
        return {};
    EVOTE_TRY(const auto result, setup.decrypt(record));
    return check_totals(result, expected_totals(electorate, setup.manifest(), options.revotes));
}

} // namespace

Status simulate(const SimulateOptions& options, Console& console) {
    return console.end(run(options, console));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "evote/record/log_verification.h"

#include "record/alpha_comparison.h"
#include "record/log_worker.h"

#include "evote/base/check.h"

#include <deque>
#include <thread>

namespace evote::record {

namespace {

using Workers = std::deque<LogWorker>;

// Every worker does its part in a thread of its own; the first one here.
void run(Workers& workers, void (LogWorker::*part)()) {
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < workers.size(); ++i)
        threads.emplace_back(part, &workers[i]);
    (workers.front().*part)();
    for (auto& thread : threads)
        thread.join();
}

Outcome find_repeated_alphas(LogShared& shared, LogVerification& out) {
    AlphaComparison comparison(shared.election, shared.log, shared.alphas);
    EVOTE_TRY_VOID(shared.alphas.visit_repeated(
        [&](const AlphaRecord& record) { return comparison.take(record); }));
    out.repeated_alphas = comparison.count();
    out.first_repeated_alphas = std::move(comparison).take_repeated();
    return {};
}

} // namespace

Result<LogVerification> verify_log(const protocol::Election& election, const protocol::Roll& roll,
                                   const board::LogReader& log, const LogWork& work,
                                   crypto::Random& random) {
    EVOTE_CHECK(work.threads > 0);
    LogShared shared(election, roll, log, work, random);
    Workers workers;
    const auto useful =
        std::min<std::uint64_t>(work.threads, std::max<std::uint64_t>(1, log.bundles()));
    for (std::uint64_t i = 0; i < useful; ++i)
        workers.emplace_back(shared);
    run(workers, &LogWorker::verify_chunks);
    shared.begin_displaced();
    run(workers, &LogWorker::remove_displaced);
    EVOTE_TRY_VOID(shared.outcome());

    auto out = std::move(shared.judge()).finish();
    EVOTE_TRY_VOID(find_repeated_alphas(shared, out));
    protocol::TallySum sum(election);
    for (const auto& worker : workers)
        sum.merge(worker.sum());
    if (out.closed && out.findings.faults.empty())
        out.tally = sum.finish(log.size(), log.checkpoint().root());
    return out;
}

} // namespace evote::record

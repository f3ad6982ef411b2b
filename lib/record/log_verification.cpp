// SPDX-License-Identifier: Apache-2.0
#include "record/log_verification.h"

#include "evote/check.h"
#include "os/workers.h"
#include "record/alpha_comparison.h"
#include "record/log_worker.h"

#include <deque>

namespace evote::record {

namespace {

Outcome find_repeated_alphas(LogShared& shared, LogVerification& out) {
    AlphaComparison comparison(shared.election, shared.readings, shared.alphas);
    EVOTE_TRY_VOID(shared.alphas.visit_repeated(
        [&](const AlphaRecord& record) { return comparison.take(record); }));
    out.repeated_alphas = comparison.count();
    out.first_repeated_alphas = std::move(comparison).take_repeated();
    return {};
}

// Whether the log goes on from what was verified before.
bool goes_on(board::LogReader log, const VerifiedPart& verified) {
    if (verified.log().size > log.size())
        return false;
    const auto root = log.root_at(verified.log().size);
    return root && *root == verified.log().root;
}

Result<LogVerification> walk_log(const protocol::Election& election, const protocol::Roll& roll,
                                 const board::LogReader& log, const LogWork& work,
                                 crypto::Random& random) {
    EVOTE_CHECK(work.threads > 0);
    LogShared shared(election, roll, log, work, random);
    const auto useful =
        std::min<std::uint64_t>(work.threads, std::max<std::uint64_t>(1, log.bundles()));
    os::Workers threads(static_cast<unsigned>(useful));
    std::deque<LogWorker> workers;
    for (unsigned i = 0; i < threads.count(); ++i)
        workers.emplace_back(shared);
    threads.run([&](unsigned i) { workers[i].verify_chunks(); });
    shared.begin_displaced();
    threads.run([&](unsigned i) { workers[i].remove_displaced(); });
    EVOTE_TRY_VOID(shared.outcome());

    protocol::TallySum sum(election, shared.judge().rules());
    for (auto& worker : workers)
        sum.merge(worker.take_sum());
    if (work.judged)
        work.judged(shared.judge().rules());
    auto out = std::move(shared.judge()).finish();
    EVOTE_TRY_VOID(find_repeated_alphas(shared, out));
    if (out.closed && out.findings.faults.empty())
        out.tally = sum.finish(log.size(), log.checkpoint().root());
    return out;
}

} // namespace

// Hashes are compared with each other while the entries are read, and with the root at the end: so
// that an entry is the one that was verified before is known only of a log without faults.
Result<LogVerification> verify_log(const protocol::Election& election, const protocol::Roll& roll,
                                   const board::LogReader& log, const LogWork& work,
                                   crypto::Random& random) {
    if (!work.verified)
        return walk_log(election, roll, log, work, random);
    if (work.verified->election() == election.fingerprint() && goes_on(log, *work.verified)) {
        EVOTE_TRY(auto out, walk_log(election, roll, log, work, random));
        out.verified_before = work.verified->log().size;
        if (out.findings.faults.empty())
            return out;
    }
    LogWork all = work;
    all.verified.reset();
    return walk_log(election, roll, log, all, random);
}

} // namespace evote::record

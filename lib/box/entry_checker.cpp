// SPDX-License-Identifier: Apache-2.0
#include "box/entry_checker.h"

#include "ballot/parts.h"

#include <algorithm>

namespace evote::box {

namespace {

// With fewer entries another thread is not worth its cost.
constexpr std::size_t least_per_thread = 64;
// More do not help, whatever is asked for.
constexpr unsigned most_threads = 256;

} // namespace

EntryChecker::EntryChecker(const record::OpenRecord& record, unsigned threads,
                           crypto::Random& random)
    : record_(record), workers_(std::min(threads, most_threads)) {
    for (unsigned i = 0; i < workers_.count(); ++i)
        verifiers_.emplace_back(record.election, record.roll, random);
}

void EntryChecker::check_some(protocol::EntryVerifier& verifier, std::span<const ByteView> entries,
                              const BoxMemory& memory, std::span<EntryFacts> facts) const {
    auto checked = verifier.verify(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        facts[i].verdict = checked[i].verdict;
        if (checked[i].change)
            facts[i].change = std::make_shared<const ballot::RollChange>(*checked[i].change);
        if (checked[i].ballot) {
            facts[i].voter = static_cast<std::uint32_t>(checked[i].ballot->voter());
            facts[i].counter = checked[i].ballot->ballot().counter();
        } else if (checked[i].unplaced) {
            facts[i].counter = checked[i].unplaced->header().counter;
            facts[i].unplaced = std::move(checked[i].unplaced);
        }
        if (!checked[i].ballot && !(facts[i].unplaced && facts[i].unplaced->proofs_hold()))
            continue;
        for (const auto alpha :
             ballot::alphas_of(record_.election.parameters().layouts(), entries[i]))
            facts[i].alphas.push_back(memory.alpha_key(alpha));
    }
}

std::vector<EntryFacts> EntryChecker::check(std::span<const ByteView> entries,
                                            const BoxMemory& memory) {
    std::vector<EntryFacts> facts(entries.size());
    const std::size_t parts =
        std::clamp<std::size_t>(entries.size() / least_per_thread, 1, verifiers_.size());
    const std::size_t part = (entries.size() + parts - 1) / parts;
    const auto check_part = [&](unsigned worker) {
        const std::size_t at = std::min(worker * part, entries.size());
        const std::size_t size = std::min(part, entries.size() - at);
        if (size > 0)
            check_some(verifiers_[worker], entries.subspan(at, size), memory,
                       std::span(facts).subspan(at, size));
    };
    if (parts == 1)
        check_part(0);
    else
        workers_.run(check_part);
    return facts;
}

} // namespace evote::box

// SPDX-License-Identifier: Apache-2.0
#include "mirror/entry_follower.h"

#include <algorithm>
#include <iterator>

namespace evote::mirror {

namespace {

constexpr std::uint64_t bundles_at_once = 8;
constexpr std::size_t least_per_thread = 64;
// Between two states on the disk.
constexpr std::uint64_t entries_between = std::uint64_t{1} << 15;

} // namespace

EntryFollower::EntryFollower(const record::OpenRecord& record, unsigned threads,
                             crypto::Random& random, std::optional<record::VerifiedPart> verified)
    : record_(record),
      workers_(threads),
      rules_(record.election, record.roll),
      verified_(record.election.fingerprint()) {
    for (unsigned i = 0; i < workers_.count(); ++i)
        verifiers_.emplace_back(record.election, record.roll, random);
    if (verified)
        verified_ = std::move(*verified);
}

Outcome EntryFollower::take(board::LogReader& log, const Progress& progress, const Bad& bad,
                            const Save& save) {
    if (!fits_) {
        fits_ = true;
        const auto root = verified_.log().size <= log.size() ? log.root_at(verified_.log().size)
                                                             : Result<Digest32>(Digest32{});
        if (!root || *root != verified_.log().root)
            verified_ = record::VerifiedPart(record_.election.fingerprint());
        before_ = verified_.log().size;
    }
    std::uint64_t saved = verified_.log().size;
    while (rules_.size() < log.size()) {
        EVOTE_TRY(const auto bundles, read_some(log));
        std::vector<ByteView> entries;
        for (const auto& bundle : bundles)
            for (unsigned i = 0; i < bundle.size(); ++i)
                if (bundle.first() + i >= rules_.size())
                    entries.push_back(bundle[i]);
        // What was verified before may end among them.
        const std::uint64_t left = before_ - std::min(before_, rules_.size());
        const auto old = std::span(entries).first(std::min<std::uint64_t>(left, entries.size()));
        EVOTE_TRY_VOID(judge(old, bad));
        EVOTE_TRY_VOID(judge(std::span(entries).subspan(old.size()), bad));
        if (rules_.size() >= saved + entries_between || rules_.size() == log.size()) {
            EVOTE_TRY_VOID(keep(log, save));
            saved = verified_.log().size;
        }
        if (!progress(rules_.size(), log.size()))
            return fail(ErrorCode::stopped, msg("it was stopped before its end"));
    }
    return {};
}

Result<std::vector<board::EntryBundle>> EntryFollower::read_some(board::LogReader& log) const {
    std::vector<board::EntryBundle> out;
    const std::uint64_t first = rules_.size() / board::tile_width;
    for (std::uint64_t i = first; i < std::min(log.bundles(), first + bundles_at_once); ++i) {
        EVOTE_TRY(auto bundle, log.verified_bundle(i));
        out.push_back(std::move(bundle));
    }
    return out;
}

Outcome EntryFollower::judge(std::span<const ByteView> entries, const Bad& bad) {
    const std::uint64_t first = rules_.size();
    if (entries.empty())
        return {};
    const bool before =
        first + entries.size() <= before_ && verified_.covers(first, entries.size());
    const auto checked = check(entries, before);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::uint64_t index = first + i;
        if (index >= before_ && !checked[i].proofs_hold() && !checked[i].change)
            verified_.except(index);
        const auto step = rules_.next(entries[i], checked[i]);
        if (step.verdict != ballot::Verdict::valid &&
            step.verdict != ballot::Verdict::closing_entry)
            EVOTE_TRY_VOID(bad({index, index, step.verdict,
                                ballot::is_kind(entries[i], ballot::EntryKind::roll_change) &&
                                        !record_.election.registrars().empty()
                                    ? ballot::EntryKind::roll_change
                                    : ballot::EntryKind::ballot}));
    }
    if (!before)
        verified_now_ += entries.size();
    return {};
}

std::vector<protocol::CheckedEntry> EntryFollower::check(std::span<const ByteView> entries,
                                                         bool verified_before) {
    const std::size_t parts =
        std::clamp<std::size_t>(entries.size() / least_per_thread, 1, verifiers_.size());
    const std::size_t part = (entries.size() + parts - 1) / parts;
    std::vector<std::vector<protocol::CheckedEntry>> found(verifiers_.size());
    workers_.run([&](unsigned worker) {
        const std::size_t at = std::min(worker * part, entries.size());
        const auto mine = entries.subspan(at, std::min(part, entries.size() - at));
        if (!mine.empty())
            found[worker] = verified_before ? verifiers_[worker].read_verified(mine)
                                            : verifiers_[worker].verify(mine);
    });
    std::vector<protocol::CheckedEntry> out;
    out.reserve(entries.size());
    for (auto& some : found)
        std::ranges::move(some, std::back_inserter(out));
    return out;
}

// What was verified in another run stays in the file until this one has come as far.
Outcome EntryFollower::keep(board::LogReader& log, const Save& save) {
    if (rules_.size() <= verified_.log().size)
        return {};
    EVOTE_TRY(const Digest32 root, log.root_at(rules_.size()));
    verified_.extend({rules_.size(), root});
    return save(verified_);
}

} // namespace evote::mirror

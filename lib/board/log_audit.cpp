// SPDX-License-Identifier: Apache-2.0
#include "board/log_audit.h"

#include "board/file_batch.h"
#include "board/log_files.h"
#include "board/resumption.h"
#include "board/right_edge.h"
#include "board/tile_listing.h"
#include "evote/check.h"
#include "os/file.h"
#include "os/leftovers.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

// The level under which the map of earlier tiles keeps bundles of entries.
constexpr unsigned entries_level = tile_levels;

unsigned map_level(const TileName& name) {
    return name.kind == TileKind::entries ? entries_level : name.level;
}

Error fault(const std::filesystem::path& file, Message message, std::vector<Message> place = {}) {
    return {ErrorCode::damaged, std::move(message), file.string(), std::move(place)};
}

std::vector<Message> entries_at(std::uint64_t first, std::uint64_t last) {
    return {first == last ? msg("entry {0}", first) : msg("entries {0} to {1}", first, last)};
}

std::vector<Message> hashes_at(std::uint64_t first, std::uint64_t last) {
    return {first == last ? msg("hash {0}", first) : msg("hashes {0} to {1}", first, last)};
}

// Calls `report` with the first and last position of each run of hashes that differ.
void for_each_difference(std::span<const Digest32> a, std::span<const Digest32> b,
                         const std::function<void(std::size_t, std::size_t)>& report) {
    EVOTE_CHECK(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i])
            continue;
        const std::size_t first = i;
        while (i + 1 < a.size() && a[i + 1] != b[i + 1])
            ++i;
        report(first, i);
    }
}

std::vector<Digest32> leaf_hashes(const EntryBundle& bundle) {
    std::vector<Digest32> out;
    out.reserve(bundle.size());
    for (unsigned i = 0; i < bundle.size(); ++i)
        out.push_back(leaf_hash(bundle[i]));
    return out;
}

} // namespace

LogAudit::LogAudit(const LogReader& log) : log_(log), edge_(std::make_unique<RightEdge>()) {
    list_files();
    note_missing_bundles();
}

LogAudit::~LogAudit() = default;

void LogAudit::list_files() {
    LogFolderVisit visit;
    visit.tile = [this](const TileName& name) { sort_tile(name); };
    visit.unfinished = [this](const std::filesystem::path& path) {
        note_leftover(path, msg("a file that was not finished"));
    };
    visit.resumed = [this](const std::filesystem::path& path) {
        findings_.resumed.push_back(*resumption_number(path.filename().string()));
    };
    visit.strange = [this](const std::filesystem::path& path) {
        if (os::is_left_by_system(path))
            findings_.system_files.push_back(path);
        else
            findings_.faults.push_back(fault(path, msg("this file does not belong to the log")));
    };
    const auto listed = for_each_file(log_.folder(), visit);
    if (!listed)
        findings_.faults.push_back(listed.error());
    // Folders are listed in no particular order; findings are sorted.
    const auto by_file = [](const Error& a, const Error& b) { return a.file < b.file; };
    std::ranges::sort(findings_.faults, by_file);
    std::ranges::sort(findings_.leftovers, by_file);
    std::ranges::sort(findings_.resumed);
    std::ranges::sort(findings_.system_files);
    std::ranges::sort(bundles_);
    bundles_.erase(std::unique(bundles_.begin(), bundles_.end()), bundles_.end());
}

void LogAudit::sort_tile(const TileName& name) {
    const TileStanding standing = tile_standing(name, log_.size());
    // A full tile may stand in for the current partial one.
    const bool stands_in = standing == TileStanding::beyond && name.width == tile_width;
    const bool is_in_log = width_in_log(0, name.index, log_.size()) > 0;
    // Entries and hashes are listed one after the other: if the writer removes the last partial
    // tile of the first before it is seen, the full one of the second is there when that is listed.
    if (name.level == 0 && is_in_log && (standing == TileStanding::current || stands_in))
        bundles_.push_back(name.index);
    if (standing == TileStanding::beyond) {
        note_leftover(log_.folder() / name.path(),
                      msg("a file beyond the end of the log, never confirmed"));
        return;
    }
    if (standing == TileStanding::older)
        older_[{map_level(name), name.index}].push_back(name.width);
}

// A log is tidied when it is opened, and appends are all or nothing, so a closed log has no
// leftovers; and no signature would cover them.
void LogAudit::note_leftover(const std::filesystem::path& file, Message message) {
    if (log_.closed())
        findings_.faults.push_back(fault(file, std::move(message)));
    else
        findings_.leftovers.push_back({ErrorCode::damaged, std::move(message), file.string(), {}});
}

void LogAudit::note_missing_bundles() {
    std::uint64_t next = 0;
    const auto note_gap = [&](std::uint64_t end) {
        if (next == end)
            return;
        complete_ = false;
        const std::uint64_t last = std::min(end * tile_width, log_.size()) - 1;
        findings_.faults.push_back(fault(log_.folder() / "tile/entries",
                                         msg("these entries and their hashes are missing"),
                                         entries_at(next * tile_width, last)));
    };
    for (const auto index : bundles_) {
        note_gap(index);
        next = index + 1;
    }
    note_gap(log_.bundles());
}

BundleCheck LogAudit::check(std::uint64_t index, const Result<EntryBundle>& bundle) const {
    BundleCheck out;
    out.index = index;
    const unsigned width = width_in_log(0, index, log_.size());
    const TileName entries{TileKind::entries, 0, index, width};
    const TileName hashes{TileKind::hashes, 0, index, width};
    const auto on_disk = read_hash_tile(log_.folder(), hashes);
    if (bundle) {
        out.leaves = leaf_hashes(*bundle);
        check_older(
            entries, [&](unsigned count) { return bundle->prefix(count); }, out.faults);
    } else {
        out.faults.push_back(bundle.error());
    }
    if (!on_disk)
        out.faults.push_back(on_disk.error());
    else if (bundle)
        for_each_difference(out.leaves, *on_disk, [&](std::size_t first, std::size_t last) {
            out.faults.push_back(
                fault(log_.folder() / entries.path(),
                      msg("does not match its hash in {0}", hashes.path()),
                      entries_at(index * tile_width + first, index * tile_width + last)));
        });
    else
        out.leaves = *on_disk; // so that what is above can still be checked
    if (!out.leaves.empty())
        check_older_hashes(hashes, out.leaves, out.faults);
    if (out.leaves.size() == tile_width)
        out.root = perfect_root(out.leaves);
    return out;
}

// Earlier partial tiles must be exactly the beginning of the current one that their names say.
// Those that the writer has removed since they were listed do not count.
void LogAudit::check_older(const TileName& whole, const Beginning& beginning,
                           std::vector<Error>& faults) const {
    const auto found = older_.find({map_level(whole), whole.index});
    if (found == older_.end())
        return;
    for (const unsigned width : found->second) {
        TileName name = whole;
        name.width = width;
        const auto read = find_tile_bytes(log_.folder(), name);
        if (!read) {
            faults.push_back(read.error());
            continue;
        }
        const std::optional<Bytes>& part = *read;
        if (!part)
            continue;
        const auto [it, right] = std::ranges::mismatch(*part, beginning(width));
        const auto at = static_cast<std::size_t>(it - part->begin());
        if (at < part->size() || at < beginning(width).size())
            faults.push_back(fault(log_.folder() / name.path(),
                                   msg("is not the beginning of {0}", whole.path()),
                                   {msg("byte {0}", at)}));
    }
}

void LogAudit::check_older_hashes(const TileName& whole, std::span<const Digest32> hashes,
                                  std::vector<Error>& faults) const {
    const Bytes bytes = join_hashes(hashes);
    check_older(
        whole, [&](unsigned count) { return ByteView(bytes).first(count * sizeof(Digest32)); },
        faults);
}

void LogAudit::add(BundleCheck check) {
    EVOTE_CHECK(added_ < bundles_.size() && bundles_[added_] == check.index);
    ++added_;
    std::ranges::move(check.faults, std::back_inserter(findings_.faults));
    complete_ = complete_ && !check.leaves.empty();
    if (!complete_)
        return;
    const RightEdge::FullTile full = [this](const TileName& name, auto hashes) {
        if (name.level > 0)
            check_tile(name, hashes);
    };
    if (check.root)
        edge_->append_full_tile(*check.root, full);
    else
        for (const auto& leaf : check.leaves)
            edge_->append(leaf, full);
}

void LogAudit::check_tile(const TileName& name, std::span<const Digest32> hashes) {
    const auto on_disk = read_hash_tile(log_.folder(), name);
    if (!on_disk)
        findings_.faults.push_back(on_disk.error());
    else
        for_each_difference(hashes, *on_disk, [&](std::size_t first, std::size_t last) {
            findings_.faults.push_back(fault(log_.folder() / name.path(),
                                             msg("does not match the entries under it"),
                                             hashes_at(first, last)));
        });
    check_older_hashes(name, hashes, findings_.faults);
}

// A mark made since then belongs to a later checkpoint.
void LogAudit::check_closed() {
    if (!log_.closed())
        return;
    const auto mark = read_closing_mark(log_.folder(), log_.key(), log_.checkpoint().checkpoint());
    if (!mark)
        findings_.faults.push_back(mark.error());
}

LogFindings LogAudit::finish() && {
    EVOTE_CHECK(added_ == bundles_.size());
    const auto checkpoint = log_.folder() / checkpoint_name;
    if (complete_) {
        for (unsigned level = 1; level < tile_levels; ++level)
            if (!edge_->partial(level).empty())
                check_tile(edge_->partial_name(level), edge_->partial(level));
        if (edge_->root() != log_.checkpoint().root())
            findings_.faults.push_back(
                fault(checkpoint, msg("the entries do not have the root that was signed"),
                      {msg("line {0}", 3)}));
    } else {
        findings_.faults.push_back(
            fault(checkpoint, msg("entries are missing, so the signed root cannot be checked"),
                  {msg("line {0}", 3)}));
    }
    check_closed();
    return std::move(findings_);
}

LogFindings audit_log(const LogReader& log, const std::function<void(const EntryBundle&)>& visit) {
    LogAudit audit(log);
    for (const auto index : audit.bundles()) {
        const auto bundle = log.bundle(index);
        if (bundle && visit)
            visit(*bundle);
        audit.add(audit.check(index, bundle));
    }
    return std::move(audit).finish();
}

} // namespace evote::board

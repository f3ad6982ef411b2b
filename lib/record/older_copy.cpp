// SPDX-License-Identifier: Apache-2.0
#include "record/older_copy.h"

#include "os/file.h"
#include "record/ceremony_notes.h"
#include "record/evidence.h"
#include "record/open_record.h"

#include <algorithm>
#include <functional>

namespace evote::record {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_compared = 1U << 30;

using SameContent = std::function<bool(ByteView, ByteView)>;

bool same_bytes(ByteView a, ByteView b) {
    return equal(a, b);
}

class OlderCopy {
  public:
    OlderCopy(const RecordFolder& folder, const RecordFolder& older)
        : folder_(folder), older_(older) {}

    Outcome check_sealed(report::Check& check) const;
    Outcome check_log(report::Check& check) const;
    Outcome check_later(report::Check& check) const;

  private:
    std::vector<fs::path> in_folder(const fs::path& folder) const;
    Outcome compare_file(const fs::path& file, const SameContent& same, report::Check& check) const;
    Outcome compare_logs(board::LogReader& log, const board::LogReader& before,
                         report::Check& check) const;
    void compare_entries(const board::LogReader& log, const board::LogReader& before,
                         report::Check& check) const;
    Outcome contradiction(const board::LogReader& log, const board::LogReader& before,
                          Message message, report::Check& check) const;

    const RecordFolder& folder_;
    const RecordFolder& older_;
};

// The files of one of the older copy's folders, as they are called in the record.
std::vector<fs::path> OlderCopy::in_folder(const fs::path& folder) const {
    std::vector<fs::path> out;
    std::error_code code;
    for (fs::directory_iterator
             item(older_.path() / folder.lexically_relative(folder_.path()), code),
         end;
         !code && item != end; item.increment(code))
        if (item->is_regular_file(code))
            out.push_back(folder / item->path().filename());
    std::ranges::sort(out);
    return out;
}

Outcome OlderCopy::compare_file(const fs::path& file, const SameContent& same,
                                report::Check& check) const {
    const fs::path old = older_.path() / file.lexically_relative(folder_.path());
    if (!os::file_exists(old))
        return {};
    EVOTE_TRY(const Bytes before, os::read_plain_file(old, largest_compared));
    const auto now = os::read_plain_file(file, largest_compared);
    if (!now && kind_of(now.error().code) == ErrorKind::system)
        return fail(now.error());
    if (!now)
        check.fail({ErrorCode::damaged,
                    msg("this file is missing, although the older copy has it"),
                    file.string(),
                    {}});
    else if (!same(before, *now))
        check.fail({ErrorCode::changed,
                    msg("this file is not the one that the older copy has"),
                    file.string(),
                    {}});
    return {};
}

Outcome OlderCopy::check_sealed(report::Check& check) const {
    for (const auto& file :
         {folder_.manifest(), folder_.keys(), folder_.roll(), folder_.board(), folder_.election()})
        EVOTE_TRY_VOID(compare_file(file, same_bytes, check));
    for (const auto& note : in_folder(folder_.ceremony()))
        EVOTE_TRY_VOID(compare_file(note, board::same_text, check));
    if (!os::file_exists(older_.election()))
        check.remark(msg("the older copy was made before the election was sealed"));
    return {};
}

Outcome OlderCopy::check_later(report::Check& check) const {
    for (const auto& file : {folder_.tally(), folder_.result()})
        EVOTE_TRY_VOID(compare_file(file, same_bytes, check));
    for (const auto& share : in_folder(folder_.decryptions()))
        EVOTE_TRY_VOID(compare_file(share, same_bytes, check));
    return {};
}

Outcome OlderCopy::check_log(report::Check& check) const {
    if (!os::file_exists(older_.checkpoint())) {
        check.skip(msg("the older copy has no log"));
        return {};
    }
    const auto manifest = read_manifest(folder_);
    const auto board =
        manifest ? read_board(folder_, *manifest) : Result<BoardFile>(fail(manifest.error()));
    if (!board) {
        check.skip(msg("the key of the board is not known"));
        return {};
    }
    auto log = board::LogReader::open(folder_.log(), board->key);
    const auto before = board::LogReader::open(older_.log(), board->key);
    for (const auto* opened : {&std::as_const(log), &before})
        if (!*opened) {
            check.fail((*opened).error());
            return {};
        }
    return compare_logs(*log, *before, check);
}

Outcome OlderCopy::compare_logs(board::LogReader& log, const board::LogReader& before,
                                report::Check& check) const {
    const auto relation = log.compare(before.checkpoint());
    if (!relation) {
        if (kind_of(relation.error().code) == ErrorKind::system)
            return fail(relation.error());
        check.fail(relation.error());
        return {};
    }
    compare_entries(log, before, check);
    if (*relation == board::LogRelation::split)
        return contradiction(log, before, msg("the board has signed two different histories"),
                             check);
    if (*relation == board::LogRelation::later)
        return contradiction(
            log, before,
            msg("the log has {0} entries and had {1} in the older copy", log.size(), before.size()),
            check);
    if (before.closed() && log.size() != before.size())
        return contradiction(log, before,
                             msg("the log goes on, although the older copy says that it is closed"),
                             check);
    check.remark(msg("{0} entries of the older copy, {1} now", before.size(), log.size()));
    return {};
}

void OlderCopy::compare_entries(const board::LogReader& log, const board::LogReader& before,
                                report::Check& check) const {
    for (std::uint64_t i = 0; i < std::min(log.bundles(), before.bundles()); ++i) {
        const auto now = log.bundle(i);
        const auto then = before.bundle(i);
        for (const auto* bundle : {&now, &then})
            if (!*bundle)
                check.fail((*bundle).error());
        if (!now || !then)
            continue;
        for (unsigned k = 0; k < std::min(now->size(), then->size()); ++k)
            if (!equal((*now)[k], (*then)[k]))
                check.fail({ErrorCode::changed,
                            msg("this entry is not the one that the older copy has"),
                            log.folder().string(),
                            {msg("entry {0}", now->first() + k)}});
    }
}

Outcome OlderCopy::contradiction(const board::LogReader& log, const board::LogReader& before,
                                 Message message, report::Check& check) const {
    check.fail(
        {ErrorCode::board_contradicts, std::move(message), folder_.checkpoint().string(), {}});
    for (const auto* one : {&log, &before}) {
        const auto kept = keep_evidence(folder_.path(), "checkpoint", one->checkpoint().note());
        if (kept)
            check.remark(msg("{0}: kept as evidence in {1}",
                             (one->folder() / "checkpoint").string(), kept->string()));
        else
            check.remark(kept.error().message);
    }
    return {};
}

} // namespace

Outcome compare_with_older(const RecordFolder& folder, const RecordFolder& older,
                           report::Report& report) {
    EVOTE_TRY_VOID(must_be_record(older));
    report::Section& section = report.add_section(msg("Since the older copy"));
    const OlderCopy copy(folder, older);
    using Run = Outcome (OlderCopy::*)(report::Check&) const;
    const std::vector<std::pair<report::Check*, Run>> plan{
        {&section.add_check(msg("what was sealed is unchanged")), &OlderCopy::check_sealed},
        {&section.add_check(msg("the log goes on from the older copy")), &OlderCopy::check_log},
        {&section.add_check(msg("tally, decryptions and result are unchanged")),
         &OlderCopy::check_later},
    };
    for (const auto& [check, run] : plan) {
        EVOTE_TRY_VOID((copy.*run)(*check));
        check->finish();
    }
    return {};
}

} // namespace evote::record

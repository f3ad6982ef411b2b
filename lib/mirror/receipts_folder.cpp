// SPDX-License-Identifier: Apache-2.0
#include "mirror/receipts_folder.h"

#include <utility>

namespace evote::mirror {

namespace {

constexpr std::uint64_t largest_receipt = std::uint64_t{1} << 21;

} // namespace

Outcome ReceiptsFolder::read(const record::SealedRecord& record, Found& found) {
    if (folder_.empty())
        return {};
    std::error_code code;
    for (std::filesystem::directory_iterator item(folder_, code), end; !code && item != end;
         item.increment(code)) {
        if (!item->is_regular_file(code) || !known_.insert(item->path()).second)
            continue;
        const auto bytes = os::read_plain_file(item->path(), largest_receipt);
        auto opened = bytes ? record::OpenReceipt::open(*bytes, record.manifest(), record.board.key)
                            : Result<record::OpenReceipt>(fail(bytes.error()));
        if (opened)
            read_.emplace(item->path(), Read{std::move(*opened)});
        else
            found.unusable.push_back(std::move(opened).take_error().in_file(item->path().string()));
    }
    return code ? fail(os::file_error(folder_, code)) : Outcome();
}

bool ReceiptsFolder::must_wait(Read& read, const board::LogReader& log, std::uint64_t stopwatch) {
    if (read.receipt.signed_then.size() <= log.size())
        return false;
    if (!read.waits_since)
        read.waits_since = stopwatch;
    return stopwatch - *read.waits_since < patience;
}

Outcome ReceiptsFolder::compare(const MirrorWork& work, board::LogReader& log,
                                std::uint64_t stopwatch, Found& found) {
    for (auto& [path, read] : std::exchange(read_, {})) {
        if (must_wait(read, log, stopwatch)) {
            read_.emplace(path, std::move(read));
            ++found.waiting;
            continue;
        }
        const auto& receipt = read.receipt;
        const auto there = record::must_be_on_board(log, receipt);
        if (there) {
            ++found.good;
            continue;
        }
        if (there.error().code != ErrorCode::board_contradicts)
            return there;
        Error error = there.error();
        error.file = path.string();
        const auto shouted =
            shout_with(work.shout, work.folder.record().path(), FindingKind::receipt, error,
                       {{"receipt", receipt.receipt.encode()},
                        {"checkpoint", to_bytes(log.checkpoint().note())}});
        if (shouted.error().code != ErrorCode::board_contradicts)
            return shouted;
    }
    return {};
}

} // namespace evote::mirror

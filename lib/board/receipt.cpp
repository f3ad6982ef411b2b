// SPDX-License-Identifier: Apache-2.0
#include "board/receipt.h"

#include "base/text.h"
#include "board/hash_lines.h"
#include "evote/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::board {

namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_word = "extra ";
constexpr std::string_view index_word = "index ";
} // namespace

Result<Receipt> Receipt::parse(ByteView bytes) {
    Lines lines(text_of(bytes));
    if (lines.next() != first_line)
        return fail(ErrorCode::malformed, msg("this is not a receipt"), msg("line {0}", 1));
    Receipt out;
    auto line = lines.next();
    if (line && line->starts_with(extra_word)) {
        const auto extra = base64_decode(line->substr(extra_word.size()));
        if (!extra || extra->empty())
            return fail(ErrorCode::malformed, msg("this line is not well-formed"), lines.place());
        out.extra = *extra;
        line = lines.next();
    }
    if (!line || !line->starts_with(index_word))
        return fail(ErrorCode::malformed, msg("the line with the entry's number is missing"),
                    lines.place());
    const auto index = decimal_decode(line->substr(index_word.size()), INT64_MAX);
    if (!index)
        return fail(ErrorCode::malformed, msg("this is not the number of an entry"), lines.place());
    out.index = *index;
    EVOTE_TRY(out.path, read_path(lines, {msg("this is not a hash of a receipt"),
                                          msg("the receipt ends too early")}));
    out.checkpoint = to_bytes(bytes_of(lines.rest()));
    return out;
}

Bytes Receipt::encode() const {
    std::string out = fmt::format("{}\n", first_line);
    if (!extra.empty())
        out += fmt::format("{}{}\n", extra_word, base64_encode(extra));
    out += fmt::format("{}{}\n", index_word, index);
    for (const auto& hash : path)
        out += base64_encode(hash) + "\n";
    out += "\n";
    out += text_of(checkpoint);
    return to_bytes(bytes_of(out));
}

Result<Receipt> make_receipt(LogReader& log, std::uint64_t index, ByteView extra) {
    EVOTE_TRY(auto path, log.inclusion(index));
    return Receipt{to_bytes(extra), index, std::move(path), log.checkpoint().note()};
}

Result<SignedCheckpoint> verify_receipt(const Receipt& receipt, ByteView entry,
                                        const VerifierKey& log) {
    EVOTE_TRY(auto checkpoint, open_checkpoint(receipt.checkpoint, log));
    if (!verify_inclusion(leaf_hash(entry), receipt.index, checkpoint.size(), receipt.path,
                          checkpoint.root()))
        return fail(ErrorCode::bad_receipt,
                    msg("the receipt does not show that this entry is in the signed log"));
    return checkpoint;
}

Result<ReceiptInLog> find_receipt(LogReader& log, const Receipt& receipt) {
    EVOTE_TRY(const auto checkpoint, open_checkpoint(receipt.checkpoint, log.key()));
    if (receipt.index >= checkpoint.size())
        return fail(ErrorCode::bad_receipt,
                    msg("the receipt is for entry {0}, but its checkpoint has "
                        "only {1} entries",
                        receipt.index, checkpoint.size()));
    EVOTE_TRY(const LogRelation relation, log.compare(checkpoint));
    ReceiptInLog out{relation, std::nullopt};
    if (relation == LogRelation::later || relation == LogRelation::split)
        return out;
    EVOTE_TRY(out.entry, log.entry(receipt.index));
    EVOTE_TRY_VOID(verify_receipt(receipt, *out.entry, log.key()));
    return out;
}

} // namespace evote::board

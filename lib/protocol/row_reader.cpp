// SPDX-License-Identifier: Apache-2.0
#include "protocol/row_reader.h"

namespace evote::protocol {

Outcome RowReader::add(ByteView piece, const TakeRow& take) {
    hash_.add(piece);
    std::string_view rest = text_of(piece);
    for (;;) {
        const std::size_t end = rest.find('\n');
        const std::string_view part = rest.substr(0, end);
        if (begun_.size() + part.size() > longest_) {
            ++lines_;
            return fail(ErrorCode::malformed, too_long_, msg("line {0}", lines_));
        }
        if (end == std::string_view::npos) {
            begun_ += part;
            return {};
        }
        if (begun_.empty()) {
            EVOTE_TRY_VOID(add_line(part, take));
        } else {
            begun_ += part;
            EVOTE_TRY_VOID(add_line(begun_, take));
            begun_.clear();
        }
        rest.remove_prefix(end + 1);
    }
}

Result<Digest32> RowReader::finish() {
    if (!begun_.empty())
        return fail(ErrorCode::malformed, msg("the last line has no line end"),
                    msg("line {0}", lines_ + 1));
    if (lines_ == 0)
        return fail(ErrorCode::malformed, msg("the first line must be: {0}", header_),
                    msg("line {0}", 1));
    return hash_.finish();
}

Outcome RowReader::add_line(std::string_view line, const TakeRow& take) {
    ++lines_;
    Outcome outcome;
    if (lines_ > 1)
        outcome = take(line);
    else if (line != header_)
        outcome = fail(ErrorCode::malformed, msg("the first line must be: {0}", header_));
    if (outcome)
        return outcome;
    return fail(std::move(outcome).take_error().at(msg("line {0}", lines_)));
}

} // namespace evote::protocol

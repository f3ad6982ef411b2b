// SPDX-License-Identifier: Apache-2.0
#include "protocol/roll.h"

#include "base/text.h"
#include "evote/check.h"

#include <algorithm>

namespace evote::protocol {

namespace {

constexpr std::string_view header = "credential,district,weight";
constexpr std::size_t hex_size = 64;
// A credential, an id of 64 characters, a weight of 10 digits and two commas.
constexpr std::size_t longest_line = 64 + 1 + 64 + 1 + 10;

} // namespace

Result<Roll> Roll::parse(ByteView bytes, const Manifest& manifest) {
    RollReader reader(manifest);
    EVOTE_TRY_VOID(reader.add(bytes));
    return std::move(reader).finish();
}

std::optional<std::size_t> Roll::find(const ByteArray<32>& credential) const {
    const auto found = std::ranges::lower_bound(entries_, credential, {}, &RollEntry::credential);
    if (found == entries_.end() || found->credential != credential)
        return std::nullopt;
    return static_cast<std::size_t>(found - entries_.begin());
}

Outcome RollReader::add(ByteView piece) {
    hash_.add(piece);
    std::string_view rest = text_of(piece);
    for (;;) {
        const std::size_t end = rest.find('\n');
        const std::string_view part = rest.substr(0, end);
        if (begun_.size() + part.size() > longest_line) {
            ++line_;
            return fail(ErrorCode::malformed, msg("this line is too long for a roll"),
                        msg("line {0}", line_));
        }
        if (end == std::string_view::npos) {
            begun_ += part;
            return {};
        }
        if (begun_.empty()) {
            EVOTE_TRY_VOID(add_line(part));
        } else {
            begun_ += part;
            EVOTE_TRY_VOID(add_line(begun_));
            begun_.clear();
        }
        rest.remove_prefix(end + 1);
    }
}

Result<Roll> RollReader::finish() && {
    if (!begun_.empty())
        return fail(ErrorCode::malformed, msg("the last line has no line end"),
                    msg("line {0}", line_ + 1));
    if (line_ == 0)
        return fail(ErrorCode::malformed, msg("the first line must be: {0}", header),
                    msg("line {0}", 1));
    roll_.hash_ = hash_.finish();
    roll_.manifest_ = manifest_.hash();
    return std::move(roll_);
}

Outcome RollReader::add_line(std::string_view line) {
    ++line_;
    Outcome outcome;
    if (line_ > 1)
        outcome = add_row(line);
    else if (line != header)
        outcome = fail(ErrorCode::malformed, msg("the first line must be: {0}", header));
    if (outcome)
        return outcome;
    return fail(std::move(outcome).take_error().at(msg("line {0}", line_)));
}

Outcome RollReader::add_row(std::string_view row) {
    const std::size_t first = row.find(',');
    const std::size_t second = first == std::string_view::npos ? first : row.find(',', first + 1);
    if (second == std::string_view::npos)
        return fail(ErrorCode::malformed,
                    msg("three values are expected here: credential, district, weight"));
    RollEntry entry{};
    if (!hex_decode_to(row.substr(0, first), entry.credential))
        return fail(ErrorCode::malformed,
                    msg("a credential of {0} lower-case hex digits is expected here", hex_size));
    const std::string_view district_id = row.substr(first + 1, second - first - 1);
    const auto district = manifest_.find_district(district_id);
    if (!district)
        return fail(ErrorCode::malformed,
                    msg("the manifest has no district \"{0}\"", printable(district_id)));
    const auto weight = decimal_decode(row.substr(second + 1), Roll::largest_weight);
    if (!weight || *weight == 0)
        return fail(ErrorCode::malformed, msg("a weight from 1 to {0} is expected here, in plain "
                                              "digits and followed by a line feed",
                                              Roll::largest_weight));
    entry.district = static_cast<std::uint16_t>(*district);
    entry.weight_less_one = static_cast<std::uint32_t>(*weight - 1);
    return add_entry(entry);
}

Outcome RollReader::add_entry(const RollEntry& entry) {
    if (entry.credential == ByteArray<32>{})
        return fail(ErrorCode::malformed,
                    msg("this credential is the identity, which anyone can use"));
    if (!roll_.entries_.empty()) {
        const auto order = roll_.entries_.back().credential <=> entry.credential;
        if (order == 0)
            return fail(ErrorCode::malformed, msg("this credential occurs twice"));
        if (order > 0)
            return fail(ErrorCode::malformed, msg("credentials must be in increasing order"));
    }
    if (entry.weight() > Roll::largest_sum - roll_.total_weight_)
        return fail(ErrorCode::malformed,
                    msg("the weights add up to more than {0}", Roll::largest_sum));
    roll_.total_weight_ += entry.weight();
    roll_.entries_.push_back(entry);
    return {};
}

void append_roll_header(Bytes& out) {
    append(out, bytes_of(header));
    out.push_back('\n');
}

void append_roll_row(Bytes& out, const RollEntry& entry, const Manifest& manifest) {
    EVOTE_CHECK(entry.credential != ByteArray<32>{});
    EVOTE_CHECK(entry.district < manifest.districts().size());
    append(out,
           bytes_of(hex_encode(entry.credential) + "," + manifest.districts()[entry.district].id +
                    "," + std::to_string(entry.weight()) + "\n"));
}

} // namespace evote::protocol

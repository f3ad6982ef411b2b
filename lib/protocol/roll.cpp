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

RollReader::RollReader(const Manifest& manifest)
    : manifest_(manifest), rows_(header, longest_line, msg("this line is too long for a roll")) {}

Outcome RollReader::add(ByteView piece) {
    return rows_.add(piece, [this](std::string_view row) { return add_row(row); });
}

Result<Roll> RollReader::finish() && {
    EVOTE_TRY(roll_.hash_, rows_.finish());
    roll_.manifest_ = manifest_.hash();
    return std::move(roll_);
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
    EVOTE_TRY(const VoterPlace place, read_voter_place(row.substr(first + 1, second - first - 1),
                                                       row.substr(second + 1), manifest_));
    entry.district = place.district;
    entry.weight_less_one = place.weight_less_one;
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
    EVOTE_TRY_VOID(add_weight(roll_.total_weight_, entry.weight()));
    roll_.entries_.push_back(entry);
    return {};
}

void append_roll_header(Bytes& out) {
    append(out, bytes_of(header));
    out.push_back('\n');
}

void append_roll_row(Bytes& out, const RollEntry& entry, const Manifest& manifest) {
    EVOTE_CHECK(entry.credential != ByteArray<32>{});
    append(out,
           bytes_of(hex_encode(entry.credential) + "," +
                    voter_place_text({entry.weight_less_one, entry.district}, manifest) + "\n"));
}

} // namespace evote::protocol

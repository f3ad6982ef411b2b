// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/ballot_parts.h"

#include "evote/protocol/ballot_maker.h"

namespace evote::protocol {

namespace {

// The length of a contest's cipher: alpha and a beta for each bit.
std::size_t cipher_size(const Manifest& manifest, std::size_t contest) {
    return (1 + manifest.shape(contest).bits) * BallotLayout::item_size;
}

} // namespace

std::optional<std::size_t> ballot_district(const Manifest& manifest, ByteView entry) {
    if (entry.size() < BallotLayout::header_size)
        return std::nullopt;
    const std::size_t district = *ByteCursor(entry.subspan(BallotLayout::district_at)).take_u16();
    if (district >= manifest.districts().size() || entry.size() != manifest.ballot_size(district))
        return std::nullopt;
    return district;
}

std::optional<Digest32> entry_tracker(const Manifest& manifest, ByteView entry) {
    const auto district = ballot_district(manifest, entry);
    if (!district)
        return std::nullopt;
    std::size_t end = BallotLayout::header_size;
    for (const auto contest : manifest.districts()[*district].contests)
        end += cipher_size(manifest, contest);
    return tracker_of(entry.first(end));
}

std::vector<ByteView> alphas_of(const Manifest& manifest, ByteView entry) {
    std::vector<ByteView> out;
    const auto district = ballot_district(manifest, entry);
    if (!district)
        return out;
    std::size_t at = BallotLayout::header_size;
    for (const auto contest : manifest.districts()[*district].contests) {
        out.push_back(entry.subspan(at, BallotLayout::item_size));
        at += cipher_size(manifest, contest);
    }
    return out;
}

} // namespace evote::protocol

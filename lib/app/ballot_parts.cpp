// SPDX-License-Identifier: Apache-2.0
#include "app/ballot_parts.h"

#include "evote/protocol/ballot_maker.h"

namespace evote {

namespace {

constexpr std::size_t district_at = 34;

// The contests of the district that an entry names, if it has the length of such a ballot.
const District* district_of(const Manifest& manifest, ByteView entry) {
    if (entry.size() < BallotLayout::header_size)
        return nullptr;
    const std::size_t district = *ByteCursor(entry.subspan(district_at)).take_u16();
    if (district >= manifest.districts().size() || entry.size() != manifest.ballot_size(district))
        return nullptr;
    return &manifest.districts()[district];
}

// The length of a contest's cipher: alpha and a beta for each bit.
std::size_t cipher_size(const Manifest& manifest, std::size_t contest) {
    return (1 + manifest.shape(contest).bits) * BallotLayout::item_size;
}

} // namespace

std::optional<Digest32> entry_tracker(const Manifest& manifest, ByteView entry) {
    const District* const district = district_of(manifest, entry);
    if (district == nullptr)
        return std::nullopt;
    std::size_t end = BallotLayout::header_size;
    for (const auto contest : district->contests)
        end += cipher_size(manifest, contest);
    return tracker_of(entry.first(end));
}

std::vector<ByteView> alphas_of(const Manifest& manifest, ByteView entry) {
    std::vector<ByteView> out;
    const District* const district = district_of(manifest, entry);
    if (district == nullptr)
        return out;
    std::size_t at = BallotLayout::header_size;
    for (const auto contest : district->contests) {
        out.push_back(entry.subspan(at, BallotLayout::item_size));
        at += cipher_size(manifest, contest);
    }
    return out;
}

} // namespace evote

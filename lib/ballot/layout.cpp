// SPDX-License-Identifier: Apache-2.0
#include "ballot/layout.h"

#include "evote/check.h"

namespace evote::ballot {

std::size_t ballot_size(std::span<const ContestSize> contests) {
    std::size_t size = 0;
    for_each_field(contests, [&](Part /*part*/, Field field, std::size_t count) {
        size += count * width_of(field);
    });
    return size;
}

std::optional<Header> read_header(ByteView entry) {
    if (entry.size() < header_size)
        return std::nullopt;
    const auto at = [&](Field field) { return ByteCursor(entry.subspan(place_in_header(field))); };
    return Header{*at(Field::district).take_u16(), *at(Field::counter).take_u64(),
                  *at(Field::credential).take_array<item_size>()};
}

Bytes write_header(const Digest32& fingerprint, const Header& header) {
    Bytes out;
    for_each_field(std::array<ContestSize, 0>(), [&](Part, Field field, std::size_t) {
        if (field == Field::start)
            append_start(out, {EntryKind::ballot, fingerprint});
        else if (field == Field::district)
            append_u16(out, header.district);
        else if (field == Field::counter)
            append_u64(out, header.counter);
        else if (field == Field::credential)
            append(out, header.credential);
    });
    EVOTE_CHECK(out.size() == header_size);
    return out;
}

Layout::Layout(std::span<const std::shared_ptr<const proof::ContestShape>> contests)
    : shape_(contests) {
    std::vector<ContestSize> sizes;
    for (const auto& contest : contests)
        sizes.push_back({contest->bits, contest->rules.size()});
    std::array<std::size_t, static_cast<std::size_t>(Field::z_credential) + 1> counts{};
    for_each_field(sizes, [&](Part part, Field field, std::size_t count) {
        std::size_t& index = counts[static_cast<std::size_t>(field)];
        rows_.push_back({part, field, size_, count, index});
        index += count;
        size_ += count * width_of(field);
        for (auto p = static_cast<std::size_t>(part) + 1; p <= part_count; ++p)
            begins_[p] = size_;
    });
}

Layouts::Layouts(std::span<const DistrictContests> districts) {
    layouts_.reserve(districts.size());
    for (const auto& contests : districts)
        layouts_.emplace_back(contests);
}

const Layout& Layouts::of(std::size_t district) const {
    EVOTE_CHECK(district < layouts_.size() && "the election has no such district");
    return layouts_[district];
}

const Layout* Layouts::find(ByteView entry) const {
    const auto header = read_header(entry);
    if (!header || header->district >= layouts_.size())
        return nullptr;
    const Layout& layout = layouts_[header->district];
    return entry.size() == layout.size() ? &layout : nullptr;
}

} // namespace evote::ballot

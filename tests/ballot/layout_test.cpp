// SPDX-License-Identifier: Apache-2.0
// The description of a ballot's fields against the byte counts of the protocol, written out.
#include "ballot/layout.h"
#include "support/failed_check.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

std::shared_ptr<const ContestShape> shape(std::size_t bits, std::size_t rules) {
    return std::make_shared<const ContestShape>(ContestShape{
        bits, bits, std::vector<LinearRule>(rules, {std::vector<std::int64_t>(bits, 1), 1})});
}

// Two contests: 3 bits with 2 rules, 1 bit with 1 rule.
Layout two_contests() {
    return Layout(std::vector{shape(3, 2), shape(1, 1)});
}

} // namespace

TEST_CASE("layout the header has the places of the protocol") {
    CHECK(place_in_header(Field::start) == 0);
    CHECK(place_in_header(Field::district) == 34);
    CHECK(place_in_header(Field::counter) == 36);
    CHECK(place_in_header(Field::credential) == 44);
    CHECK(header_size == 76);
}

TEST_CASE("layout a header is read as it was written") {
    Digest32 fingerprint{};
    fingerprint.fill(7);
    Header header{0x1234, 0x0102030405060708, {}};
    header.credential.fill(9);
    const Bytes bytes = write_header(fingerprint, header);
    REQUIRE(bytes.size() == header_size);
    CHECK(bytes[0] == 1);
    CHECK(bytes[1] == 1);
    CHECK(bytes[34] == 0x12);
    CHECK(bytes[43] == 8);
    const auto read = read_header(bytes);
    REQUIRE(read);
    CHECK(read->district == header.district);
    CHECK(read->counter == header.counter);
    CHECK(read->credential == header.credential);
    CHECK_FALSE(read_header(ByteView(bytes).first(header_size - 1)));
}

TEST_CASE("layout the beginning of an entry has its faults in order") {
    const Digest32 fingerprint{1};
    const EntryStart expected{EntryKind::closing, fingerprint};
    Bytes entry = closing_entry(fingerprint);
    CHECK(entry.size() == entry_start_size);
    CHECK(check_start(entry, expected) == StartFault::none);
    CHECK(check_start(entry, {EntryKind::closing, {}}) == StartFault::other_election);
    CHECK(check_start(entry, {EntryKind::ballot, fingerprint}) == StartFault::malformed);
    CHECK(check_start(ByteView(entry).first(33), {EntryKind::closing, {}}) ==
          StartFault::malformed);
    CHECK(check_start({}, expected) == StartFault::malformed);
    entry[0] = 2;
    CHECK(check_start(entry, {EntryKind::closing, {}}) == StartFault::malformed);
}

TEST_CASE("layout every part has the length that the protocol gives it") {
    const Layout layout = two_contests();
    const std::size_t elements = (1 + 3) + (1 + 1);
    const auto size = [&](Part part) { return layout.end_of(part) - layout.begin_of(part); };
    CHECK(size(Part::header) == 76);
    CHECK(size(Part::cipher) == 32 * elements);
    CHECK(size(Part::first) == 32 * (elements + 2 + 1 + 1));
    CHECK(size(Part::second) == 64);
    CHECK(size(Part::response) == 32 * (elements + 2));
    CHECK(layout.begin_of(Part::header) == 0);
    CHECK(layout.end_of(Part::response) == layout.size());
    CHECK(ballot_size(std::vector<ContestSize>{{3, 2}, {1, 1}}) == layout.size());
    CHECK(ballot_size({}) == 76 + 32 * (1 + 2 + 2));
}

TEST_CASE("layout rows follow one another and number the items of a field") {
    const Layout layout = two_contests();
    std::size_t at = 0;
    std::size_t masks = 0;
    for (const auto& row : layout.rows()) {
        CHECK(row.at == at);
        at += row.count * width_of(row.field);
        if (row.field == Field::mask) {
            CHECK(row.index == masks);
            masks += row.count;
        }
    }
    CHECK(at == layout.size());
    CHECK(masks == 3);
}

TEST_CASE("layout a part is appended only behind the one before it") {
    const Layout layout = two_contests();
    const Bytes item(item_size);
    const auto zeros = [&](Field, std::size_t) { return ByteView(item); };
    Bytes ballot(header_size);
    CHECK_FALSE(failed_check([&] { layout.append_part(ballot, Part::first, zeros); }).empty());
    CHECK(failed_check([&] { layout.append_part(ballot, Part::cipher, zeros); }).empty());
    CHECK(ballot.size() == layout.begin_of(Part::first));
}

TEST_CASE("layout a district that is not there is a failed check with words") {
    const Layouts layouts(std::vector<DistrictContests>{{shape(3, 2)}});
    CHECK(failed_check([&] { static_cast<void>(layouts.of(0)); }).empty());
    CHECK(failed_check([&] {
              static_cast<void>(layouts.of(7));
          }).find("the election has no such district") != std::string::npos);
}

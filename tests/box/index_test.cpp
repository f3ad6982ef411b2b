// SPDX-License-Identifier: Apache-2.0
// The bytes of the index file (box/box_index_format.h).
#include "box/box_index_format.h"
#include "crypto/hmac.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const Digest32 fingerprint{1, 2, 3};

const MacKey& key() {
    static const MacKey out(ByteArray<32>{4, 5, 6});
    return out;
}

BoxMemory memory_of(std::size_t voters) {
    SeededRandom random(bytes_of("salt"));
    return BoxMemory(voters, random);
}

/// What the comment in the header says, written once more.
Bytes one_step(const Digest32& before, const TreeHead& log, const std::vector<BoxBallot>& ballots) {
    Bytes out;
    append_u64(out, log.size);
    append(out, log.root);
    append_u32(out, static_cast<std::uint32_t>(ballots.size()));
    for (const auto& ballot : ballots) {
        append_u32(out, ballot.voter);
        append_u16(out, static_cast<std::uint16_t>(ballot.alphas.size()));
        for (const auto alpha : ballot.alphas)
            append_u64(out, alpha);
    }
    append(out, hmac_sha256(key(), {before, out}));
    return out;
}

Digest32 last_code(ByteView step) {
    Digest32 out{};
    std::ranges::copy(step.last(32), out.begin());
    return out;
}

} // namespace

TEST_CASE("an index written anew has the voters in order and then all alphas in order") {
    BoxMemory memory = memory_of(3);
    std::vector<BoxBallot> ballots;
    for (std::uint64_t i = 0; i < 70'000; ++i)
        ballots.push_back({BoxBallot::nobody, {(69'999 - i) << 45}});
    ballots.push_back({2, {5, 1}});
    ballots.push_back({0, {7}});
    ballots.push_back({2, {5}});
    const TreeHead log{70'003, {9}};
    memory.add(std::span(ballots).first(10), {10, {8}});
    memory.add(std::span(ballots).subspan(10), log);

    BoxIndexBytes file(key());
    file.add_header(fingerprint, memory.salt());
    const Bytes header = file.bytes();
    CHECK(header.size() == 18 + 32 + 16);
    CHECK(file.chain() == hmac_sha256(key(), {header}));
    file.add_all(memory);

    std::vector<std::uint64_t> alphas{1, 5, 5, 7};
    for (std::uint64_t i = 0; i < 70'000; ++i)
        alphas.push_back(i << 45);
    std::ranges::sort(alphas);
    std::vector<BoxBallot> expected{{0, {}}, {2, {}}, {2, {}}};
    expected.push_back({BoxBallot::nobody, {alphas.begin(), alphas.begin() + 65'535}});
    expected.push_back({BoxBallot::nobody, {alphas.begin() + 65'535, alphas.end()}});
    Bytes wanted = header;
    append(wanted, one_step(hmac_sha256(key(), {header}), log, expected));
    CHECK(file.bytes() == wanted);

    const auto read = read_box_index(file.bytes(), key(), fingerprint, log.size, memory_of(3));
    REQUIRE(read.has_value());
    CHECK(read->whole);
    CHECK(read->chain == last_code(wanted));
    CHECK(read->memory.log() == log);
    CHECK(read->memory.valid_entries(0) == 1);
    CHECK(read->memory.valid_entries(1) == 0);
    CHECK(read->memory.valid_entries(2) == 2);
    CHECK(read->memory.has_alpha(7));
    CHECK_FALSE(read->memory.has_alpha(6));
}

TEST_CASE("steps are taken one by one up to the first that does not fit") {
    BoxIndexBytes file(key());
    file.add_header(fingerprint, memory_of(2).salt());
    file.add_step(std::vector<BoxBallot>{{0, {1, 2}}}, {1, {4}});
    file.add_step(std::vector<BoxBallot>{{1, {3}}}, {2, {5}});
    const auto read = read_box_index(file.bytes(), key(), fingerprint, 1, memory_of(2));
    REQUIRE(read.has_value());
    CHECK_FALSE(read->whole);
    CHECK(read->memory.log() == TreeHead{1, {4}});
    CHECK(read->memory.has_alpha(2));
    CHECK_FALSE(read->memory.has_alpha(3));
    CHECK(read->memory.valid_entries(1) == 0);
}

TEST_CASE("attack 43 an index is believed only with the code of the key") {
    const MacKey other(ByteArray<32>{7});
    BoxIndexBytes file(other);
    file.add_header(fingerprint, memory_of(2).salt());
    file.add_step(std::vector<BoxBallot>{{0, {1, 2}}}, {1, {4}});
    CHECK(read_box_index(file.bytes(), other, fingerprint, 1, memory_of(2))->whole);
    const auto forged = read_box_index(file.bytes(), key(), fingerprint, 1, memory_of(2));
    REQUIRE(forged.has_value());
    CHECK_FALSE(forged->whole);
    CHECK(forged->memory.log().size == 0);
    CHECK(forged->memory.valid_entries(0) == 0);
}

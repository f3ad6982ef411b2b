// SPDX-License-Identifier: Apache-2.0
#include "box/box_index_format.h"

#include "evote/crypto/sha2.h"

#include <limits>

namespace evote::box {

namespace {

constexpr std::string_view index_line = "evote-box-index-1\n";
constexpr std::size_t most_alphas = std::numeric_limits<std::uint16_t>::max();

struct Record {
    std::vector<BoxBallot> ballots;
    board::TreeHead log;
};

std::optional<BoxBallot> take_ballot(ByteCursor& cursor, std::size_t voters) {
    BoxBallot ballot;
    const auto voter = cursor.take_u32();
    const auto count = cursor.take_u16();
    if (!voter || !count || (*voter != BoxBallot::nobody && *voter >= voters))
        return std::nullopt;
    ballot.voter = *voter;
    for (unsigned i = 0; i < *count; ++i) {
        const auto alpha = cursor.take_u64();
        if (!alpha)
            return std::nullopt;
        ballot.alphas.push_back(*alpha);
    }
    return ballot;
}

std::optional<Record> take_record(ByteCursor& cursor, std::size_t voters) {
    Record record;
    const auto size = cursor.take_u64();
    const auto root = cursor.take_array<32>();
    const auto count = cursor.take_u32();
    if (!size || !root || !count)
        return std::nullopt;
    record.log = {*size, *root};
    for (std::uint32_t i = 0; i < *count; ++i) {
        auto ballot = take_ballot(cursor, voters);
        if (!ballot)
            return std::nullopt;
        record.ballots.push_back(std::move(*ballot));
    }
    return record;
}

} // namespace

void BoxIndexBytes::add_header(const Digest32& fingerprint, const ByteArray<16>& salt) {
    append(bytes, bytes_of(index_line));
    append(bytes, fingerprint);
    append(bytes, salt);
    chain = crypto::sha256(bytes);
}

void BoxIndexBytes::add_record(std::span<const BoxBallot> ballots, const board::TreeHead& log) {
    Bytes record;
    append_u64(record, log.size);
    append(record, log.root);
    append_u32(record, static_cast<std::uint32_t>(ballots.size()));
    for (const auto& ballot : ballots) {
        append_u32(record, ballot.voter);
        append_u16(record, static_cast<std::uint16_t>(ballot.alphas.size()));
        for (const auto alpha : ballot.alphas)
            append_u64(record, alpha);
    }
    chain = crypto::sha256({chain, record});
    append(bytes, record);
    append(bytes, chain);
}

void BoxIndexBytes::add_all(const BoxMemory& memory) {
    add_record(memory.all(most_alphas), memory.log());
}

std::optional<BoxIndexContent> read_box_index(ByteView file, const Digest32& fingerprint,
                                              std::uint64_t log_size, BoxMemory memory) {
    ByteCursor cursor(file);
    const auto line = cursor.take(index_line.size());
    const auto sealed = cursor.take_array<32>();
    const auto salt = cursor.take_array<16>();
    if (!line || !salt || text_of(*line) != index_line || sealed != fingerprint)
        return std::nullopt;
    memory.set_salt(*salt);
    Digest32 chain = crypto::sha256(file.first(file.size() - cursor.remaining()));
    bool whole = true;
    while (!cursor.at_end()) {
        ByteCursor ahead = cursor;
        auto record = take_record(ahead, memory.voters());
        const ByteView bytes = *cursor.take(cursor.remaining() - ahead.remaining());
        const auto hash = cursor.take_array<32>();
        const Digest32 right = crypto::sha256({chain, bytes});
        whole = record && hash == right && record->log.size <= log_size;
        if (!whole)
            break;
        memory.add(record->ballots, record->log);
        chain = right;
    }
    return BoxIndexContent{std::move(memory), chain, whole};
}

} // namespace evote::box

// SPDX-License-Identifier: Apache-2.0
#include "box/box_index_format.h"

#include <limits>

namespace evote::box {

namespace {

constexpr std::string_view index_line = "evote-box-index-2\n";
constexpr std::size_t most_alphas = std::numeric_limits<std::uint16_t>::max();

// Instead of a voter, before a roll change.
constexpr std::uint32_t change_mark = BoxBallot::nobody - 1;

struct Step {
    std::vector<BoxBallot> ballots;
    board::TreeHead log;
};

std::optional<BoxBallot> take_change(ByteCursor& cursor) {
    const auto until = cursor.take_u64();
    const auto old = cursor.take_array<32>();
    const auto action = cursor.take_u8();
    const auto replacement = cursor.take_array<32>();
    if (!replacement || *action > static_cast<std::uint8_t>(ballot::ChangeAction::replace))
        return std::nullopt;
    return BoxBallot{BoxBallot::nobody,
                     {},
                     std::make_shared<const ballot::RollChange>(ballot::RollChange{
                         *until, *old, static_cast<ballot::ChangeAction>(*action), *replacement})};
}

void append_change(Bytes& out, const ballot::RollChange& change) {
    append_u32(out, change_mark);
    append_u64(out, change.until);
    append(out, change.old);
    append_u8(out, static_cast<std::uint8_t>(change.action));
    append(out, change.replacement);
}

std::optional<BoxBallot> take_ballot(ByteCursor& cursor, std::size_t voters) {
    BoxBallot ballot;
    const auto voter = cursor.take_u32();
    if (voter == change_mark)
        return take_change(cursor);
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

std::optional<Step> take_step(ByteCursor& cursor, std::size_t voters) {
    Step step;
    const auto size = cursor.take_u64();
    const auto root = cursor.take_array<32>();
    const auto count = cursor.take_u32();
    if (!size || !root || !count)
        return std::nullopt;
    step.log = {*size, *root};
    for (std::uint32_t i = 0; i < *count; ++i) {
        auto ballot = take_ballot(cursor, voters);
        if (!ballot)
            return std::nullopt;
        step.ballots.push_back(std::move(*ballot));
    }
    return step;
}

} // namespace

void BoxIndexBytes::add_header(const Digest32& fingerprint, const ByteArray<16>& salt) {
    append(bytes_, bytes_of(index_line));
    append(bytes_, fingerprint);
    append(bytes_, salt);
    chain_ = crypto::hmac_sha256(key_, {bytes_});
}

void BoxIndexBytes::add_step(std::span<const BoxBallot> ballots, const board::TreeHead& log) {
    Bytes step;
    append_u64(step, log.size);
    append(step, log.root);
    append_u32(step, static_cast<std::uint32_t>(ballots.size()));
    for (const auto& ballot : ballots) {
        if (ballot.change) {
            append_change(step, *ballot.change);
            continue;
        }
        append_u32(step, ballot.voter);
        append_u16(step, static_cast<std::uint16_t>(ballot.alphas.size()));
        for (const auto alpha : ballot.alphas)
            append_u64(step, alpha);
    }
    chain_ = crypto::hmac_sha256(key_, {chain_, step});
    append(bytes_, step);
    append(bytes_, chain_);
}

void BoxIndexBytes::add_all(const BoxMemory& memory) {
    add_step(memory.all(most_alphas), memory.log());
}

std::optional<BoxIndexContent> read_box_index(ByteView file, const crypto::MacKey& key,
                                              const Digest32& fingerprint, std::uint64_t log_size,
                                              BoxMemory memory) {
    ByteCursor cursor(file);
    const auto line = cursor.take(index_line.size());
    const auto sealed = cursor.take_array<32>();
    const auto salt = cursor.take_array<16>();
    if (!line || !salt || text_of(*line) != index_line || sealed != fingerprint)
        return std::nullopt;
    memory.set_salt(*salt);
    Digest32 chain = crypto::hmac_sha256(key, {file.first(file.size() - cursor.remaining())});
    bool whole = true;
    while (!cursor.at_end()) {
        ByteCursor ahead = cursor;
        auto step = take_step(ahead, memory.voters());
        const ByteView bytes = *cursor.take(cursor.remaining() - ahead.remaining());
        const auto code = cursor.take_array<32>();
        const Digest32 right = crypto::hmac_sha256(key, {chain, bytes});
        whole = step && code && equal(*code, right) && step->log.size <= log_size;
        if (!whole)
            break;
        memory.add(step->ballots, step->log);
        chain = right;
    }
    return BoxIndexContent{std::move(memory), chain, whole};
}

} // namespace evote::box

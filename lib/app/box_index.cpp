// SPDX-License-Identifier: Apache-2.0
#include "app/box_index.h"

#include "evote/base/file.h"
#include "evote/base/sha2.h"

#include <fcntl.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

namespace evote {

namespace {

constexpr std::string_view first_line = "evote-box-index-1\n";
constexpr std::uint64_t largest_index = std::uint64_t{1} << 33;
constexpr std::size_t most_alphas = std::numeric_limits<std::uint16_t>::max();

struct Record {
    std::vector<BoxBallot> ballots;
    TreeHead log;
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

Bytes BoxIndex::header(const BoxMemory& memory) const {
    Bytes out = to_bytes(bytes_of(first_line));
    append(out, fingerprint_);
    append(out, memory.salt());
    return out;
}

// Everything up to the first record that is torn, altered, or beyond the log.
std::optional<BoxMemory> BoxIndex::parse(ByteView file, std::uint64_t log_size, BoxMemory memory) {
    ByteCursor cursor(file);
    const auto line = cursor.take(first_line.size());
    const auto fingerprint = cursor.take_array<32>();
    const auto salt = cursor.take_array<16>();
    if (!line || !salt || text_of(*line) != first_line || fingerprint != fingerprint_)
        return std::nullopt;
    memory.set_salt(*salt);
    chain_ = sha256(header(memory));
    std::vector<BoxBallot> ballots;
    TreeHead covered = memory.log();
    fits_ = true;
    while (!cursor.at_end()) {
        ByteCursor ahead = cursor;
        auto record = take_record(ahead, memory.voters());
        const ByteView bytes = *cursor.take(cursor.remaining() - ahead.remaining());
        const auto hash = cursor.take_array<32>();
        const Digest32 right = sha256({chain_, bytes});
        fits_ = record && hash == right && record->log.size <= log_size;
        if (!fits_)
            break;
        std::ranges::move(record->ballots, std::back_inserter(ballots));
        covered = record->log;
        chain_ = right;
    }
    memory.add(ballots, covered);
    return memory;
}

Result<BoxMemory> BoxIndex::load(LogReader& log, std::size_t voters, Random& random) {
    const BoxMemory empty(voters, random);
    const auto file = read_file(path_, largest_index);
    const auto memory = file ? parse(*file, log.size(), empty) : std::nullopt;
    if (!memory)
        return empty;
    EVOTE_TRY(const Digest32 root, log.root_at(memory->log().size));
    if (root == memory->log().root)
        return *memory;
    fits_ = false;
    return empty;
}

void BoxIndex::append_record(Bytes& out, std::span<const BoxBallot> ballots, const TreeHead& log) {
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
    chain_ = sha256({chain_, record});
    append(out, record);
    append(out, chain_);
}

Outcome BoxIndex::save(const BoxMemory& memory, std::span<const BoxBallot> ballots) {
    Bytes bytes;
    if (!fits_) {
        bytes = header(memory);
        chain_ = sha256(bytes);
        append_record(bytes, memory.all(most_alphas), memory.log());
        EVOTE_TRY_VOID(write_file(path_, bytes, Existing::replace, Access::owner_only));
        fits_ = true;
        return {};
    }
    append_record(bytes, ballots, memory.log());
    const FileDescriptor fd(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (fd.get() < 0)
        return fail(file_error(path_));
    return write_all(fd.get(), bytes, path_);
}

} // namespace evote

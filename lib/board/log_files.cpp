// SPDX-License-Identifier: Apache-2.0
#include "board/log_files.h"

#include "evote/check.h"
#include "os/file.h"

#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>

namespace evote::board {

namespace {

constexpr std::uint64_t largest_bundle = tile_width * (longest_entry + 2);

Result<std::vector<Digest32>> parse_hashes(const Bytes& bytes, unsigned width) {
    if (bytes.size() != width * sizeof(Digest32))
        return fail(ErrorCode::damaged, msg("this file should have {0} bytes, but has {1}",
                                            width * sizeof(Digest32), bytes.size()));
    std::vector<Digest32> out;
    ByteCursor cursor(bytes);
    while (const auto hash = cursor.take_array<sizeof(Digest32)>())
        out.push_back(*hash);
    return out;
}

struct FoundTile {
    TileName name;
    Bytes bytes;
};

// A tile, or the full one instead of a partial one that is gone. The writer removes a partial tile
// only when the full one is signed, so one of the two is there at any moment if it is looked for in
// this order.
Result<FoundTile> read_tile(const std::filesystem::path& folder, const TileName& name) {
    TileName found = name;
    EVOTE_TRY(auto bytes, find_tile_bytes(folder, found));
    if (!bytes && name.width < tile_width) {
        found.width = tile_width;
        EVOTE_TRY(bytes, find_tile_bytes(folder, found));
    }
    if (!bytes)
        return fail(Error{ErrorCode::damaged,
                          msg("this file of the log is missing"),
                          (folder / name.path()).string(),
                          {}});
    return FoundTile{found, std::move(*bytes)};
}

} // namespace

std::filesystem::path clean_folder(const std::filesystem::path& folder) {
    const auto normal = folder.lexically_normal();
    if (normal.empty())
        return ".";
    return normal.has_filename() || !normal.has_relative_path() ? normal : normal.parent_path();
}

Result<os::FileDescriptor> lock_log(const std::filesystem::path& folder) {
    EVOTE_TRY(os::FileDescriptor fd, os::open_plain_folder(folder));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (errno != EWOULDBLOCK)
        return fail(os::file_error(folder));
    return fail(Error{ErrorCode::locked,
                      msg("another program is writing to this board right now"),
                      folder.string(),
                      {}});
}

Result<std::optional<Bytes>> find_tile_bytes(const std::filesystem::path& folder,
                                             const TileName& name) {
    const auto path = folder / name.path();
    auto bytes = os::read_plain_file(path, largest_bundle);
    if (bytes)
        return std::optional(std::move(*bytes));
    if (bytes.error().code == ErrorCode::file_missing)
        return std::optional<Bytes>();
    make_damage(bytes.error());
    return fail(std::move(bytes).take_error());
}

Result<std::vector<Digest32>> read_hash_tile(const std::filesystem::path& folder,
                                             const TileName& name) {
    EVOTE_TRY(const auto found, read_tile(folder, name));
    auto hashes = parse_hashes(found.bytes, found.name.width);
    if (!hashes)
        return fail(std::move(hashes).take_error().in_file((folder / found.name.path()).string()));
    hashes->resize(name.width);
    return hashes;
}

Result<EntryBundle> read_bundle(const std::filesystem::path& folder, const TileName& name) {
    EVOTE_TRY(auto found, read_tile(folder, name));
    auto bundle =
        EntryBundle::parse(name.index * tile_width, std::move(found.bytes), found.name.width);
    if (!bundle)
        return fail(std::move(bundle).take_error().in_file((folder / found.name.path()).string()));
    bundle->truncate(name.width);
    return bundle;
}

Result<EntryBundle> EntryBundle::parse(std::uint64_t first, Bytes bytes, unsigned count) {
    EntryBundle out;
    out.first_ = first;
    ByteCursor cursor(bytes);
    for (unsigned i = 0; i < count; ++i) {
        const auto size = cursor.take_u16();
        if (!size || !cursor.take(*size))
            return fail(ErrorCode::damaged, msg("the file ends inside this entry"),
                        msg("entry {0}", first + i));
        out.ends_.push_back(static_cast<std::uint32_t>(bytes.size() - cursor.remaining()));
    }
    if (!cursor.at_end())
        return fail(ErrorCode::damaged,
                    msg("there are {0} bytes after the last entry", cursor.remaining()),
                    msg("entry {0}", first + count));
    out.bytes_ = std::move(bytes);
    return out;
}

ByteView EntryBundle::operator[](unsigned i) const {
    EVOTE_CHECK(i < ends_.size());
    const std::size_t begin = (i == 0 ? 0 : ends_[i - 1]) + 2;
    return ByteView(bytes_).subspan(begin, ends_[i] - begin);
}

ByteView EntryBundle::prefix(unsigned count) const {
    EVOTE_CHECK(count <= ends_.size());
    return ByteView(bytes_).first(count == 0 ? 0 : ends_[count - 1]);
}

Bytes join_hashes(std::span<const Digest32> hashes) {
    Bytes out;
    out.reserve(hashes.size() * sizeof(Digest32));
    for (const auto& hash : hashes)
        append(out, hash);
    return out;
}

} // namespace evote::board

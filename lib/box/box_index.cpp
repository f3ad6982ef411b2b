// SPDX-License-Identifier: Apache-2.0
#include "box/box_index.h"

#include "box/box_index_format.h"
#include "os/file.h"

#include <fcntl.h>

namespace evote::box {

namespace {

constexpr std::uint64_t largest_index = std::uint64_t{1} << 33;

// Nothing there, or a plain file.
Outcome must_be_plain(const std::filesystem::path& path) {
    const auto there = os::open_plain_file(path);
    if (!there && there.error().code != ErrorCode::file_missing)
        return fail(there.error());
    return {};
}

} // namespace

Result<BoxMemory> BoxIndex::load(board::LogReader& log, std::size_t voters,
                                 crypto::Random& random) {
    const BoxMemory empty(voters, random);
    const auto file = os::read_plain_file(path_, largest_index);
    auto content =
        file ? read_box_index(*file, key_, fingerprint_, log.size(), empty) : std::nullopt;
    fits_ = false;
    if (!content)
        return empty;
    EVOTE_TRY(const Digest32 root, log.root_at(content->memory.log().size));
    if (root != content->memory.log().root)
        return empty;
    fits_ = content->whole;
    chain_ = content->chain;
    return std::move(content->memory);
}

Outcome BoxIndex::save(const BoxMemory& memory, std::span<const BoxBallot> ballots) {
    BoxIndexBytes out(key_, chain_);
    if (!fits_) {
        out.add_header(fingerprint_, memory.salt());
        out.add_all(memory);
        EVOTE_TRY_VOID(must_be_plain(path_));
        EVOTE_TRY_VOID(
            os::write_file(path_, out.bytes(), os::Existing::replace, os::Access::owner_only));
    } else {
        out.add_step(ballots, memory.log());
        fits_ = false; // until it is known that nothing failed
        const os::FileDescriptor fd(
            ::open(path_.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (fd.get() < 0)
            return fail(os::file_error(path_));
        EVOTE_TRY_VOID(os::write_all(fd.get(), out.bytes(), path_));
    }
    fits_ = true;
    chain_ = out.chain();
    return {};
}

} // namespace evote::box

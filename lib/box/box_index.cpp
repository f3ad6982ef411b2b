// SPDX-License-Identifier: Apache-2.0
#include "box/box_index.h"

#include "box/box_index_format.h"

#include "evote/os/file.h"

#include <fcntl.h>

namespace evote::box {

namespace {

constexpr std::uint64_t largest_index = std::uint64_t{1} << 33;

} // namespace

Result<BoxMemory> BoxIndex::load(board::LogReader& log, std::size_t voters,
                                 crypto::Random& random) {
    const BoxMemory empty(voters, random);
    const auto file = os::read_file(path_, largest_index);
    auto content = file ? read_box_index(*file, fingerprint_, log.size(), empty) : std::nullopt;
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
    BoxIndexBytes out{{}, chain_};
    if (!fits_) {
        out.add_header(fingerprint_, memory.salt());
        out.add_all(memory);
        EVOTE_TRY_VOID(
            os::write_file(path_, out.bytes, os::Existing::replace, os::Access::owner_only));
        fits_ = true;
    } else {
        out.add_record(ballots, memory.log());
        fits_ = false; // until it is known that nothing failed
        const os::FileDescriptor fd(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
        if (fd.get() < 0)
            return fail(os::file_error(path_));
        EVOTE_TRY_VOID(os::write_all(fd.get(), out.bytes, path_));
        fits_ = true;
    }
    chain_ = out.chain;
    return {};
}

} // namespace evote::box

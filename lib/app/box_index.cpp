// SPDX-License-Identifier: Apache-2.0
#include "app/box_index.h"

#include "app/box_index_format.h"

#include "evote/base/file.h"

#include <fcntl.h>

namespace evote {

namespace {

constexpr std::uint64_t largest_index = std::uint64_t{1} << 33;

} // namespace

Result<BoxMemory> BoxIndex::load(LogReader& log, std::size_t voters, Random& random) {
    const BoxMemory empty(voters, random);
    const auto file = read_file(path_, largest_index);
    const auto content =
        file ? read_box_index(*file, fingerprint_, log.size(), empty) : std::nullopt;
    fits_ = false;
    if (!content)
        return empty;
    EVOTE_TRY(const Digest32 root, log.root_at(content->memory.log().size));
    if (root != content->memory.log().root)
        return empty;
    fits_ = content->whole;
    chain_ = content->chain;
    return content->memory;
}

Outcome BoxIndex::save(const BoxMemory& memory, std::span<const BoxBallot> ballots) {
    BoxIndexBytes out{{}, chain_};
    if (!fits_) {
        out.add_header(fingerprint_, memory.salt());
        out.add_all(memory);
        EVOTE_TRY_VOID(write_file(path_, out.bytes, Existing::replace, Access::owner_only));
        fits_ = true;
    } else {
        out.add_record(ballots, memory.log());
        const FileDescriptor fd(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
        if (fd.get() < 0)
            return fail(file_error(path_));
        EVOTE_TRY_VOID(write_all(fd.get(), out.bytes, path_));
    }
    chain_ = out.chain;
    return {};
}

} // namespace evote

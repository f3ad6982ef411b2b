// SPDX-License-Identifier: Apache-2.0
#include "os/new_folder.h"

#include "base/text.h"
#include "crypto/random.h"
#include "evote/check.h"
#include "os/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace evote::os {

Result<NewFolder> NewFolder::begin(const std::filesystem::path& given) {
    const auto path = given.has_filename() ? given : given.parent_path(); // "a/" is "a"
    EVOTE_TRY_VOID(must_be_free(path));
    ByteArray<8> random{};
    crypto::system_random().fill(random);
    auto temporary = path.parent_path() / (".evote-" + hex_encode(random) + ".tmp");
    if (::mkdir(temporary.c_str(), 0755) != 0)
        return fail(file_error(path));
    return NewFolder(path, std::move(temporary));
}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})) {}

NewFolder::~NewFolder() {
    std::error_code ignored;
    if (!temporary_.empty())
        std::filesystem::remove_all(temporary_, ignored);
}

Outcome NewFolder::put(const std::string& name, ByteView bytes) const {
    EVOTE_CHECK(!name.empty() && name.find('/') == std::string::npos);
    const FileDescriptor fd(
        ::open((temporary_ / name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (fd.get() < 0)
        return fail(file_error(path_ / name));
    return write_all(fd.get(), bytes, path_ / name);
}

// One call for all files: each of them waiting for the disk by itself would take minutes.
Outcome NewFolder::finish() && {
    {
        const FileDescriptor fd(::open(temporary_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (fd.get() < 0 || ::syncfs(fd.get()) != 0)
            return fail(file_error(path_));
    }
    EVOTE_TRY_VOID(must_be_free(path_));
    if (::rename(temporary_.c_str(), path_.c_str()) != 0)
        return fail(file_error(path_));
    temporary_.clear();
    return sync_folder(path_.parent_path());
}

} // namespace evote::os

// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"
#include "os/leftovers.h"

#include <sys/stat.h>

namespace evote::os {

Result<std::filesystem::path> absolute_path(const std::filesystem::path& path) {
    std::error_code code;
    auto out = std::filesystem::absolute(path, code);
    if (code)
        return fail(file_error(path, code));
    return out;
}

bool file_exists(const std::filesystem::path& path) {
    struct stat facts {};

    return ::lstat(path.c_str(), &facts) == 0;
}

std::filesystem::path behind_links(const std::filesystem::path& path) {
    std::error_code code;
    if (!std::filesystem::is_symlink(path, code))
        return path;
    auto file = std::filesystem::canonical(path, code);
    return code ? path : file;
}

Result<bool> is_inside(const std::filesystem::path& path, const std::filesystem::path& folder) {
    struct stat wanted {};

    if (::stat(folder.c_str(), &wanted) != 0)
        return false;
    EVOTE_TRY(const auto whole, absolute_path(path));
    std::error_code code;
    auto at = std::filesystem::weakly_canonical(whole, code);
    if (code)
        return fail(file_error(path, code));
    for (;; at = at.parent_path()) {
        struct stat here {};

        if (::stat(at.c_str(), &here) == 0 && here.st_dev == wanted.st_dev &&
            here.st_ino == wanted.st_ino)
            return true;
        if (!at.has_relative_path())
            return false;
    }
}

bool is_open_to_others(const std::filesystem::path& path) {
    struct stat facts {};

    return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
           (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

bool is_left_by_system(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const bool known = name == ".DS_Store" || name.starts_with("._") || name == "Thumbs.db" ||
                       name == "desktop.ini";

    struct stat facts {};

    return known && ::lstat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

} // namespace evote::os

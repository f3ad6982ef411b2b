// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"

#include <cerrno>
#include <cstring>

namespace evote::os {

namespace {

// An error for which there is no text of our own. std::strerror is not thread-safe; this is.
Message other_error(int number) {
    const char* const text = strerrordesc_np(number);
    return msg("the system says: {0} (error {1})", text != nullptr ? text : "?", number);
}

// What people meet, in words that are translated.
std::pair<ErrorCode, Message> error_of(int number) {
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorCode::file_missing, msg("no such file or folder")};
    case EACCES:
    case EPERM:
        return {ErrorCode::no_permission, msg("the system does not permit this")};
    case EROFS:
        return {ErrorCode::no_permission, msg("nothing can be written there: it is read-only")};
    case ENOSPC:
    case EDQUOT:
        return {ErrorCode::disk_full, msg("no space is left on the disk")};
    case ENOMEM:
        return {ErrorCode::out_of_resources, msg("there is not enough memory")};
    case EMFILE:
    case ENFILE:
        return {ErrorCode::out_of_resources, msg("too many files are open")};
    case EISDIR:
        return {ErrorCode::system, msg("this is a folder")};
    case EIO:
        return {ErrorCode::system, msg("the disk cannot be read or written")};
    case ENAMETOOLONG:
        return {ErrorCode::system, msg("this name is too long for this disk")};
    default:
        return {ErrorCode::system, other_error(number)};
    }
}

} // namespace

Error file_error(const std::filesystem::path& path) {
    return file_error(path, {errno, std::generic_category()});
}

Error file_error(const std::filesystem::path& path, const std::error_code& code) {
    auto [error, message] = error_of(code.value());
    return {error, std::move(message), path.string(), {}};
}

} // namespace evote::os

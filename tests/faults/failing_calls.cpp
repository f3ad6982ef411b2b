// SPDX-License-Identifier: Apache-2.0
// A library to be preloaded, which intercepts the system calls that change the disk; standard
// output and error are left alone. EVOTE_FAIL_HOW decides what happens:
//
// full: call number EVOTE_FAIL_AT (from 1) fails as on a full disk, all others work;
//
// kill: the process is killed at call number EVOTE_FAIL_AT;
//
// read-only: all of them fail, as on a read-only disk.
//
// With EVOTE_NO_NAMELESS, nameless files are not supported, as on many memory sticks and servers.
// Once the call is reached, the file named by EVOTE_FAIL_REPORT is made; it holds the call's name.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

std::atomic<long> calls = 0;

void report(const char* name) {
    const char* path = std::getenv("EVOTE_FAIL_REPORT");
    if (path == nullptr)
        return;
    const long fd = ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::syscall(SYS_write, fd, name, std::strlen(name));
    ::syscall(SYS_close, fd);
}

std::string_view how() {
    const char* const text = std::getenv("EVOTE_FAIL_HOW");
    return text == nullptr ? "" : text;
}

/// Whether this call must fail.
bool fails(const char* name) {
    if (how() == "read-only") {
        report(name);
        errno = EROFS;
        return true;
    }
    const char* const wanted = std::getenv("EVOTE_FAIL_AT");
    if (wanted == nullptr || ++calls != std::strtol(wanted, nullptr, 10))
        return false;
    report(name);
    if (how() == "kill")
        ::raise(SIGKILL);
    errno = ENOSPC;
    return true;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool writes(int flags) {
    return (flags & O_ACCMODE) != O_RDONLY;
}

bool is_nameless(int flags) {
    return (flags & O_TMPFILE) == O_TMPFILE;
}

bool has_mode(int flags) {
    return (flags & O_CREAT) != 0 || is_nameless(flags);
}

/// Whether open() must fail.
bool open_fails(int flags) {
    if (is_nameless(flags) && std::getenv("EVOTE_NO_NAMELESS") != nullptr) {
        errno = EOPNOTSUPP;
        return true;
    }
    return writes(flags) && fails("open");
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const auto mode = has_mode(flags) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (open_fails(flags))
        return -1;
    return next<int(const char*, int, ...)>("open")(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const auto mode = has_mode(flags) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (open_fails(flags))
        return -1;
    return next<int(const char*, int, ...)>("open64")(path, flags, mode);
}

int mkostemp(char* path, int flags) {
    return fails("mkostemp") ? -1 : next<int(char*, int)>("mkostemp")(path, flags);
}

int mkstemp(char* path) {
    return fails("mkstemp") ? -1 : next<int(char*)>("mkstemp")(path);
}

ssize_t write(int fd, const void* bytes, size_t size) {
    if (fd > 2 && fails("write"))
        return -1;
    return next<ssize_t(int, const void*, size_t)>("write")(fd, bytes, size);
}

int fsync(int fd) {
    return fails("fsync") ? -1 : next<int(int)>("fsync")(fd);
}

int fdatasync(int fd) {
    return fails("fdatasync") ? -1 : next<int(int)>("fdatasync")(fd);
}

int ftruncate(int fd, off_t size) {
    return fails("ftruncate") ? -1 : next<int(int, off_t)>("ftruncate")(fd, size);
}

int rename(const char* from, const char* to) {
    return fails("rename") ? -1 : next<int(const char*, const char*)>("rename")(from, to);
}

int link(const char* from, const char* to) {
    return fails("link") ? -1 : next<int(const char*, const char*)>("link")(from, to);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) {
    if (fails("linkat"))
        return -1;
    return next<int(int, const char*, int, const char*, int)>("linkat")(from_folder, from,
                                                                        to_folder, to, flags);
}

int unlink(const char* path) {
    return fails("unlink") ? -1 : next<int(const char*)>("unlink")(path);
}

int rmdir(const char* path) {
    return fails("rmdir") ? -1 : next<int(const char*)>("rmdir")(path);
}

int remove(const char* path) {
    return fails("remove") ? -1 : next<int(const char*)>("remove")(path);
}

// An existing folder is reported as such on any disk.
int mkdir(const char* path, mode_t mode) {
    const bool there = ::syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
    if (!there && fails("mkdir"))
        return -1;
    return next<int(const char*, mode_t)>("mkdir")(path, mode);
}

} // extern "C"

// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_image.h"

#include "base/secret.h"
#include "crypto/secure_heap.h"
#include "evote/check.h"
#include "os/process.h"
#include "support/rooms.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace evote::memory_test {

namespace {

constexpr std::size_t part_size = 16;

struct Region {
    std::string name;
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool is_dumped = true;
    Bytes bytes;
};

std::vector<Region> list_memory(const std::string& folder) {
    std::ifstream file(folder + "/smaps");
    std::vector<Region> regions;
    for (std::string line; std::getline(file, line);) {
        Region region;
        int name = 0;
        if (std::sscanf(line.c_str(), "%zx-%zx %*s %*s %*s %*s %n", &region.begin, &region.end,
                        &name) == 2 &&
            name > 0) {
            region.name = line.size() > static_cast<std::size_t>(name)
                              ? line.substr(static_cast<std::size_t>(name))
                              : "unnamed memory";
            regions.push_back(std::move(region));
        } else if (line.starts_with("VmFlags:") && !regions.empty()) {
            // dd: madvise(MADV_DONTDUMP), which the kernel excludes from core dumps.
            regions.back().is_dumped = line.find(" dd") == std::string::npos;
        }
    }
    return regions;
}

std::vector<Region> read_memory(pid_t process) {
    const std::string folder = "/proc/" + std::to_string(process);
    std::vector<Region> regions = list_memory(folder);
    const int memory = ::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    EVOTE_CHECK(memory >= 0);
    for (Region& region : regions) {
        region.bytes.resize(region.end - region.begin);
        // Guard pages and kernel pages cannot be read.
        if (::pread(memory, region.bytes.data(), region.bytes.size(),
                    static_cast<off_t>(region.begin)) != static_cast<ssize_t>(region.bytes.size()))
            region.bytes.clear();
    }
    ::close(memory);
    return regions;
}

/// Whether any 16 bytes of the secret are in the memory.
bool holds_part_of(ByteView memory, ByteView secret) {
    EVOTE_CHECK(secret.size() >= part_size);
    for (std::size_t at = 0; at < secret.size(); at += part_size) {
        const ByteView part = secret.subspan(std::min(at, secret.size() - part_size), part_size);
        if (::memmem(memory.data(), memory.size(), part.data(), part.size()) != nullptr)
            return true;
    }
    return false;
}

[[noreturn]] void be_child(const Work& work, int ready) {
    forbid_core_dumps();
    use_secure_heap();
    ::prctl(PR_SET_DUMPABLE, 1); // so that the test may look
    Witness nobody(false);
    work(nobody);
    const char done = 1;
    if (::write(ready, &done, 1) == 1)
        ::pause();
    ::_exit(0);
}

std::vector<Region> memory_after(const Work& work) {
    int pipe_ends[2] = {-1, -1};
    EVOTE_CHECK(::pipe(pipe_ends) == 0);
    const pid_t child = ::fork();
    EVOTE_CHECK(child >= 0);
    if (child == 0) {
        ::close(pipe_ends[0]);
        be_child(work, pipe_ends[1]);
    }
    ::close(pipe_ends[1]);
    char done = 0;
    const bool finished = ::read(pipe_ends[0], &done, 1) == 1;
    ::close(pipe_ends[0]);
    std::vector<Region> regions;
    if (finished)
        regions = read_memory(child);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EVOTE_CHECK(finished && !regions.empty());
    return regions;
}

} // namespace

void KnownRandom::fill(MutableByteView out) {
    for (auto& byte : out) { // xorshift64*
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        byte = static_cast<std::uint8_t>(state_ * 0x2545f4914f6cdd1dU >> 56);
    }
    if (recording_)
        recorded_.emplace_back(out.begin(), out.end());
}

void Witness::see(std::string_view name, ByteView secret) {
    if (is_there_)
        secrets_.push_back({std::string(name), to_bytes(secret)});
}

std::vector<std::string> secrets_left_by(const Work& work, Where where) {
    const auto regions = memory_after(work);
    Witness witness(true);
    work(witness);
    EVOTE_CHECK(!witness.secrets().empty());
    std::vector<std::string> left;
    for (const auto& secret : witness.secrets())
        for (const auto& region : regions)
            if ((where == Where::anywhere || region.is_dumped) &&
                holds_part_of(region.bytes, secret.bytes))
                left.push_back(secret.name + " in " + region.name);
    return left;
}

} // namespace evote::memory_test

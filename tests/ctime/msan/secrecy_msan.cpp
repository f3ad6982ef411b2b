// SPDX-License-Identifier: Apache-2.0
// Secrets under MemorySanitizer. What declassified.supp excuses for valgrind is excused here too,
// by the functions (inlined ones included) at the place of a report.
#include "ctime/msan/warnings.h"
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "support/rooms.h"

#include <dlfcn.h>
#include <fnmatch.h>
#include <sanitizer/msan_interface.h>

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

namespace evote::ctime_test {

namespace {

/// The functions named in declassified.supp, as patterns of mangled names.
std::vector<std::string> read_excused() {
    std::ifstream file(EVOTE_SOURCE_DIR "/tests/ctime/declassified.supp");
    std::vector<std::string> patterns;
    for (std::string line; std::getline(file, line);) {
        const std::string_view key = "   fun:";
        if (!line.starts_with(key))
            continue;
        const std::string name = line.substr(key.size());
        // Names that are not mangled belong to functions in unnamed namespaces. With a "*" before
        // and after they are patterns of both: valgrind has the short name of an inlined one.
        patterns.push_back(name.starts_with("_Z") || name.starts_with("*")
                               ? name
                               : "_ZN*" + std::to_string(name.size()) + name + "*");
    }
    EVOTE_CHECK(!patterns.empty());
    return patterns;
}

/// Lines of addr2line: function and place alternating, the innermost inlined function first.
std::vector<std::string> symbolize(const void* address) {
    Dl_info module{};
    EVOTE_CHECK(dladdr(address, &module) != 0);
    const auto offset = reinterpret_cast<std::uintptr_t>(address) -
                        reinterpret_cast<std::uintptr_t>(module.dli_fbase) - 1; // in the call
    char command[4200];
    std::snprintf(command, sizeof command, "addr2line -f -i -e '%s' 0x%" PRIxPTR, module.dli_fname,
                  offset);
    const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command, "r"), pclose);
    EVOTE_CHECK(output != nullptr);
    std::vector<std::string> lines;
    char line[4096];
    while (std::fgets(line, sizeof line, output.get()) != nullptr)
        lines.emplace_back(line, std::string_view(line).find('\n'));
    EVOTE_CHECK(lines.size() >= 2 && lines[0] != "??"); // without names nothing can be excused
    return lines;
}

bool is_excused(const std::vector<std::string>& lines) {
    static const std::vector<std::string> excused = read_excused();
    for (std::size_t i = 0; i < lines.size(); i += 2)
        for (const auto& pattern : excused)
            if (fnmatch(pattern.c_str(), lines[i].c_str(), 0) == 0)
                return true;
    return false;
}

void print(const std::vector<std::string>& lines) {
    std::printf("    a secret decides");
    for (std::size_t i = 0; i + 1 < lines.size(); i += 2)
        std::printf(" in %s at %s", lines[i].c_str(), lines[i + 1].c_str());
    std::printf("\n");
}

} // namespace

void mark_secret(const void* memory, std::size_t size) {
    __msan_poison(memory, size);
}

void declassify(const void* memory, std::size_t size) {
    __msan_unpoison(memory, size);
}

bool is_secret(const void* memory, std::size_t size) {
    for (const auto* byte = static_cast<const std::uint8_t*>(memory); size > 0; ++byte, --size)
        if (__msan_test_shadow(byte, 1) == -1)
            return false;
    return true;
}

unsigned long reports() {
    constexpr int most_printed = 3;
    static std::vector<bool> counts; // whether a place counts
    int printed = 0;
    unsigned long sum = 0;
    for (unsigned i = 0; i < reported_places_count; ++i) {
        if (i == counts.size()) {
            const auto lines = symbolize(reported_places[i].address);
            counts.push_back(!is_excused(lines));
            if (counts[i] && printed++ < most_printed)
                print(lines);
        }
        if (counts[i])
            sum += reported_places[i].count;
    }
    return sum;
}

const char* watcher() {
    return "MemorySanitizer";
}

} // namespace evote::ctime_test

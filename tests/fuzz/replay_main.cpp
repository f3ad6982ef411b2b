// SPDX-License-Identifier: Apache-2.0
// Runs every fuzz target over its corpus and over small changes of it, the same ones each time.
// Usage: fuzz_replay CORPUS CHANGES [TARGET]
#include "crypto/random.h"
#include "fuzz/fuzz_target.h"
#include "os/file.h"
#include "support/rooms.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

namespace {

using namespace evote;

/// The input of the current run, should it abort.
std::string place;

void show_place(int) {
    std::fprintf(stderr, "at %s\n", place.c_str());
    std::_Exit(1);
}

/// One to four bytes overwritten, removed or duplicated.
Bytes change(Bytes bytes, Random& random) {
    ByteArray<16> dice{};
    random.fill(dice);
    for (unsigned i = 0; i <= dice[0] % 4U && !bytes.empty(); ++i) {
        const std::size_t at = (dice[3 * i + 1] * 256U + dice[3 * i + 2]) % bytes.size();
        const auto position = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        const std::uint8_t value = dice[3 * i + 3];
        switch (value % 4U) {
        case 0:
            bytes.erase(position);
            break;
        case 1:
            bytes.insert(position, bytes[at]);
            break;
        case 2:
            *position ^= static_cast<std::uint8_t>(1U << (value / 32U));
            break;
        default:
            *position = value;
        }
    }
    return bytes;
}

/// The number of inputs; 0 if there is no corpus.
std::size_t replay(const FuzzTarget& target, const std::filesystem::path& corpus,
                   unsigned changes) {
    std::set<std::filesystem::path> files;
    const auto folder = corpus / target.name;
    if (std::filesystem::is_directory(folder))
        files.insert(std::filesystem::directory_iterator(folder), {});
    SeededRandom random(bytes_of(target.name));
    for (const auto& file : files) {
        const auto seed = read_file(file);
        if (!seed)
            return 0;
        place = file.string();
        target.run(*seed);
        for (unsigned i = 0; i < changes; ++i) {
            place = file.string() + ", change " + std::to_string(i);
            target.run(change(*seed, random));
        }
    }
    return files.size();
}

} // namespace

int main(int count, char** arguments) {
    if (count < 3) {
        std::fputs("usage: fuzz_replay CORPUS CHANGES [TARGET]\n", stderr);
        return 2;
    }
    std::signal(SIGABRT, show_place);
    const std::filesystem::path corpus = arguments[1];
    const auto changes = static_cast<unsigned>(std::strtoul(arguments[2], nullptr, 10));
    std::set<std::string_view> names;
    bool good = true;
    for (const auto& target : fuzz_targets()) {
        names.insert(target.name);
        if (count > 3 && target.name != arguments[3])
            continue;
        const std::size_t seeds = replay(target, corpus, changes);
        std::printf("%-20s %zu seeds\n", std::string(target.name).c_str(), seeds);
        good = good && seeds != 0;
    }
    for (const auto& folder : std::filesystem::directory_iterator(corpus)) {
        if (!names.contains(folder.path().filename().string())) {
            std::printf("%s: no such target\n", folder.path().c_str());
            good = false;
        }
    }
    return good && !names.empty() ? 0 : 1;
}

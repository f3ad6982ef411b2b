// SPDX-License-Identifier: Apache-2.0
// Nothing in a record is unbound: whichever byte is changed, the record is not valid any more.
#include "support/damage.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

#include <random>

using namespace evote;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_of(const fs::path& folder) {
    std::vector<fs::path> out;
    for (const auto& item : fs::recursive_directory_iterator(folder))
        if (item.is_regular_file())
            out.push_back(item.path());
    std::ranges::sort(out);
    return out;
}

// The places where a changed bit left the record valid, among every step-th byte.
std::vector<std::string> unbound(const RecordFolder& folder, std::size_t step) {
    std::vector<std::string> out;
    std::minstd_rand bits(2026);
    std::size_t number = 0;
    for (const auto& path : files_of(folder.path())) {
        const Bytes whole = must(read_file(path));
        for (std::size_t i = 0; i < whole.size(); ++i) {
            if (number++ % step != 0)
                continue;
            Bytes changed = whole;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1U << (bits() % 8)));
            must(write_file(path, changed, Existing::replace));
            if (audit(folder).report.status() != Status::invalid)
                out.push_back(path.filename().string() + " byte " + std::to_string(i));
        }
        must(write_file(path, whole, Existing::replace));
    }
    return out;
}

} // namespace

TEST_CASE("no byte of a record is unbound") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    CHECK(unbound(election.folder(), 61) == std::vector<std::string>{});
    CHECK(audit(election.folder()).report.status() == Status::done);
}

// Every byte: scripts/check-bytes.
TEST_CASE("not a single byte of a record is unbound", "[.slow]") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.run(2);
    CHECK(unbound(election.folder(), 1) == std::vector<std::string>{});
}

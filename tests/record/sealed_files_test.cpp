// SPDX-License-Identifier: Apache-2.0
// Files that were changed after sealing are called that, and nobody else is blamed.
#include "support/damage.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

struct Counted {
    Counted() : election(temporary.path(), tiny_manifest(1, 1)) { election.run(2); }

    const RecordFolder& folder() const { return election.folder(); }

    Report report() const { return audit(election.folder()).report; }

    TemporaryFolder temporary;
    SmallElection election;
};

} // namespace

TEST_CASE("finding 12 one letter of the manifest is a changed file and nobody else is blamed") {
    const Counted finished;
    replace_in(finished.folder().manifest(), "\"en\":\"Small\"", "\"en\":\"Smell\"");
    const auto report = finished.report();
    INFO(all_of(report));
    CHECK(fails(report, "1.5", "manifest.json was changed after the election was sealed"));
    CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"1.5"});
    CHECK(states_of(report, CheckState::passed) == std::vector<std::string>{"1.7"});
}

TEST_CASE("attack 50 each changed file is named as such and is not judged further") {
    const std::vector<std::tuple<std::string, std::string, std::vector<std::string>>> cases{
        {"keys.json", "1.2", {"1.1", "1.4", "1.7", "1.8", "3.5"}},
        {"roll.csv", "1.4", {"1.1", "1.2", "1.3", "1.7", "1.8", "3.5"}},
        {"board.json", "1.8", {"1.1", "1.2", "1.3", "1.4", "1.7", "3.5"}}};
    for (const auto& [name, check, passed] : cases) {
        const Counted finished;
        const auto path = finished.folder().path() / name;
        Bytes bytes = must(read_file(path));
        bytes[bytes.size() / 2] ^= 1;
        must(write_file(path, bytes, Existing::replace));
        const auto report = finished.report();
        INFO(all_of(report));
        CHECK(fails(report, "1.5", name + " was changed after the election was sealed"));
        CHECK(states_of(report, CheckState::failed) == std::vector<std::string>{"1.5"});
        CHECK(states_of(report, CheckState::passed) == passed);
        CHECK(all_of(report).find("check 1.5 has to pass first") != std::string::npos);
    }
}

TEST_CASE("attack 26 every hash of the election file is compared") {
    const std::vector<std::pair<Digest32 ElectionFile::*, std::string>> hashes{
        {&ElectionFile::manifest, "manifest.json"},
        {&ElectionFile::keys, "keys.json"},
        {&ElectionFile::roll, "roll.csv"},
        {&ElectionFile::board, "board.json"},
        {&ElectionFile::fingerprint, "fingerprint"}};
    const Counted finished;
    const auto file = must(read_election(finished.folder()));
    for (const auto& [hash, changed_file] : hashes) {
        ElectionFile changed = file;
        (changed.*hash)[31] ^= 1;
        must(write_file(finished.folder().election(), changed.write(), Existing::replace));
        INFO(changed_file);
        // Not its own fingerprint: election.json is what was changed.
        CHECK(fails(finished.report(), "1.5", "election.json fingerprint"));
        if (changed_file == "fingerprint")
            continue;
        const auto other =
            ElectionFile::of(changed.manifest, changed.keys, changed.roll, changed.board);
        must(write_file(finished.folder().election(), other.write(), Existing::replace));
        CHECK(fails(finished.report(), "1.5", changed_file + " was changed"));
    }
}

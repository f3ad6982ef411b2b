// SPDX-License-Identifier: Apache-2.0
// Files that were changed after sealing are called that, and nobody else is blamed.
#include "support/damage.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

struct CountedElection {
    CountedElection() : election(temporary.path(), tiny_manifest(1, 1)) { election.run(2); }

    const RecordFolder& folder() const { return election.folder(); }

    Report report() const { return audit(election.folder()).report; }

    TemporaryFolder temporary;
    SmallElection election;
};

} // namespace

TEST_CASE("finding 12 one letter of the manifest is a changed file and nobody else is blamed") {
    const CountedElection finished;
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
        const CountedElection finished;
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
    const CountedElection finished;
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

TEST_CASE("attack 53 a seal counts for the trustee of its file and only once") {
    const TemporaryFolder temporary;
    SmallElection election(temporary.path(), tiny_manifest(2, 2));
    election.run(2);
    const auto& folder = election.folder();
    const auto sealed_by = [&](std::vector<std::uint16_t> signers, std::size_t copies) {
        Note note(SealNote{election.record().election.fingerprint()}.text(election.manifest()));
        for (const auto signer : signers)
            note.sign(election.secret(signer).signer());
        std::string text = to_string(note.encode());
        const std::string last = text.substr(text.rfind('\n', text.size() - 2) + 1);
        for (std::size_t i = 1; i < copies; ++i)
            text += last;
        must(write_file(folder.note("seal", 2), bytes_of(text), Existing::replace));
        return audit(folder).report;
    };
    // Signed twice, and a line of another trustee: neither counts more, nor spoils anything.
    CHECK(sealed_by({2}, 2).conclusion() == Conclusion::valid);
    CHECK(sealed_by({1, 2}, 1).conclusion() == Conclusion::valid);
    std::filesystem::remove(folder.note("seal", 1));
    const auto report = sealed_by({1, 2}, 1);
    CHECK(states_of(report, CheckState::not_checked) == std::vector<std::string>{"1.6"});
    // A second line by the same key must be valid as well.
    std::string text = to_string(must(read_file(folder.note("seal", 2))));
    const auto line = text.rfind('\n', text.size() - 2) + 1;
    const auto signature = text.rfind(' ') + 1;
    std::string wrong = text.substr(line);
    auto& digit = wrong[signature - line + 20];
    digit = digit == 'A' ? 'B' : 'A';
    must(write_file(folder.note("seal", 2), bytes_of(text + wrong), Existing::replace));
    CHECK(fails(audit(folder).report, "1.6", "seal-2.note"));
}

TEST_CASE("finding 12 commands name a changed file before they judge what is in it") {
    for (const auto* name : {"manifest.json", "keys.json", "roll.csv", "board.json"}) {
        const CountedElection finished;
        const auto path = finished.folder().path() / name;
        Bytes bytes = must(read_file(path));
        bytes[bytes.size() / 2] ^= 1;
        must(write_file(path, bytes, Existing::replace));
        const auto opened = OpenRecord::open(finished.folder());
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == ErrorCode::changed);
        CHECK(opened.error().file == path.string());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Nothing is unbound in the files that a small record without complaints does not have either:
// answers, full tiles, and tiles over tiles.
#include "support/ceremony_record.h"
#include "support/damage.h"
#include "support/record_files.h"
#include "support/rooms.h"
#include "support/small_election.h"

#include <catch2/catch.hpp>

using namespace evote;
namespace fs = std::filesystem;

namespace {

using Texts = std::vector<std::string>;

// Changes every step-th bit of a file, and its length; the record must be invalid each time.
Texts unbound_in(const RecordFolder& folder, const fs::path& path, std::size_t step) {
    const Bytes original = must(read_file(path));
    Texts found;
    const auto try_bytes = [&](ByteView changed, const std::string& what) {
        const bool is_same =
            same_meaning(path.lexically_relative(folder.path()), original, changed);
        overwrite(path, changed);
        if (!is_same && audit(folder).report.conclusion() != Conclusion::invalid)
            found.push_back(path.string() + " " + what);
    };
    for (std::size_t bit = 0; bit < 8 * original.size(); bit += step) {
        Bytes changed = original;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        try_bytes(changed, "bit " + std::to_string(bit));
    }
    try_bytes({}, "empty");
    try_bytes(ByteView(original).first(original.size() / 2), "cut off");
    Bytes longer = original;
    longer.push_back('x');
    try_bytes(longer, "with one byte more");
    overwrite(path, original);
    return found;
}

} // namespace

TEST_CASE("attack 15 not a bit of a complaint or its answer is unbound") {
    CeremonyRecord record(3, 2);
    record.deal_badly_and_complain();
    record.put(CeremonyRound::answer, 2, record.answer_note(2, 1).text(record.manifest));
    must(write_file(record.folder.keys(), must(record.keys()).file()));
    REQUIRE(audit(record.folder).report.conclusion() == Conclusion::incomplete);
    for (const auto& [round, trustee] : {std::pair{"check", 1}, {"answer", 2}, {"deal", 2}}) {
        const auto path = record.folder.note(round, static_cast<std::uint16_t>(trustee));
        CHECK(unbound_in(record.folder, path, 7) == Texts{});
        const Bytes note = must(read_file(path));
        fs::remove(path);
        CHECK(audit(record.folder).report.conclusion() == Conclusion::invalid);
        must(write_file(path, note));
    }
    CHECK(audit(record.folder).report.conclusion() == Conclusion::incomplete);
}

TEST_CASE("attack 33 not a bit of full tiles and those over them is unbound") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(1));
    std::vector<Bytes> ballots;
    for (std::uint64_t counter = 0; counter < 257; ++counter)
        ballots.push_back(election.ballot(0, {{0}}, counter));
    election.append(ballots);
    election.close();
    election.aggregate();
    election.decrypt(1);
    election.combine({1});
    REQUIRE(audit(election.folder()).report.conclusion() == Conclusion::valid);
    const fs::path tiles = election.folder().log() / "tile";
    for (const auto* name : {"0/000", "0/001.p/2", "1/000.p/1", "entries/000", "entries/001.p/2"}) {
        const fs::path path = tiles / name;
        const Bytes tile = must(read_file(path));
        CHECK(unbound_in(election.folder(), path, tile.size() / 8 + 1) == Texts{});
        fs::remove(path);
        CHECK(audit(election.folder()).report.conclusion() == Conclusion::invalid);
        must(write_file(path, tile));
    }
    // Besides these only the partial tiles from before the closing entry, which may be missing.
    CHECK(files_of(tiles).size() == 7);
    fs::remove_all(tiles / "0/001.p/1");
    fs::remove_all(tiles / "entries/001.p/1");
    CHECK(audit(election.folder()).report.conclusion() == Conclusion::valid);
}

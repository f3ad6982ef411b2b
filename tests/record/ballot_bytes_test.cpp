// SPDX-License-Identifier: Apache-2.0
// A log that changes while it is verified: ballots that were found valid are read again.
#include "record/ballot_bytes.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include "evote/board/log_writer.h"

#include <catch2/catch.hpp>

using namespace evote;
namespace fs = std::filesystem;

TEST_CASE("what was a ballot when first read and is not one now is an error and not a verdict") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(1, 1));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(2));
    const Bytes ballot = election.ballot(0, {{0}}, 0);
    election.append({ballot, Bytes(ballot.begin(), ballot.end() - 1)});
    const auto layouts = layouts_of(election.manifest());
    const auto log = must(LogReader::open(election.folder().log(), election.board().verifier()));
    const auto bundle = must(read_again(log, 0));
    CHECK(equal(must(entry_of(layouts, bundle, 0)), ballot));
    for (const std::uint64_t entry : {1U, 2U}) {
        const auto changed = entry_of(layouts, bundle, entry);
        REQUIRE_FALSE(changed);
        CHECK(changed.error().code == ErrorCode::log_changed);
        CHECK(changed.error().english() == "the log was changed while it was being read");
    }
    fs::remove(election.folder().log() / "tile/entries/000.p/2");
    const auto gone = read_again(log, 0);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == ErrorCode::log_changed);
    CHECK(gone.error().english() == "the log was changed while it was being read");
}

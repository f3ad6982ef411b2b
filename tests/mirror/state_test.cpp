// SPDX-License-Identifier: Apache-2.0
// What was verified before is believed only as far as this user wrote it and the mirror fits it.
#include "mirror/observed_board.h"

using namespace evote;
using namespace evote::test;

namespace {

MacKey key_of(std::uint8_t byte) {
    return MacKey(ByteArray<32>{byte});
}

VerifiedPart state_of(const ObservedBoard& board) {
    auto found =
        find_state(board.mirror(), board.honest.record().election.fingerprint(), key_of(1));
    REQUIRE(found);
    return *std::move(found);
}

LogVerification verify(const ObservedBoard& board, std::optional<VerifiedPart> verified) {
    LogWork work;
    work.verified = std::move(verified);
    return must(verify_log(board.honest.record().election, board.honest.record().roll, board.log(),
                           work, system_random()));
}

} // namespace

TEST_CASE("a state is read by whoever wrote it and by nobody else") {
    const Digest32 election{1};
    VerifiedPart part(election, {7, Digest32{2}}, {{1, 2}, {4, 4}});
    const Bytes file = write_state(part, key_of(1));
    CHECK(read_state(file, election, key_of(1)) == part);
    CHECK_FALSE(read_state(file, election, key_of(2)));
    CHECK_FALSE(read_state(file, Digest32{2}, key_of(1)));
    for (std::size_t i = 0; i < file.size(); ++i) {
        Bytes damaged = file;
        damaged[i] ^= 1;
        CHECK_FALSE(read_state(damaged, election, key_of(1)));
        CHECK_FALSE(read_state(ByteView(file).first(i), election, key_of(1)));
    }
}

TEST_CASE("the key of states is made once and for the owner alone") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a/b/follow.key";
    const auto made = must(state_key(path, system_random()));
    CHECK(must(state_key(path, system_random())).expose() == made.expose());
    CHECK_FALSE(os::is_open_to_others(path));
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    CHECK_FALSE(state_key(path, system_random()));
}

TEST_CASE("exceptions are kept apart until there are too many") {
    VerifiedPart part{Digest32{}};
    part.extend({10'000, {}});
    CHECK(part.covers(0, 10'000));
    CHECK_FALSE(part.covers(1, 10'000));
    part.except(3);
    part.except(4);
    part.except(8);
    CHECK(part.exceptions() == std::vector<EntryRange>{{3, 4}, {8, 8}});
    CHECK(part.covers(0, 3));
    CHECK_FALSE(part.covers(0, 4));
    CHECK_FALSE(part.covers(4, 1));
    CHECK(part.covers(5, 3));
    CHECK(part.covers(9, 100));
    for (std::uint64_t i = 10; i < 5000; i += 2)
        part.except(i);
    CHECK(part.exceptions().size() == VerifiedPart::most_exceptions);
    CHECK_FALSE(part.covers(4997, 1));
    CHECK(part.covers(4999, 1));
}

TEST_CASE("a verification that relies on a state finds what one without it finds") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    board.honest.vote(1, {{1}});
    auto bad = board.honest.ballot(2, {{0}}, 0);
    bad.back() ^= 1;
    board.honest.append({bad});
    board.honest.vote(0, {{1}});
    must(board.follow());
    const auto state = state_of(board);
    CHECK(state.log().size == 4);
    CHECK(state.exceptions() == std::vector<EntryRange>{{2, 2}});
    board.honest.vote(1, {{0}});
    board.honest.close();
    must(board.follow(false));
    const auto all = verify(board, {});
    const auto relied = verify(board, state);
    CHECK(relied.verified_before == 4);
    CHECK(all.verified_before == 0);
    CHECK(relied.bad == all.bad);
    CHECK(relied.turnout == all.turnout);
    CHECK(relied.displaced == all.displaced);
    REQUIRE(relied.tally);
    CHECK(relied.tally->write(board.honest.manifest()) ==
          all.tally->write(board.honest.manifest()));
}

TEST_CASE("a state that does not fit is not relied on") {
    ObservedBoard board;
    board.honest.vote(0, {{0}});
    auto bad = board.honest.ballot(1, {{0}}, 0);
    bad.back() ^= 1;
    board.honest.append({bad});
    must(board.follow(false));
    const auto election = board.honest.record().election.fingerprint();
    const auto tree = board.log().checkpoint().tree();
    // As if somebody had verified the bad ballot: what a true state never says.
    CHECK(verify(board, VerifiedPart(election, tree, {})).bad.empty());
    for (const auto& other :
         {VerifiedPart(Digest32{}, tree, {}), VerifiedPart(election, {tree.size, Digest32{}}, {}),
          VerifiedPart(election, {tree.size + 1, tree.root}, {})}) {
        const auto found = verify(board, other);
        CHECK(found.verified_before == 0);
        CHECK(found.bad.size() == 1);
    }
    // A mirror that was changed on the disk.
    const auto path = board.mirror() / "board/tile/entries/000.p/2";
    auto entries = must(read_plain_file(path));
    entries.back() ^= 1;
    overwrite(path, entries);
    const auto damaged = verify(board, VerifiedPart(election, tree, {}));
    CHECK_FALSE(damaged.findings.faults.empty());
    CHECK(damaged.verified_before == 0);
}

// SPDX-License-Identifier: Apache-2.0
// What the record says of one voter, by roll changes too, and of one half.
#include "ballot/entry.h"
#include "os/file.h"
#include "record/checked_opening.h"
#include "record/numbered_voters.h"
#include "record/voter_lookup.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;
using Kind = CredentialStanding::Kind;

namespace {

struct Registered {
    explicit Registered(const std::string& revote = "last")
        : election(folder.path() / "record", with_registrars(tiny_manifest(1, 1, revote), 2)) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(4));
    }

    RollHistory history() const {
        return must(RollHistory::read(election.record(), system_random()));
    }

    VotersEntries look_up(std::size_t voter) const {
        const auto now = history();
        const auto place = now.of(election.credential(voter).encoding).voter;
        return must(look_up_voter(election.record(), now, place, system_random()));
    }

    std::optional<HalfStanding> look_up(std::size_t voter, std::uint8_t registrar) const {
        const auto code = must(decode_half_code(registrar, 2, election.code(voter, registrar)));
        return look_up(code, registrar);
    }

    std::optional<HalfStanding> look_up(const CodeBytes& code, std::uint8_t registrar) const {
        const auto half = Half::from_code(election.manifest().hash(), registrar, code).value();
        return must(look_up_half(must(NumberedVoters::read(election.record())), history(),
                                 registrar, 2, half.encoding));
    }

    TemporaryFolder folder;
    SmallElection election;
};

} // namespace

TEST_CASE("a replaced voter's counter goes on") {
    Registered made;
    made.election.vote(0, {{0}});
    made.election.vote(1, {{0}});
    const auto old = made.election.credential(0).encoding;
    const Bytes late = made.election.ballot(0, {{1}}, 1);
    made.election.append({made.election.replace(0)});
    made.election.append({late});
    CHECK(made.look_up(0).valid == 1);
    CHECK(made.look_up(0).counted == 0);
    made.election.vote(0, {{1}});
    const auto found = made.look_up(0);
    CHECK(found.valid == 2);
    CHECK(found.counted == 4);
    CHECK(found.entries ==
          std::vector<std::pair<std::uint64_t, Verdict>>{
              {0, Verdict::valid}, {3, Verdict::credential_replaced}, {4, Verdict::valid}});
    const auto history = made.history();
    REQUIRE(history.changes().size() == 1);
    CHECK(history.changes()[0].entry == 2);
    const auto place = history.of(old).voter;
    CHECK(history.credentials_of(place) ==
          std::vector<ByteArray<32>>{old, made.election.credential(0).encoding});
    CHECK(must(look_up_counter(made.election.record(), history, place, system_random())) == 2);
    CHECK(made.look_up(1).valid == 1);
    made.election.close();
    CHECK(look_up_counter(made.election.record(), history, place, system_random()).error().code ==
          ErrorCode::closed);
}

TEST_CASE("a revoked voter has no counted ballot") {
    Registered made;
    made.election.vote(2, {{0}});
    made.election.append({made.election.revoke(2)});
    const auto found = made.look_up(2);
    CHECK(found.valid == 1);
    CHECK_FALSE(found.counted);
    CHECK(made.look_up(2, 1)->kind == Kind::revoked);
}

TEST_CASE("attack 54 changes that are not valid do not count in a voter's history") {
    Registered made;
    made.election.append({Bytes(3)});
    // Stale, of another signer, twice, and after the end.
    const Bytes stale = made.election.revoke(0, 1);
    Bytes forged = made.election.revoke(0);
    forged.back() ^= 1;
    const Bytes good = made.election.revoke(1);
    made.election.append({stale, forged, good, good,
                          closing_entry(made.election.record().election.fingerprint()),
                          made.election.revoke(3)});
    const auto history = made.history();
    REQUIRE(history.changes().size() == 1);
    CHECK(history.changes()[0].entry == 3);
    CHECK(history.of(made.election.credential(0).encoding).kind == Kind::current);
    CHECK(history.of(made.election.credential(3).encoding).kind == Kind::current);
}

TEST_CASE("a half is found among the sealed ones and in roll changes") {
    Registered made;
    const auto first = made.look_up(3, 1);
    REQUIRE(first);
    CHECK(first->kind == Kind::current);
    CHECK_FALSE(first->entry);
    CHECK(first->voter == made.look_up(3, 2)->voter);
    const auto old = must(decode_half_code(2, 2, made.election.code(3, 2)));

    made.election.append({made.election.replace(3)});
    const auto second = made.look_up(3, 2);
    REQUIRE(second);
    CHECK(second->voter == first->voter);
    CHECK(second->entry == 0);
    CHECK(second->kind == Kind::current);
    CHECK(made.look_up(old, 2)->kind == Kind::replaced);
    CHECK_FALSE(made.look_up(CodeBytes(), 1));
    // The same bytes are another half of another registrar.
    CHECK_FALSE(made.look_up(old, 1));

    made.election.append({made.election.replace(3)});
    CHECK(made.look_up(3, 1)->kind == Kind::current);
    const auto voters = must(NumberedVoters::read(made.election.record()));
    CHECK(must(voters.number(first->voter)) == 4);
    CHECK(must(voters.place(4)) == first->voter);
}

TEST_CASE("attack 54 halves that registrars did not sign are not looked at") {
    Registered made;
    const auto path = made.election.folder().halves(2);
    std::string csv = to_string(must(read_file(path)));
    csv.back() = '\n';
    csv[csv.size() - 2] = csv[csv.size() - 2] == '0' ? '2' : '0';
    must(write_file(path, bytes_of(csv), Existing::replace));
    CHECK(NumberedVoters::read(made.election.record()).error().code == ErrorCode::changed);
}

TEST_CASE("an opening of a replaced voter's ballot is checked by the log") {
    Registered made;
    SeededRandom random(bytes_of("opening"));
    const auto check = [&](const Credential& credential) {
        Maker maker(made.election.record().election.parameters(), random);
        const std::vector<std::uint8_t> bits{1, 0};
        const BallotRequest request{&credential, 0, BallotBits(bits)};
        auto prepared = std::move(maker.prepare(0, std::span(&request, 1)).front());
        const auto tracker = prepared.tracker();
        const auto file =
            write_opening(made.election.record().election, open_ballot(std::move(prepared)));
        return CheckedOpening::check(made.election.record(), file, tracker);
    };
    Credential old{Secret(made.election.credential(0).secret.expose()),
                   made.election.credential(0).encoding};
    CHECK(check(old));
    made.election.append({made.election.replace(0)});
    CHECK(check(made.election.credential(0)));
    CHECK(check(old).error().message.english() ==
          "credential replaced: the voter had been given new codes");
    std::filesystem::remove_all(made.election.folder().log());
    CHECK(check(made.election.credential(0)).error().code == ErrorCode::not_checked);
    CHECK(check(old));
}

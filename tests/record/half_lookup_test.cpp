// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "record/half_lookup.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

#include <map>

using namespace evote;
using Kind = CredentialStanding::Kind;

namespace {

struct Halved {
    explicit Halved(std::size_t voters)
        : election(folder.path() / "record", with_registrars(tiny_manifest(1, 1), 2)) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(voters));
    }

    ByteArray<32> half(std::size_t voter, std::uint8_t registrar) const {
        const auto code = must(decode_half_code(registrar, 2, election.code(voter, registrar)));
        return Half::from_code(election.manifest().hash(), registrar, code)->encoding;
    }

    // The files of a lookup, by name.
    std::map<std::string, std::string> files() const {
        const auto history = must(RollHistory::read(election.record(), system_random()));
        const auto voters = must(NumberedVoters::read(election.record()));
        const auto lookup = must(HalfLookup::make(election.record(), voters, history));
        std::map<std::string, std::string> out;
        must(lookup.write([&](const std::string& name, ByteView bytes) -> Outcome {
            CHECK(out.emplace(name, to_string(bytes)).second);
            return {};
        }));
        return out;
    }

    TemporaryFolder folder;
    SmallElection election;
};

std::vector<LookupRow> rows_of(const std::string& file) {
    return must(parse_lookup_file(bytes_of(file)));
}

std::string place_of_refusal(const std::string& about) {
    const auto facts = LookupFacts::parse(bytes_of(about));
    if (facts)
        return "";
    CHECK(facts.error().code == ErrorCode::malformed);
    return facts.error().english().substr(0, 7);
}

std::string place_in_rows(const std::string& rows) {
    const auto read = parse_lookup_file(bytes_of("registrar,half,number,standing,entry\n" + rows));
    if (read)
        return "";
    CHECK(read.error().code == ErrorCode::malformed);
    return read.error().english().substr(0, 7);
}

} // namespace

TEST_CASE("a lookup of few halves is one file and of many one for each prefix") {
    Halved few(4);
    CHECK(few.files().size() == 2);
    Halved many(300);
    many.election.append({many.election.replace(7), many.election.revoke(8)});
    const auto files = many.files();
    CHECK(files.size() == 17);
    CHECK(files == many.files());
    const auto facts = must(LookupFacts::parse(bytes_of(files.at("about.txt"))));
    CHECK(facts.digits == 1);
    CHECK(facts.registrars == 2);
    CHECK(facts.manifest == many.election.manifest().hash());
    CHECK(facts.log.size == 2);
    std::size_t all = 0;
    for (const auto& [name, file] : files) {
        if (name == "about.txt")
            continue;
        const auto rows = rows_of(file);
        CHECK(rows.size() > 8);
        all += rows.size();
        for (const auto& row : rows)
            CHECK(facts.file_of(row.half) == name);
    }
    CHECK(all == 602);
    for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
        const auto current = many.half(7, i); // the new one
        const auto found = find_half(rows_of(files.at(facts.file_of(current))), i, current);
        REQUIRE(found);
        CHECK(found->kind == Kind::current);
        CHECK(found->entry == 0);
        CHECK(found->number == 8);
        const auto ended = many.half(8, i);
        const auto revoked = find_half(rows_of(files.at(facts.file_of(ended))), i, ended);
        REQUIRE(revoked);
        CHECK(*revoked == LookupRow{ended, i, 9, Kind::revoked, std::nullopt});
        const auto other = static_cast<std::uint8_t>(3 - i);
        CHECK_FALSE(find_half(rows_of(files.at(facts.file_of(ended))), other, ended));
    }
}

TEST_CASE("numbers of several voters are found in one pass and nobody's not at all") {
    Halved made(5);
    const auto voters = must(NumberedVoters::read(made.election.record()));
    std::vector<std::uint32_t> places;
    for (std::uint64_t number = 5; number >= 1; --number)
        places.push_back(must(voters.place(number)));
    CHECK(must(voters.numbers(places)) == std::vector<std::uint64_t>{5, 4, 3, 2, 1});
    CHECK(must(voters.numbers({})).empty());
    CHECK(must(voters.number(places[1])) == 4);
}

TEST_CASE("a half is judged by the voter whom it is said to be of") {
    Halved made(3);
    const auto voters = must(NumberedVoters::read(made.election.record()));
    const auto kind = [&](std::uint64_t number, const ByteArray<32>& half) {
        const auto history = must(RollHistory::read(made.election.record(), system_random()));
        return must(half_of_voter(number, voters, history, 1, 2, half));
    };
    const auto first = made.half(0, 1);
    CHECK(kind(1, first) == Kind::current);
    CHECK(kind(2, first) == Kind::unknown);
    CHECK(kind(1, made.half(0, 2)) == Kind::unknown);
    made.election.append({made.election.replace(0), made.election.revoke(1)});
    CHECK(kind(1, first) == Kind::replaced);
    CHECK(kind(1, made.half(0, 1)) == Kind::current);
    CHECK(kind(2, made.half(0, 1)) == Kind::unknown); // of a change, but not of this voter's
    CHECK(kind(2, made.half(1, 1)) == Kind::revoked);
    CHECK(kind(3, made.half(2, 1)) == Kind::current);
}

TEST_CASE("the files of a lookup are read strictly") {
    const LookupFacts facts{{}, {1}, 2, {300, {2}}, 3};
    const std::string good = facts.text();
    CHECK(place_of_refusal(good).empty());
    CHECK(must(LookupFacts::parse(bytes_of(good))).text() == good);
    CHECK(facts.file_of({0xab, 0xcd}) == "habc.csv");
    CHECK(place_of_refusal("") == "line 1:");
    CHECK(place_of_refusal(good + "\n") == "line 7:");
    CHECK(place_of_refusal(good.substr(0, good.size() - 1)) == "line 7:");
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string out = good;
        return out.replace(out.find(from), from.size(), to);
    };
    CHECK(place_of_refusal(with("lookup-1", "lookup-2")) == "line 1:");
    CHECK(place_of_refusal(with("election 0", "election g")) == "line 2:");
    CHECK(place_of_refusal(with("manifest", "record")) == "line 3:");
    for (const auto* registrars : {"registrars 0", "registrars 9", "registrars 02", "registrars"})
        CHECK(place_of_refusal(with("registrars 2", registrars)) == "line 4:");
    CHECK(place_of_refusal(with("log 300 ", "log ")) == "line 5:");
    CHECK(place_of_refusal(with("log 300 02", "log 300 0")) == "line 5:");
    CHECK(place_of_refusal(with("digits 3", "digits 9")) == "line 6:");

    const std::string half(64, 'a');
    CHECK(place_in_rows("").empty());
    const std::string row = "1," + half + ",7,current,\n";
    CHECK(place_in_rows(row).empty());
    CHECK(place_in_rows(row + "2," + half + ",7,replaced,18446744073709551615\n").empty());
    CHECK(place_in_rows(row + row) == "line 3:");
    CHECK(place_in_rows("2," + half + ",7,current,\n" + row) == "line 3:");
    CHECK(place_in_rows(row.substr(0, row.size() - 1)) == "line 2:");
    for (const std::string& bad : {"0," + half + ",7,current,\n", "9," + half + ",7,current,\n",
                                   std::string("1,aa,7,current,\n"), "1," + half + ",0,current,\n",
                                   "1," + half + ",7,unknown,\n", "1," + half + ",7,revoked\n",
                                   "1," + half + ",7,revoked,x\n", std::string("\n")})
        CHECK(place_in_rows(bad) == "line 2:");
    CHECK_FALSE(parse_lookup_file(bytes_of("registrar,half\n")));
}

// SPDX-License-Identifier: Apache-2.0
#include "record/checked_opening.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

// An election that has no ballots yet, and openings in it of whatever a device may prepare.
class Device {
  public:
    explicit Device(const std::string& revote = "last")
        : election_(folder_.path() / "record", tiny_manifest(1, 1, revote)) {
        election_.hold_ceremony();
        election_.seal(std::vector<SmallVoter>(2));
    }

    /// Of a ballot with these bits, both of its contest.
    void prepare(const Credential& credential, const std::vector<std::uint8_t>& bits,
                 std::uint64_t counter = 0) {
        SeededRandom random(bytes_of("device"));
        Maker maker(election_.record().election.parameters(), random);
        const BallotRequest request{&credential, counter, BallotBits(bits)};
        auto prepared = std::move(maker.prepare(0, std::span(&request, 1)).front());
        tracker_ = prepared.tracker();
        file_ = write_opening(election_.record().election, open_ballot(std::move(prepared)));
    }

    Result<CheckedOpening> check() const { return check(file_, tracker_); }

    Result<CheckedOpening> check(ByteView file, const Digest32& tracker) const {
        return CheckedOpening::check(election_.record(), file, tracker);
    }

    const Credential& voter() const { return election_.credential(0); }

    const Bytes& file() const { return file_; }

    const Digest32& tracker() const { return tracker_; }

  private:
    TemporaryFolder folder_;
    SmallElection election_;
    Bytes file_;
    Digest32 tracker_{};
};

Error error_of(const Result<CheckedOpening>& checked) {
    REQUIRE_FALSE(checked);
    return checked.error();
}

std::string place_of(const Result<CheckedOpening>& checked) {
    return english_place(error_of(checked).place);
}

} // namespace

TEST_CASE("an opening that is right says what was chosen") {
    Device device;
    device.prepare(device.voter(), {0, 1}, 3);
    const auto checked = must(device.check());
    CHECK(checked.header.counter == 3);
    REQUIRE(checked.choices.size() == 1);
    CHECK(checked.choices[0].options == std::vector<std::size_t>{1});
}

TEST_CASE("an opening of another ballot than the one noted is refused") {
    Device device;
    device.prepare(device.voter(), {0, 1});
    auto noted = device.tracker();
    noted[31] ^= 1;
    CHECK(error_of(device.check(device.file(), noted)).code == ErrorCode::other_ballot);
}

TEST_CASE("an opening of a ballot that breaks a rule is refused") {
    Device device;
    for (const std::vector<std::uint8_t>& bits : {std::vector<std::uint8_t>{1, 1}, {0, 0}}) {
        device.prepare(device.voter(), bits);
        CHECK(error_of(device.check()).code == ErrorCode::bad_ballot);
        CHECK(place_of(device.check()).empty());
    }
}

TEST_CASE("an opening of a ballot that the box would refuse by its header is refused") {
    Device device;
    const CodeBytes nobodys;
    const auto stranger = must([&]() -> Result<Credential> {
        auto made = Credential::from_code(Digest32{}, nobodys);
        if (!made)
            return fail(ErrorCode::bad_code, msg("this is the identity"));
        return std::move(*made);
    }());
    device.prepare(stranger, {1, 0});
    CHECK(error_of(device.check()).code == ErrorCode::bad_ballot);
    CHECK(place_of(device.check()) == "header");

    Device once("none");
    once.prepare(once.voter(), {1, 0});
    CHECK(once.check());
    once.prepare(once.voter(), {1, 0}, 1);
    CHECK(error_of(once.check()).code == ErrorCode::bad_ballot);
    CHECK(place_of(once.check()) == "header");
}

TEST_CASE("what is no opening of this election is refused") {
    Device device;
    device.prepare(device.voter(), {0, 1});
    CHECK(error_of(device.check(bytes_of("{}"), device.tracker())).code == ErrorCode::malformed);
    CHECK(error_of(device.check(Bytes(largest_opening + 1, ' '), device.tracker())).code ==
          ErrorCode::file_too_large);
    Device other("none");
    CHECK(error_of(other.check(device.file(), device.tracker())).code == ErrorCode::other_election);
}

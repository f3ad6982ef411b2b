// SPDX-License-Identifier: Apache-2.0
// Attacks on ballots as bytes, as somebody who holds a whole record would try them.
#include "ballot/maker.h"
#include "ballot/parts.h"
#include "protocol/entry_verifier.h"
#include "protocol/log_rules.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;

namespace {

using G = Ristretto255;
constexpr std::size_t item = item_size;

const Election& election() {
    return rules_election().election;
}

std::vector<Verdict> verdicts(const std::vector<Bytes>& entries) {
    SeededRandom random(bytes_of("weights"));
    EntryVerifier verifier(election(), rules_election().roll, random);
    const std::vector<ByteView> views(entries.begin(), entries.end());
    std::vector<Verdict> out;
    for (const auto& checked : verifier.verify(views))
        out.push_back(checked.verdict);
    return out;
}

Bytes known_ballot(std::size_t index) {
    return unhex(rules_vectors()["ballots"][index]["ballot"]);
}

/// Exchanges two stretches of bytes of one length.
Bytes exchanged(Bytes bytes, std::size_t a, std::size_t b, std::size_t size) {
    const auto at = [&](std::size_t place) {
        return bytes.begin() + static_cast<std::ptrdiff_t>(place);
    };
    std::swap_ranges(at(a), at(a + size), at(b));
    return bytes;
}

/// The voter of a ballot of the vectors, who can make other ballots.
struct Voter {
    explicit Voter(const nlohmann::json& source)
        : credential(
              Credential::from_code(
                  election().manifest().hash(),
                  CodeBytes(hex_decode_array<16>(source["code_bytes"].get<std::string>()).value()))
                  .value()),
          district(
              election().manifest().find_district(source["district"].get<std::string>()).value()),
          selections(source["selections"]) {}

    const BallotShape& shape() const { return election().layout(district).shape(); }

    /// The bits of what was chosen: they keep all rules.
    BallotBits bits() const {
        const auto& manifest = election().manifest();
        BallotBits out;
        for (const auto contest : manifest.districts()[district].contests) {
            const auto& options = manifest.contests()[contest].options;
            const auto chosen =
                selections[manifest.contests()[contest].id].get<std::vector<std::string>>();
            SecretVector<std::uint8_t> selection(options.size());
            for (std::size_t i = 0; i < options.size(); ++i)
                selection.expose()[i] =
                    std::ranges::count(chosen, options[i].id) != 0 ? std::uint8_t{1} : 0;
            out.append(must(manifest.contest_bits(contest, selection)).expose());
        }
        return out;
    }

    Credential credential;
    std::size_t district;
    nlohmann::json selections;
};

} // namespace

TEST_CASE("attack 8 a ballot is neither shorter nor longer than it should be") {
    const Bytes whole = known_ballot(0);
    std::vector<Bytes> entries;
    for (std::size_t size = 0; size < whole.size(); ++size)
        entries.emplace_back(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    entries.push_back(whole);
    entries.back().push_back(0);
    for (const auto verdict : verdicts(entries))
        CHECK(verdict == Verdict::malformed);
    const Layouts& layouts = election().parameters().layouts();
    for (const auto& entry : entries) {
        CHECK(layouts.find(entry) == nullptr);
        CHECK_FALSE(entry_tracker(layouts, entry).has_value());
        CHECK(alphas_of(layouts, entry).empty());
    }
    CHECK(layouts.find(whole) == &layouts.of(0));
}

TEST_CASE("attack 1 no byte of a ballot can be changed") {
    const Bytes good = known_ballot(0);
    std::vector<Bytes> changed(good.size(), good);
    for (std::size_t i = 0; i < good.size(); ++i)
        changed[i][i] ^= 1;
    const auto found = verdicts(changed);
    for (std::size_t i = 0; i < found.size(); ++i) {
        INFO("byte " << i);
        CHECK(found[i] != Verdict::valid);
    }
    CHECK(verdicts({good}) == std::vector{Verdict::valid});
}

TEST_CASE("attack 3 proofs do not fit another contest or another voter") {
    const auto& layout = election().layout(0);
    const auto parts = layout.shape().contests();
    REQUIRE(parts.size() == 2);
    Bytes other_contest = known_ballot(0);
    // The first elements of both contests and their commitments and responses, exchanged. The masks
    // of a contest stand behind its commitments.
    const std::size_t second = parts[1].element * item;
    const std::size_t after_masks = second + parts[1].mask * item;
    other_contest =
        exchanged(std::move(other_contest), header_size, header_size + second, 2 * item);
    other_contest = exchanged(std::move(other_contest), layout.begin_of(Part::first),
                              layout.begin_of(Part::first) + after_masks, 2 * item);
    other_contest = exchanged(std::move(other_contest), layout.begin_of(Part::response),
                              layout.begin_of(Part::response) + second, 2 * item);
    Bytes other_voter = known_ballot(0);
    const Bytes voter = known_ballot(1);
    std::copy_n(voter.begin() + place_in_header(Field::credential), item,
                other_voter.begin() + place_in_header(Field::credential));
    // All is well-formed; the challenge is another one, which the first equation shows.
    CHECK(verdicts({other_contest, other_voter}) ==
          std::vector{Verdict::credential_proof, Verdict::credential_proof});
}

// A prover that follows the protocol but for one element of the cipher: of all equations just the
// one of this element fails, so the batch must give it a weight of its own.
TEST_CASE("attack 1 one false element of the cipher is found among good ballots") {
    const Voter voter(rules_vectors()["ballots"][0]);
    SeededRandom random(bytes_of("false element"));
    Maker maker(election().parameters(), random);
    const BallotShape& shape = voter.shape();
    for (std::size_t i = 0; i < shape.elements(); ++i) {
        std::vector<BallotRequest> requests;
        requests.push_back({&voter.credential, 0, voter.bits()});
        auto prepared = maker.prepare(voter.district, requests);
        auto& bytes = prepared[0].header_and_cipher;
        const std::size_t at = header_size + i * item;
        const auto element = G::Element::decode(ByteView(bytes).subspan(at, item)).value();
        std::ranges::copy((element + G::generator()).encode(),
                          bytes.begin() + static_cast<std::ptrdiff_t>(at));
        const std::vector<const Credential*> credentials(1, &voter.credential);
        const auto made = maker.cast(std::move(prepared), credentials);
        std::vector<Bytes> entries;
        for (std::size_t k = 0; k < 3; ++k)
            entries.push_back(known_ballot(k));
        entries.push_back(made[0]);
        INFO("element " << i);
        CHECK(verdicts(entries) == std::vector{Verdict::valid, Verdict::valid, Verdict::valid,
                                               Verdict::encryption_proof});
    }
}

TEST_CASE("a ballot that fails by itself does not have the others looked at again") {
    struct CountingRandom final : Random {
        SeededRandom random{bytes_of("weights")};
        int calls = 0;

        void fill(MutableByteView out) override {
            ++calls;
            random.fill(out);
        }
    };

    std::vector<Bytes> entries{known_ballot(0), known_ballot(1), known_ballot(2)};
    constexpr std::size_t counter_end = place_in_header(Field::credential) - 1;
    entries[1][counter_end] ^= 1; // other challenges: already its rules do not hold
    CountingRandom random;
    EntryVerifier verifier(election(), rules_election().roll, random);
    const std::vector<ByteView> views(entries.begin(), entries.end());
    const auto checked = verifier.verify(views);
    CHECK(checked[0].verdict == Verdict::valid);
    CHECK(checked[1].verdict != Verdict::valid);
    CHECK(checked[2].verdict == Verdict::valid);
    CHECK(random.calls == 1); // one combination, of the first and the last
}

TEST_CASE("attack 28 the counter goes on with every ballot of a voter") {
    const Voter voter(rules_vectors()["ballots"][0]);
    SeededRandom random(bytes_of("many ballots"));
    Maker maker(election().parameters(), random);
    const std::vector<std::uint64_t> counters{0, 1, 2, 1, 2, 4, 3};
    std::vector<Bytes> ballots;
    for (const std::uint64_t counter : counters) {
        const BallotRequest request{&voter.credential, counter, voter.bits()};
        const Credential* const owner = &voter.credential;
        ballots.push_back(
            maker.cast(maker.prepare(voter.district, std::span(&request, 1)), std::span(&owner, 1))
                .front());
    }
    EntryVerifier verifier(election(), rules_election().roll, random);
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    const auto checked = verifier.verify(views);
    LogRules rules(election(), rules_election().roll);
    std::vector<Verdict> found;
    std::vector<std::uint64_t> displaced;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const auto step = rules.next(views[i], checked[i]);
        found.push_back(step.verdict);
        if (step.displaced)
            displaced.push_back(step.displaced->entry());
    }
    using enum Verdict;
    CHECK(found == std::vector<Verdict>{valid, valid, valid, stale, stale, stale, valid});
    CHECK(displaced == std::vector<std::uint64_t>{0, 1, 2});
    CHECK(rules.counted() == 1);
}

TEST_CASE("attack 11 no response can be shifted by the order or negated") {
    const auto& layout = election().layout(0);
    const Bytes good = known_ballot(0);
    const Bytes order = hex_decode("edd3f55c1a631258d69cf7a2def9de14"
                                   "00000000000000000000000000000010")
                            .value();
    std::vector<Bytes> shifted;
    std::vector<Bytes> negated;
    for (std::size_t at = layout.begin_of(Part::response); at < layout.size(); at += item) {
        Bytes more = good;
        unsigned carry = 0;
        for (std::size_t i = 0; i < item; ++i) {
            carry += more[at + i] + static_cast<unsigned>(order[i]);
            more[at + i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        shifted.push_back(std::move(more));
        Bytes minus = good;
        const auto scalar = G::Scalar::decode(ByteView(good).subspan(at, item)).value();
        const auto encoding = (-scalar).encode();
        std::copy(encoding.begin(), encoding.end(),
                  minus.begin() + static_cast<std::ptrdiff_t>(at));
        negated.push_back(std::move(minus));
    }
    for (const auto verdict : verdicts(shifted))
        CHECK(verdict == Verdict::malformed);
    for (const auto verdict : verdicts(negated))
        CHECK(verdict != Verdict::valid);
}

TEST_CASE("attack 10 a ballot made of parts of two voters is refused") {
    // Header of one voter, all of the rest of another.
    Bytes mixed = known_ballot(0);
    const Bytes other = known_ballot(1);
    REQUIRE(other.size() == mixed.size());
    std::copy(other.begin() + header_size, other.end(), mixed.begin() + header_size);
    CHECK(verdicts({mixed}) == std::vector{Verdict::credential_proof});
}

// Whatever a nonce is used on must change it, even if the generator repeats itself.
TEST_CASE("attack 31 a repeated generator state repeats no randomness of a ballot") {
    const Voter voter(rules_vectors()["ballots"][0]);
    const Voter other(rules_vectors()["ballots"][1]);
    REQUIRE(voter.district == other.district);
    const auto& layout = election().layout(voter.district);
    const auto prepare = [&](const Voter& by, const BallotBits& bits, std::uint64_t counter) {
        SeededRandom random(bytes_of("the same state"));
        std::vector<BallotRequest> requests;
        requests.push_back({&by.credential, counter, BallotBits(bits.expose())});
        return Maker(election().parameters(), random).prepare(by.district, requests);
    };
    // alpha and A_0 of the first contest, R, D_0.
    const auto cast = [&](const Voter& by, std::vector<PreparedBallot> prepared) {
        SeededRandom random(bytes_of("another state"));
        const std::vector<const Credential*> credentials(1, &by.credential);
        const Bytes bytes =
            Maker(election().parameters(), random).cast(std::move(prepared), credentials).front();
        std::vector<Bytes> out;
        for (const std::size_t at :
             {header_size, layout.begin_of(Part::first), layout.begin_of(Part::second) - item,
              layout.begin_of(Part::second)})
            out.push_back(to_bytes(ByteView(bytes).subspan(at, item)));
        return out;
    };
    const auto made = [&](const Voter& by, const BallotBits& bits, std::uint64_t counter) {
        return cast(by, prepare(by, bits, counter));
    };
    const auto first = made(voter, voter.bits(), 0);
    CHECK(first == made(voter, voter.bits(), 0)); // the generator does repeat
    REQUIRE_FALSE(equal(voter.bits().expose(), other.bits().expose()));
    for (const auto& second :
         {made(voter, voter.bits(), 1), made(voter, other.bits(), 0), made(other, voter.bits(), 0)})
        for (std::size_t i = 0; i < first.size(); ++i) {
            INFO("element " << i);
            CHECK(first[i] != second[i]);
        }

    // One prepared ballot, of which only the header is another when it is cast again.
    auto prepared = prepare(voter, voter.bits(), 0);
    prepared.front().header_and_cipher[place_in_header(Field::credential) - 1] ^= 1;
    const auto again = cast(voter, std::move(prepared));
    CHECK(first[0] == again[0]);
    for (std::size_t i = 1; i < first.size(); ++i) {
        INFO("element " << i);
        CHECK(first[i] != again[i]);
    }
}

TEST_CASE("attack 7 only the named group exists") {
    const std::string text = rules_vectors()["manifest.json"].get<std::string>();
    const std::string name = R"("group":"ristretto255")";
    const auto at = text.find(name);
    REQUIRE(at != std::string::npos);
    for (const std::string other :
         {R"("group":"modp-2048")", R"("group":"Ristretto255")", R"("group":"")",
          R"("group":{"p":"23","q":"11","g":"4"})", R"("group":"ristretto255","p":"23")"}) {
        std::string changed = text;
        changed.replace(at, name.size(), other);
        const auto manifest = Manifest::parse(bytes_of(changed));
        REQUIRE_FALSE(manifest.has_value());
        CHECK(manifest.error().code == ErrorCode::malformed);
    }
}

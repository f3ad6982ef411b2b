// SPDX-License-Identifier: Apache-2.0
#include "support/rooms.h"
#include "support/vector_election.h"
#include "vectors/draw.h"
#include "vectors/made_vectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote {

namespace {

using G = Ristretto255;
using Json = nlohmann::json;
using nlohmann::ordered_json;
constexpr std::size_t item = item_size;

// A good ballot, and the ways in which its copies are spoilt.
class Spoiler {
  public:
    Spoiler(const Json& vector, Draw& draw)
        : draw_(draw),
          native_(vector),
          ballot_(draw.one_of(vector["ballots"].get<std::vector<Json>>())),
          district_(district_of_vector(election(), ballot_)),
          layout_(election().layout(district_)),
          good_(unhex(ballot_["ballot"])) {}

    const Bytes& good() const { return good_; }

    ordered_json all() {
        spoil_header();
        spoil_voter();
        spoil_encodings();
        exchange_elements();
        change_masks();
        change_responses();
        break_rules();
        return std::move(made_);
    }

  private:
    const Election& election() const { return native_.election; }

    void add(const std::string& name, const std::string& reason, const Bytes& ballot) {
        made_.push_back({{"name", name}, {"reason", reason}, {"ballot", hex_encode(ballot)}});
    }

    void add_byte(const std::string& name, const std::string& reason, std::size_t at,
                  std::uint8_t byte) {
        Bytes ballot = good_;
        ballot[at] = byte;
        add(name, reason, ballot);
    }

    void add_item(const std::string& name, const std::string& reason, std::size_t at,
                  ByteView bytes) {
        Bytes ballot = good_;
        std::ranges::copy(bytes, ballot.begin() + static_cast<std::ptrdiff_t>(at));
        add(name, reason, ballot);
    }

    ByteView item_at(std::size_t at) const { return ByteView(good_).subspan(at, item); }

    // Where masks, responses and elements are; the elements from cipher to D_1.
    std::vector<std::size_t> masks() const {
        std::vector<std::size_t> out;
        std::size_t at = layout_.begin_of(Part::first);
        for (const auto& part : layout_.shape().contests()) {
            at += (1 + part.shape->bits) * item;
            for (std::size_t i = 0; i < part.shape->rules.size(); ++i, at += item)
                out.push_back(at);
        }
        return out;
    }

    std::vector<std::size_t> elements() const {
        const auto no_elements = masks();
        std::vector<std::size_t> out;
        for (std::size_t at = header_size; at < layout_.begin_of(Part::response); at += item)
            if (std::ranges::find(no_elements, at) == no_elements.end())
                out.push_back(at);
        return out;
    }

    std::size_t response(std::size_t number) const {
        return layout_.begin_of(Part::response) + number * item;
    }

    // A scalar of the ballot and another one, added.
    ByteArray<32> sum(std::size_t at, const G::Scalar& more) const {
        return (G::Scalar::decode(item_at(at)).value() + more).encode();
    }

    void spoil_header() {
        add_byte("another version", "malformed", 0, 2);
        add_byte("another kind", "malformed", 1, 3);
        const std::size_t byte = draw_.below(32);
        add_byte(fmt::format("byte {} of the fingerprint", byte), "other election", 2 + byte,
                 good_[2 + byte] ^ 1U);
        Bytes district;
        append_u16(district, static_cast<std::uint16_t>(election().manifest().districts().size()));
        add_item("a district that is not there", "malformed", 34, district);
        add_byte("counter", "credential proof", 43, good_[43] ^ 1U);
        const std::size_t size = draw_.below(good_.size());
        add(fmt::format("only the first {} bytes", size), "malformed",
            to_bytes(ByteView(good_).first(size)));
        Bytes longer = good_;
        longer.push_back(0);
        add("one byte more", "malformed", longer);
    }

    void spoil_voter() {
        const std::size_t at = place_in_header(Field::credential);
        add_item("identity as credential", "malformed", at, ByteArray<item>{});
        add_item("a key as credential", "credential not on the roll", at,
                 election().keys().keys().front().encode());
        for (const auto& voter : native_.roll.entries())
            if (!equal(voter.credential, item_at(at)))
                add_item("credential of " + hex_encode(voter.credential).substr(0, 8),
                         voter.district == district_ ? "credential proof" : "wrong district", at,
                         voter.credential);
    }

    void spoil_encodings() {
        ByteArray<item> order = (-G::Scalar::from_u64(1)).encode();
        ++order[0];
        const auto places = elements();
        const std::size_t element = draw_.one_of(places);
        add_byte(fmt::format("element at {} is negative", element), "malformed", element,
                 good_[element] ^ 1U);
        ByteArray<item> large;
        large.fill(0xff);
        add_item(fmt::format("element at {} is not reduced", element), "malformed", element, large);
        add_item("alpha of the first contest is the identity", "malformed", header_size,
                 ByteArray<item>{});
        const std::size_t mask = draw_.one_of(masks());
        add_item(fmt::format("mask at {} is the order", mask), "malformed", mask, order);
        const std::size_t scalar = response(draw_.below(layout_.shape().elements() + 2));
        add_item(fmt::format("response at {} is the order", scalar), "malformed", scalar, order);
    }

    // Everything before the challenge is hashed, and the credential's proof is checked first.
    void exchange_elements() {
        for (const std::size_t at : elements()) {
            const auto element = G::Element::decode(item_at(at)).value();
            add_item(fmt::format("element at {} plus the generator", at), "credential proof", at,
                     (element + G::generator()).encode());
        }
    }

    void change_masks() {
        for (const std::size_t at : masks())
            add_item(fmt::format("mask at {} plus one", at), "credential proof", at,
                     sum(at, G::Scalar::from_u64(1)));
    }

    void change_responses() {
        const auto one = G::Scalar::from_u64(1);
        for (const auto& part : layout_.shape().contests()) {
            const std::size_t z = response(part.element);
            add_item(fmt::format("z at {} plus one", z), "encryption proof", z, sum(z, one));
            const std::size_t bit = draw_.below(part.shape->bits);
            const std::size_t f = z + (1 + bit) * item;
            add_item(fmt::format("f at {} plus one", f), "encryption proof", f, sum(f, one));
            if (part.shape->bits == 1)
                continue;
            const std::size_t other = z + (1 + (bit + 1) % part.shape->bits) * item;
            Bytes ballot = good_;
            const auto more = sum(f, one);
            const auto less = sum(other, -one);
            std::ranges::copy(more, ballot.begin() + static_cast<std::ptrdiff_t>(f));
            std::ranges::copy(less, ballot.begin() + static_cast<std::ptrdiff_t>(other));
            add(fmt::format("f at {} plus one, at {} minus one", f, other), "encryption proof",
                ballot);
        }
        const std::size_t z_d = response(layout_.shape().elements());
        add_item("z_D plus one", "bit proof", z_d, sum(z_d, one));
        add_item("z_credential plus one", "credential proof", z_d + item, sum(z_d + item, one));
    }

    // Correctly made proofs of bits that break a rule: one of the bits in it is flipped.
    void break_rules() {
        for (const auto& part : layout_.shape().contests()) {
            const std::size_t rule = draw_.below(part.shape->rules.size());
            const auto& coefficients = part.shape->rules[rule].coefficients;
            for (std::size_t i = 0; i < part.shape->bits; ++i) {
                if (coefficients[i] == 0)
                    continue;
                BallotBits bits = bits_of_vector(election(), ballot_);
                bits.expose()[part.bit + i] ^= 1U;
                add(fmt::format("bit {} turned over: breaks rule {} of its contest", part.bit + i,
                                rule + 1),
                    "rule", ballot_of_vector(election(), ballot_, bits));
            }
        }
    }

    Draw& draw_;
    NativeElection native_;
    Json ballot_;
    std::size_t district_;
    const Layout& layout_;
    Bytes good_;
    ordered_json made_;
};

} // namespace

ordered_json made_invalid_ballots(const std::string& seed) {
    const auto election = made_election(seed);
    const Json vector = Json::parse(election.dump());
    Draw draw("invalid ballots " + seed);
    Spoiler spoiler(vector, draw);
    ordered_json out;
    out["description"] = "one valid ballot and invalid ones, made from the seed " + seed;
    for (const auto* const name :
         {"manifest.json", "keys.json", "roll.csv", "board.json", "fingerprint"})
        out[name] = election[name];
    out["valid"] = hex_encode(spoiler.good());
    out["invalid"] = spoiler.all();
    return out;
}

} // namespace evote

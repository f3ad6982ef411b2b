// SPDX-License-Identifier: Apache-2.0
// Openings of audited ballots (docs/protocol.md, section 5).
#include "protocol/opening.h"
#include "support/rooms.h"
#include "support/vector_ballot.h"
#include "support/vector_election.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;

class OpeningSpoiler {
  public:
    OpeningSpoiler(Refusals& out, const ordered_json& election)
        : out_(out),
          vector_(nlohmann::json::parse(election.dump())),
          native_(vector_),
          ballot_(vector_["ballots"][0]),
          good_(opening_of(ballot_)),
          doc_(out, written(good_), {{"tracker", ballot_["tracker"].get<std::string>()}}) {}

    void all() {
        for (const auto& ballot : vector_["ballots"])
            out_.add("valid",
                     fmt::format("The opening of a ballot with the counter {}.",
                                 ballot["counter"].get<int>()),
                     {{"tracker", ballot["tracker"].get<std::string>()},
                      {"text", written(opening_of(ballot))}});
        lie_about_ballot();
        spoil_header();
        prepare_falsely();
        spoil_lists();
        doc_.json_forms("valid", "/contests/0/bits/0");
    }

  private:
    const Election& election() const { return native_.election; }

    Opening opening_of(const nlohmann::json& ballot) const {
        const auto district = district_of_vector(election(), ballot);
        const auto header = unhex(ballot["ballot"]);
        const auto bits = bits_of_vector(election(), ballot);
        Opening out{to_bytes(ByteView(header).first(header_size)),
                    {bits.expose().begin(), bits.expose().end()},
                    {}};
        std::size_t at = 0; // r, s and the a of each contest
        for (const auto& part : election().layout(district).shape().contests()) {
            out.randomness.push_back(scalar_of_vector(ballot["nonces"][at]));
            at += 2 + part.shape->bits;
        }
        return out;
    }

    std::string written(const Opening& opening) const {
        return std::string(text_of(write_opening(election(), opening)));
    }

    // The opening of a ballot that was shown, for which it is not.
    void lie_about_ballot() {
        const auto other = [&](const std::string& comment, const SpoiltJson::Change& change) {
            doc_.change("other-ballot", comment, change);
        };
        const std::size_t contests = doc_.at("/contests").size();
        for (std::size_t n = 0; n < contests; ++n) {
            const std::string contest = fmt::format("/contests/{}/", n);
            doc_.set("other-ballot", fmt::format("One is added to {}randomness.", contest),
                     contest + "randomness", plus_one(doc_.at(contest + "randomness")));
            doc_.bad_scalars("malformed", contest + "randomness");
            for (std::size_t i = 0; i < doc_.at(contest + "bits").size(); ++i) {
                const std::string bit = fmt::format("{}bits/{}", contest, i);
                doc_.set("other-ballot", fmt::format("{} is turned over.", bit), bit,
                         1 - doc_.at(bit).get<int>());
            }
        }
        other("Another valid choice is shown: all bits of a contest are those of another vote.",
              [](ordered_json& value) {
                  auto& bits = value["contests"].back()["bits"];
                  std::swap(bits[0], bits[1]);
              });
        const auto& second = vector_["ballots"][1];
        doc_.text("other-ballot", "The opening is that of another ballot.",
                  written(opening_of(second)));
        out_.add("other-ballot", "A bit of the tracker that the voter noted is another one.",
                 {{"tracker", flipped(ballot_["tracker"])}, {"text", doc_.good()}});
    }

    static std::string flipped(const std::string& hex) {
        auto bytes = hex_decode(hex).value();
        bytes.back() ^= 1U;
        return hex_encode(bytes);
    }

    std::string header_with(std::size_t at, ByteView bytes) const {
        Bytes header = good_.header;
        std::ranges::copy(bytes, header.begin() + static_cast<std::ptrdiff_t>(at));
        return hex_encode(header);
    }

    void spoil_header() {
        const auto header = [&](std::string_view reason, std::string_view comment, std::size_t at,
                                ByteView bytes) {
            doc_.set(reason, comment, "/header", header_with(at, bytes));
        };
        const Bytes two{2};
        header("malformed", "The version of the header is 2.", 0, two);
        header("malformed", "The kind of the header is 2.", 1, two);
        const Bytes other{static_cast<std::uint8_t>(good_.header[33] ^ 1U)};
        header("other-election", "A bit of the fingerprint in the header is changed.", 33, other);
        const Bytes district{0, 2};
        header("malformed", "The district in the header does not exist.", 34, district);
        const Bytes counter{7};
        header("other-ballot", "The counter in the header is another one.", 43, counter);
        header("other-ballot", "The credential in the header is a joint key.", 44,
               election().keys().keys()[0].encode());
        const std::string good = doc_.at("/header");
        doc_.set("malformed", "The header is a byte short.", "/header",
                 good.substr(0, good.size() - 2));
        doc_.set("malformed", "The header is a byte too long.", "/header", good + "00");
    }

    // Ballots that a device had prepared and whose trackers were shown, though the board would have
    // refused them.
    void prepare_falsely() {
        const auto prepared = [&](std::string_view comment, const Opening& opening) {
            const auto ballot = must(recompute(election().parameters(), opening));
            out_.add("bad-ballot", comment,
                     {{"tracker", hex_encode(tracker_of(ballot))}, {"text", written(opening)}});
        };
        const auto& shape = election().layout(district_of_vector(election(), ballot_)).shape();
        const auto& last = shape.contests().back();
        Opening changed = good_;
        for (std::size_t i = 0; i < last.shape->options; ++i)
            changed.bits[last.bit + i] = 1;
        prepared("The prepared ballot chooses all options of a contest of which one may be chosen.",
                 changed);
        changed = good_;
        for (std::size_t i = 0; i < last.shape->options; ++i)
            changed.bits[last.bit + i] = 0;
        prepared("The prepared ballot chooses no option of a contest of which one must be chosen.",
                 changed);
        changed = good_;
        changed.randomness[0] = G::Scalar();
        prepared("The randomness of a contest of the prepared ballot is 0: anybody can read it.",
                 changed);
        changed = good_;
        const auto stranger = election().keys().keys()[0].encode();
        std::ranges::copy(stranger, changed.header.begin() + 44);
        prepared("The credential of the prepared ballot is not on the roll.", changed);
        prepare_slack_falsely(prepared);
        prepare_elsewhere(prepared);
    }

    template <class Prepared>
    void prepare_slack_falsely(const Prepared& prepared) {
        for (const auto& ballot : vector_["ballots"]) {
            const auto district = district_of_vector(election(), ballot);
            for (const auto& part : election().layout(district).shape().contests()) {
                if (part.shape->bits == part.shape->options)
                    continue;
                Opening changed = opening_of(ballot);
                changed.bits[part.bit + part.shape->options] ^= 1U;
                prepared("A slack bit of the prepared ballot is turned over, so that a rule's "
                         "equation does not hold.",
                         changed);
                return;
            }
        }
    }

    // A ballot of the other district.
    template <class Prepared>
    void prepare_elsewhere(const Prepared& prepared) {
        for (const auto& ballot : vector_["ballots"]) {
            if (ballot["district"] == ballot_["district"])
                continue;
            Opening changed = opening_of(ballot);
            std::copy_n(good_.header.begin() + 44, 32, changed.header.begin() + 44);
            prepared("The prepared ballot is of another district than its voter.", changed);
            return;
        }
    }

    void spoil_lists() {
        doc_.set("malformed", "A bit is 2.", "/contests/0/bits/0", 2);
        doc_.set("malformed", "A bit is true.", "/contests/0/bits/0", true);
        doc_.erase("malformed", "A bit of the first contest is missing.", "/contests/0/bits/0");
        doc_.change("malformed", "The first contest has a bit too many.",
                    [](ordered_json& value) { value["contests"][0]["bits"].push_back(0); });
        doc_.set("malformed", "The id of the first contest is another one.", "/contests/0/id",
                 "other");
        doc_.erase("malformed", "The first contest is missing.", "/contests/0");
        doc_.change("malformed", "The first contest is there twice.",
                    [](ordered_json& value) { value["contests"].push_back(value["contests"][0]); });
        doc_.erase("malformed", "The randomness is missing.", "/contests/0/randomness");
        doc_.erase("malformed", "The header is missing.", "/header");
    }

    Refusals& out_;
    nlohmann::json vector_;
    NativeElection native_;
    nlohmann::json ballot_;
    Opening good_;
    SpoiltJson doc_;
};

} // namespace

ordered_json refused_openings(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Refusals out("openings of audited ballots", seed);
    add_sealed_files(out, election);
    OpeningSpoiler(out, election).all();
    return std::move(out).take();
}

} // namespace evote

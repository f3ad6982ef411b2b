// SPDX-License-Identifier: Apache-2.0
// tally.json and result.json (docs/protocol.md, section 7).
#include "support/rooms.h"
#include "support/vector_election.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;

std::string other_hash(std::string hex) {
    hex.back() = hex.back() == '0' ? '1' : '0';
    return hex;
}

class TallySpoiler {
  public:
    TallySpoiler(Refusals& out, const ordered_json& election)
        : vector_(nlohmann::json::parse(election.dump())),
          native_(vector_),
          doc_(out, election["tally.json"]) {
        for (const auto& ballot : vector_["ballots"])
            entries_.push_back(unhex(ballot["ballot"]));
        entries_.push_back(unhex(vector_["closing_entry"]));
    }

    void all() {
        doc_.text("valid", "The tally as evote-aggregate writes it.", doc_.good());
        count_falsely();
        spoil_sums();
        spoil_head();
        spoil_lists();
        doc_.json_forms("other-tally", "/counted");
    }

    const std::vector<Bytes>& entries() const { return entries_; }

  private:
    // Other logs, with size and root of the right one.
    void count_falsely() {
        const auto without = [&](std::size_t entry) {
            auto entries = entries_;
            entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(entry));
            return entries;
        };
        counted("The last ballot is not counted.", without(entries_.size() - 2));
        counted("Only the first ballot is counted.", {entries_.front(), entries_.back()});
        counted("No ballot is counted.", {entries_.back()});
        const auto& tally = good_tally();
        EncryptedTally twice = tally;
        const auto alone = tally_of(native_, {entries_.front(), entries_.back()}, tally.log_root);
        for (std::size_t n = 0; n < twice.contests.size(); ++n) {
            merge(twice.contests[n], alone.contests[n]);
        }
        twice.counted += alone.counted;
        twice.weight += alone.weight;
        write("The first ballot is added once more.", twice);
        EncryptedTally shifted = tally;
        auto& betas = shifted.contests[0].betas;
        betas[0] = betas[0] + G::generator();
        betas[1] = betas[1] + -G::generator();
        write(
            "A vote of option b is made one of option a, by adding and taking away the generator.",
            shifted);
        EncryptedTally blinded = tally;
        for (std::size_t n = 0; n < blinded.contests.size(); ++n) {
            const auto keys = native_.election.keys().keys();
            auto& cipher = blinded.contests[n];
            cipher.alpha = cipher.alpha + G::generator();
            for (std::size_t i = 0; i < cipher.betas.size(); ++i)
                cipher.betas[i] = cipher.betas[i] + keys[i];
        }
        write("Every sum is encrypted again with 1 as the additional randomness: the result is the "
              "same.",
              blinded);
    }

    EncryptedTally good_tally() const {
        return must(EncryptedTally::parse(bytes_of(doc_.good()), native_.election.manifest()));
    }

    void counted(std::string_view comment, const std::vector<Bytes>& entries) {
        const auto good = good_tally();
        auto tally = tally_of(native_, entries, good.log_root);
        tally.log_size = good.log_size;
        write(comment, tally);
    }

    void write(std::string_view comment, const EncryptedTally& tally) {
        doc_.text("other-tally", comment, text_of(tally.write(native_.election.manifest())));
    }

    void spoil_sums() {
        for (const auto* const at : {"/contests/0/alpha", "/contests/0/betas/0",
                                     "/contests/0/betas/2", "/contests/1/betas/1"}) {
            doc_.set("other-tally", fmt::format("The generator is added to {}.", at), at,
                     plus_generator(doc_.at(at)));
        }
        doc_.bad_elements("malformed", "/contests/1/alpha");
        doc_.bad_elements("malformed", "/contests/0/betas/1");
        doc_.exchange("other-tally", "The first two sums of the first contest are exchanged.",
                      "/contests/0/betas/0", "/contests/0/betas/1");
        doc_.exchange("other-tally", "The alphas of the contests are exchanged.",
                      "/contests/0/alpha", "/contests/1/alpha");
    }

    void spoil_head() {
        doc_.set("other-election", "Another fingerprint is written.", "/election",
                 other_hash(doc_.at("/election")));
        doc_.set("other-tally", "Another root of the log is written.", "/log/root",
                 other_hash(doc_.at("/log/root")));
        doc_.set("other-tally", "The log is said to have one entry more.", "/log/size",
                 doc_.at("/log/size").get<int>() + 1);
        doc_.set("other-tally", "The number of counted ballots is one more.", "/counted",
                 doc_.at("/counted").get<int>() + 1);
        doc_.set("other-tally", "The weight of the counted ballots is one less.", "/weight",
                 doc_.at("/weight").get<std::uint64_t>() - 1);
        doc_.set("malformed", "The number of counted ballots is negative.", "/counted", -1);
        doc_.set("malformed", "The weight is 2^40 + 1.", "/weight", (std::uint64_t{1} << 40) + 1);
        doc_.set("malformed", "The size of the log is a string.", "/log/size", "3");
        doc_.erase("malformed", "The root of the log is missing.", "/log/root");
    }

    void spoil_lists() {
        doc_.exchange("malformed", "The contests are exchanged.", "/contests/0", "/contests/1");
        doc_.erase("malformed", "The second contest is missing.", "/contests/1");
        doc_.erase("malformed", "The last option of the first contest is missing.",
                   "/contests/0/betas/2");
        doc_.change("malformed", "The first contest has a slack bit too, as the ballots have.",
                    [](ordered_json& value) {
                        auto& betas = value["contests"][0]["betas"];
                        betas.push_back(betas[2]);
                    });
        doc_.set("malformed", "The id of the second contest is another one.", "/contests/1/id",
                 "other");
    }

    nlohmann::json vector_;
    NativeElection native_;
    SpoiltJson doc_;
    std::vector<Bytes> entries_;
};

// The decryptions that a result can name: that of trustee 2 is wrong.
ordered_json some_decryptions(const ordered_json& election, Draw& draw) {
    const auto vector = nlohmann::json::parse(election.dump());
    const NativeElection native(vector);
    const auto file = must(TallyFile::parse(text_bytes(vector["tally.json"]), native.election));
    ordered_json out;
    for (std::uint16_t trustee = 1; trustee <= 3; ++trustee) {
        const auto nonces = draw.scalars(native.election.manifest().contests().size());
        auto share =
            share_of_vector(vector, native.election, file, trustee, nlohmann::json(nonces));
        if (trustee == 2)
            share.contests[0].response = -share.contests[0].response;
        out.push_back({{"trustee", trustee},
                       {"decryption.json", text_of(share.write(native.election.manifest()))}});
    }
    return out;
}

// The result with these trustees' names.
std::string result_of(const ordered_json& election, const std::vector<int>& trustees) {
    auto result = ordered_json::parse(election["result.json"].get<std::string>());
    result["trustees"] = trustees;
    return result.dump() + "\n";
}

void spoil_totals(SpoiltJson& doc) {
    for (const auto* const at : {"/contests/0/totals/a", "/contests/0/totals/c",
                                 "/contests/1/totals/yes", "/contests/1/totals/no"})
        doc.set("invalid", fmt::format("One is added to {}.", at), at,
                doc.at(at).get<std::uint64_t>() + 1);
    doc.change("invalid", "The totals of yes and no are exchanged.", [](ordered_json& value) {
        auto& totals = value["contests"][1]["totals"];
        std::swap(totals["yes"], totals["no"]);
    });
    doc.set("invalid", "The total of a is 2^40.", "/contests/0/totals/a", std::uint64_t{1} << 40);
    doc.set("malformed", "The total of a is 2^40 + 1.", "/contests/0/totals/a",
            (std::uint64_t{1} << 40) + 1);
    doc.set("malformed", "The total of a is negative.", "/contests/0/totals/a", -1);
    doc.set("malformed", "The total of a is null.", "/contests/0/totals/a", nullptr);
    doc.erase("malformed", "The total of c is missing.", "/contests/0/totals/c");
    doc.set("malformed", "There is a total of an option that does not exist.",
            "/contests/0/totals/d", 0);
    doc.change("valid", "The options of a contest are in another order.", [](ordered_json& value) {
        auto& totals = value["contests"][1]["totals"];
        totals = {{"no", totals["no"]}, {"yes", totals["yes"]}};
    });
    doc.exchange("malformed", "The contests are exchanged.", "/contests/0", "/contests/1");
    doc.erase("malformed", "The second contest is missing.", "/contests/1");
}

void spoil_result(SpoiltJson& doc) {
    doc.text("valid", "The result as evote-decrypt combine writes it.", doc.good());
    doc.set("invalid", "Trustee 2 is named, whose decryption is wrong.", "/trustees", {1, 2});
    doc.set("invalid", "The trustees are not in increasing order.", "/trustees", {3, 1});
    doc.set("invalid", "One trustee is named twice.", "/trustees", {1, 1});
    doc.set("malformed", "Only one trustee is named, and two are needed.", "/trustees",
            ordered_json::array({1}));
    doc.set("malformed", "All three trustees are named.", "/trustees", {1, 2, 3});
    doc.set("malformed", "A trustee 4 is named.", "/trustees", {1, 4});
    doc.set("malformed", "A trustee 0 is named.", "/trustees", {0, 1});
    doc.set("malformed", "No trustee is named.", "/trustees", ordered_json::array());
    doc.set("other-tally", "Another fingerprint is written.", "/election",
            other_hash(doc.at("/election")));
    doc.set("other-tally", "Another hash of tally.json is written.", "/tally",
            other_hash(doc.at("/tally")));
    doc.exchange("other-tally", "Fingerprint and hash are exchanged.", "/tally", "/election");
    doc.erase("malformed", "The hash of tally.json is missing.", "/tally");
    spoil_totals(doc);
    doc.json_forms("valid", "/trustees/0");
}

} // namespace

ordered_json refused_tallies(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Refusals out("tally.json of a closed log", seed);
    add_sealed_files(out, election);
    TallySpoiler spoiler(out, election);
    for (const auto& entry : spoiler.entries())
        out["entries"].push_back(hex_encode(entry));
    out["checkpoint"] = election["checkpoint"];
    spoiler.all();
    return std::move(out).take();
}

ordered_json refused_results(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Draw draw("refused results " + seed);
    Refusals out("result.json of a tally with the decryptions by three trustees", seed);
    add_sealed_files(out, election);
    out["tally.json"] = election["tally.json"];
    out["decryptions"] = some_decryptions(election, draw);
    SpoiltJson doc(out, result_of(election, {1, 3}));
    spoil_result(doc);
    return std::move(out).take();
}

} // namespace evote

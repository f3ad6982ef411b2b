// SPDX-License-Identifier: Apache-2.0
// roll.csv (docs/protocol.md, section 4).
#include "base/text.h"
#include "group/ristretto255.h"
#include "support/rooms.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;
constexpr std::string_view bad_roll = "malformed";

// Rows in increasing order.
std::string roll_text(std::vector<std::string> rows) {
    std::ranges::sort(rows);
    std::string out = "credential,district,weight\n";
    for (const auto& row : rows)
        out += row + "\n";
    return out;
}

class RollSpoiler {
  public:
    RollSpoiler(Refusals& out, std::string good) : out_(out), good_(std::move(good)) {
        const auto lines = split(good_, '\n');
        for (std::size_t i = 1; i + 1 < lines.size(); ++i)
            rows_.emplace_back(lines[i]);
    }

    void all() {
        text("valid", "The roll as evote-credentials issue writes it.", good_);
        text("valid", "Nobody is on the roll.", roll_text({}));
        spoil_lines();
        spoil_credentials();
        spoil_values();
        spoil_order();
    }

  private:
    void text(std::string_view reason, std::string_view comment, std::string_view text) {
        out_.add(reason, comment, {{"text", text}});
    }

    std::string replaced(std::string_view what, std::string_view with) const {
        std::string out = good_;
        return out.replace(out.find(what), what.size(), with);
    }

    // The first row with another credential, district or weight.
    void row(std::string_view reason, std::string_view comment, const std::string& first) {
        auto rows = rows_;
        rows.front() = first;
        text(reason, comment, roll_text(rows));
    }

    std::string row_of(const std::string& credential, const std::string& district,
                       const std::string& weight) const {
        return credential + "," + district + "," + weight;
    }

    std::string credential() const { return rows_.front().substr(0, 64); }

    void spoil_lines() {
        text(bad_roll, "Lines end with CR LF.", with_carriage_returns(good_));
        text(bad_roll, "The last line has no line end.", good_.substr(0, good_.size() - 1));
        text(bad_roll, "An empty line follows.", good_ + "\n");
        text(bad_roll, "An empty line stands before the rows.", replaced("weight\n", "weight\n\n"));
        text(bad_roll, "The header is missing.", good_.substr(good_.find('\n') + 1));
        text(bad_roll, "The header has another order.",
             replaced("credential,district", "district,credential"));
        text(bad_roll, "A byte order mark is put first.", "\xEF\xBB\xBF" + good_);
        text(bad_roll, "The header has a column too many.", replaced("weight\n", "weight,name\n"));
        text(bad_roll, "The file is empty.", "");
    }

    void spoil_credentials() {
        const std::string good = credential();
        row(bad_roll, "A credential is in upper-case hex.", row_of(upper_case(good), "west", "1"));
        row(bad_roll, "A credential is a byte short.", row_of(good.substr(2), "west", "1"));
        row(bad_roll, "A credential is a byte too long.", row_of(good + "00", "west", "1"));
        row(bad_roll, "A credential is the identity, with which anybody could vote.",
            row_of(identity_hex, "west", "1"));
        row(bad_roll, "A credential is written as its negative: the encoding is an odd number.",
            row_of("01" + good.substr(2), "west", "1"));
        row(bad_roll, "A credential is p + 1, p being the order of the field.",
            row_of("ee" + std::string(60, 'f') + "7f", "west", "1"));
        row(bad_roll, "A credential is a reduced and even number that encodes no element.",
            row_of("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371", "west",
                   "1"));
        row("valid", "A credential is the generator.",
            row_of(hex_encode(G::generator().encode()), "west", "1"));
    }

    void spoil_values() {
        const std::string good = credential();
        row(bad_roll, "A district does not exist.", row_of(good, "north", "1"));
        row(bad_roll, "A district is in upper case.", row_of(good, "West", "1"));
        row(bad_roll, "A district is in quotation marks.", row_of(good, "\"west\"", "1"));
        for (const auto* const weight : {"0", "", "01", "+1", "-1", "1.0", " 1", "1 ", "4294967297",
                                         "18446744073709551617", "1,", "1,a"})
            row(bad_roll, fmt::format("A weight is written as \"{}\".", weight),
                row_of(good, "west", weight));
        row(bad_roll, "A row has no weight.", good + ",west");
        row(bad_roll, "A row is a credential alone.", good);
        row("valid", "A weight is 2^32.", row_of(good, "west", "4294967296"));
    }

    void spoil_order() {
        std::string out = "credential,district,weight\n";
        auto rows = rows_;
        std::ranges::sort(rows);
        std::swap(rows[0], rows[1]);
        for (const auto& one : rows)
            out += one + "\n";
        text(bad_roll, "Two rows are exchanged.", out);
        rows = rows_;
        rows.push_back(credential() + ",east,1");
        text(bad_roll, "A credential is there twice.", roll_text(rows));
        std::vector<std::string> heavy;
        for (std::uint64_t i = 1; i <= 256; ++i)
            heavy.push_back(row_of(hex_encode((G::Scalar::from_u64(i) * G::generator()).encode()),
                                   "west", "4294967296"));
        text("valid", "256 voters of weight 2^32: their weights add up to 2^40.", roll_text(heavy));
        heavy.push_back(
            row_of(hex_encode((G::Scalar::from_u64(257) * G::generator()).encode()), "west", "1"));
        text(bad_roll, "Another voter's weight makes that more than 2^40.", roll_text(heavy));
    }

    Refusals& out_;
    std::string good_;
    std::vector<std::string> rows_;
};

} // namespace

ordered_json refused_rolls(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Refusals out("roll.csv", seed);
    out["manifest.json"] = election["manifest.json"];
    RollSpoiler(out, election["roll.csv"]).all();
    return std::move(out).take();
}

} // namespace evote

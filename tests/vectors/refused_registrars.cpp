// SPDX-License-Identifier: Apache-2.0
// The registrars' files and the roll that they make (docs/protocol.md, section 4a).
#include "base/text.h"
#include "support/rooms.h"
#include "vectors/made_registrars.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

#include <utility>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;
using Statement = MadeRegistrars::Statement;
using Lines = MadeRegistrars::Lines;
using Files = MadeRegistrars::Files;

// What is spoilt is registrar 2's, the others' beside it as they were.
constexpr std::uint8_t spoilt = 2;

// A roll with one row more, in its place.
std::string with_row(const std::string& roll, const std::string& row) {
    std::size_t at = roll.find('\n') + 1;
    while (at < roll.size() && roll.substr(at, row.size()) < row)
        at = roll.find('\n', at) + 1;
    return roll.substr(0, at) + row + "\n" + roll.substr(at);
}

class RegistrarsSpoiler {
  public:
    RegistrarsSpoiler(Refusals& out, MadeRegistrars made)
        : out_(out), made_(std::move(made)), good_(made_.files()), csv_(made_.halves(spoilt)) {}

    void all() {
        out_["keys"] = made_.keys();
        for (const auto& [path, text] : good_)
            out_["files"].push_back({{"path", path}, {"text", text}});
        valid();
        spoil_lines();
        spoil_values();
        spoil_halves();
        disagree();
        combine();
        spoil_texts();
        spoil_proofs();
        prove_falsely();
        spoil_signatures();
        spoil_roll();
        leave_out();
    }

  private:
    using Change = std::function<void(MadeRegistrars&)>;
    using Edit = std::function<void(Lines&)>;

    void file(std::string_view reason, std::string_view comment, const std::string& path,
              const ordered_json& text) {
        out_.add(reason, comment,
                 {{"files", ordered_json::array({{{"path", path}, {"text", text}}})}});
    }

    // Other files, all of them signed and proved; the roll is theirs, or as it was.
    void made(std::string_view reason, std::string_view comment, const Change& change,
              bool keeps_roll = true) {
        MadeRegistrars other = made_;
        change(other);
        ordered_json changed = ordered_json::array();
        for (const auto& [path, text] : other.files())
            if (text != good_.at(path) && !(keeps_roll && path == "roll.csv"))
                changed.push_back({{"path", path}, {"text", text}});
        out_.add(reason, comment, {{"files", changed}});
    }

    // Another file of halves, which the registrar's note is of.
    void halves(std::string_view reason, std::string_view comment, const std::string& csv) {
        Lines lines = made_.note(spoilt, csv, MadeRegistrars::challenge);
        out_.add(reason, comment,
                 {{"files",
                   {{{"path", MadeRegistrars::halves_path(spoilt)}, {"text", csv}},
                    {{"path", MadeRegistrars::note_path(spoilt)},
                     {"text", made_.signed_by(spoilt, lines)}}}}});
    }

    void replaced(std::string_view reason, std::string_view comment, std::string_view what,
                  std::string_view with) {
        std::string csv = csv_;
        halves(reason, comment, csv.replace(csv.find(what), what.size(), with));
    }

    // Another text of the note, signed.
    void note(std::string_view reason, std::string_view comment, const Edit& edit,
              std::uint8_t signer = spoilt) {
        Lines lines = good_note();
        edit(lines);
        file(reason, comment, MadeRegistrars::note_path(spoilt), made_.signed_by(signer, lines));
    }

    void line(std::string_view reason, std::string_view comment, std::size_t at,
              const std::string& text) {
        note(reason, comment, [&](Lines& lines) { lines[at] = text; });
    }

    void proved(std::string_view comment, const MadeRegistrars::Challenge& by) {
        file("bad-proof", comment, MadeRegistrars::note_path(spoilt),
             made_.signed_by(spoilt, made_.note(spoilt, csv_, by)));
    }

    Lines good_note() const { return made_.note(spoilt, csv_, MadeRegistrars::challenge); }

    std::string half(std::size_t voter) const {
        return std::string(split(split(csv_, '\n')[voter + 1], ',')[3]);
    }

    void valid() {
        out_.add("valid", "The files as the registrars write them.",
                 {{"files", ordered_json::array()}});
        made(
            "valid", "There are no voters.", [](MadeRegistrars& other) { other.voters.clear(); },
            false);
        made(
            "valid", "There is one voter.", [](MadeRegistrars& other) { other.voters.resize(1); },
            false);
        made(
            "valid", "A half is the generator.",
            [](MadeRegistrars& other) { other.set_secret(1, 0, G::Scalar::from_u64(1)); }, false);
        made(
            "valid", "A half of one registrar is a half of another one, too.",
            [](MadeRegistrars& other) { other.set_secret(1, 0, other.secret(2, 1)); }, false);
        made(
            "valid", "Two halves of a voter are inverse to each other; the third is not.",
            [](MadeRegistrars& other) { other.set_secret(1, 0, -other.secret(2, 0)); }, false);
        made("valid", "T is the identity, as tau is 0: that is unwise, and proves it all the same.",
             [](MadeRegistrars& other) { other.taus[0] = G::Scalar::from_u64(0); });
        made(
            "valid", "A weight is 2^32.",
            [](MadeRegistrars& other) { other.voters[0].weight = "4294967296"; }, false);
    }

    void spoil_lines() {
        halves("malformed", "Lines end with CR LF.", with_carriage_returns(csv_));
        halves("malformed", "The last line has no line end.", csv_.substr(0, csv_.size() - 1));
        halves("malformed", "An empty line follows.", csv_ + "\n");
        halves("malformed", "The header is missing.", csv_.substr(csv_.find('\n') + 1));
        halves("malformed", "A byte order mark is put first.", "\xEF\xBB\xBF" + csv_);
        halves("malformed", "The file is empty.", "");
        replaced("malformed", "The header has another order.", "number,district",
                 "district,number");
        replaced("malformed", "An empty line stands before the rows.", "half\n", "half\n\n");
        replaced("malformed", "A row has a column too many.", half(0), half(0) + ",1");
        replaced("malformed", "A row has no half.", "," + half(0), "");
    }

    void spoil_values() {
        replaced("malformed", "A number is written with a zero before it.", "\n2,", "\n02,");
        replaced("malformed", "Numbers begin with 0.", "\n1,", "\n0,");
        replaced("malformed", "A number is skipped.", "\n4,", "\n5,");
        replaced("malformed", "A number is there twice.", "\n4,", "\n3,");
        replaced("malformed", "A number is in quotation marks.", "\n1,", "\n\"1\",");
        replaced("malformed", "A district does not exist.", "\n1,east", "\n1,north");
        replaced("malformed", "A district is in upper case.", "\n1,east", "\n1,East");
        for (const auto* const weight :
             {"0", "", "01", "+1", "-1", "1.0", " 1", "4294967297", "18446744073709551617"})
            replaced("malformed", fmt::format("A weight is written as \"{}\".", weight),
                     "\n1,east,1,", fmt::format("\n1,east,{},", weight));
        std::string heavy = csv_;
        for (std::size_t voter = 5; voter <= 261; ++voter)
            heavy += fmt::format("{},east,4294967296,{}\n", voter,
                                 hex_encode(G::mul_generator(G::Scalar::from_u64(voter)).encode()));
        halves("malformed", "The weights add up to more than 2^40.", heavy);
    }

    void spoil_halves() {
        replaced("malformed", "A half is in upper-case hex.", half(0), upper_case(half(0)));
        replaced("malformed", "A half is a byte short.", half(0), half(0).substr(2));
        replaced("malformed", "A half is a byte too long.", half(0), half(0) + "00");
        replaced("bad-half", "A half is written as its negative: the encoding is an odd number.",
                 half(0), "01" + half(0).substr(2));
        replaced("bad-half", "A half is p + 1, p being the order of the field.", half(0),
                 "ee" + std::string(60, 'f') + "7f");
        replaced("bad-half", "A half is a reduced and even number that encodes no element.",
                 half(0), "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371");
        made("bad-half", "A half is the identity: the others know the secret of the voter.",
             [](MadeRegistrars& other) { other.set_secret(2, 0, G::Scalar::from_u64(0)); });
        made("bad-half", "A half is in the file twice.",
             [](MadeRegistrars& other) { other.set_secret(2, 0, other.secret(2, 3)); });
    }

    void disagree() {
        replaced("registrars-differ", "A voter has another district with registrar 2.", "1,east",
                 "1,west");
        replaced("registrars-differ", "A voter has another weight with registrar 2.", "west,3",
                 "west,2");
        halves("registrars-differ", "Registrar 2 has a voter less.",
               csv_.substr(0, csv_.find("\n4,") + 1));
        halves("registrars-differ", "Registrar 2 has a voter more.",
               csv_ + fmt::format("5,east,1,{}\n", hex_encode(G::generator().encode())));
        line("registrars-differ", "Registrar 2 was given another private list.", 3,
             hex_encode(ByteArray<32>{}));
    }

    void combine() {
        made("bad-half", "The halves of a voter cancel: anybody could vote.",
             [](MadeRegistrars& other) {
                 other.set_secret(3, 0, -(other.secret(1, 0) + other.secret(2, 0)));
             });
        made("bad-half", "Two voters have one credential.", [](MadeRegistrars& other) {
            other.set_secret(3, 0,
                             other.secret(1, 1) + other.secret(2, 1) + other.secret(3, 1) -
                                 other.secret(1, 0) - other.secret(2, 0));
        });
    }

    void spoil_texts() {
        line("malformed", "The note has another format.", 0, "evote-registrar-2");
        for (const auto* const number : {"02", "0", "9", "", "2 ", "two"})
            line("malformed", fmt::format("The number in the note is written as \"{}\".", number),
                 1, number);
        line("other-registrar", "The note names registrar 1.", 1, "1");
        line("other-registrar", "The note names a registrar whom the election does not have.", 1,
             "4");
        line("other-election", "The note is of another manifest.", 2, hex_encode(ByteArray<32>{}));
        for (const std::size_t at : {2U, 3U, 4U, 5U, 6U}) {
            const std::string good = good_note()[at];
            line("malformed", fmt::format("Line {} of the note is in upper case.", at + 1), at,
                 upper_case(good));
            line("malformed", fmt::format("Line {} of the note is a byte short.", at + 1), at,
                 good.substr(2));
        }
        note("malformed", "The list hash is missing.",
             [](Lines& lines) { lines.erase(lines.begin() + 3); });
        note("malformed", "zeta is missing.", [](Lines& lines) { lines.pop_back(); });
        note("malformed", "The note has a line more.",
             [](Lines& lines) { lines.push_back(lines.back()); });
        line("changed", "The note is of another file.", 4, hex_encode(ByteArray<32>{}));
        file("changed", "The file of halves is registrar 1's.", MadeRegistrars::halves_path(spoilt),
             good_.at(MadeRegistrars::halves_path(1)));
    }

    void spoil_proofs() {
        const Lines good = good_note();
        const Lines other = made_.note(1, made_.halves(1), MadeRegistrars::challenge);
        line("bad-proof", "The generator is added to T.", 5, plus_generator(good[5]));
        line("bad-proof", "T is replaced by the identity.", 5, identity_hex);
        line("bad-proof", "T is an odd number.", 5, "01" + good[5].substr(2));
        line("bad-proof", "One is added to zeta.", 6, plus_one(good[6]));
        line("bad-proof", "zeta is negated.", 6, negated_scalar(good[6]));
        line("bad-proof", "zeta is the order of the group.", 6,
             "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        line("bad-proof", "zeta is 2^256 - 1.", 6, std::string(64, 'f'));
        note("bad-proof", "The proof is that of registrar 1.", [&](Lines& lines) {
            lines[5] = other[5];
            lines[6] = other[6];
        });
    }

    void prove_falsely() {
        proved("The challenge is of another manifest.", [](Statement statement) {
            statement.manifest.fill(0);
            return MadeRegistrars::challenge(statement);
        });
        proved("The challenge is of registrar 1.", [](Statement statement) {
            statement.registrar = 1;
            return MadeRegistrars::challenge(statement);
        });
        proved("The challenge is of a voter more.", [](Statement statement) {
            ++statement.voters;
            return MadeRegistrars::challenge(statement);
        });
        proved("The challenge does not cover the last half.", [](Statement statement) {
            statement.points.resize(statement.points.size() - 32);
            return MadeRegistrars::challenge(statement);
        });
        proved("The challenge does not cover T.", [](Statement statement) {
            statement.commitment.fill(0);
            return MadeRegistrars::challenge(statement);
        });
        proved("The challenge is 1.", [](const Statement&) { return G::Scalar::from_u64(1); });
        // What the proof is there for.
        made(
            "bad-proof", "A half of registrar 3 was chosen so that it alone knows the sum.",
            [](MadeRegistrars& other) {
                other.foreign[2][0] = G::mul_generator(other.secret(3, 0)) -
                                      G::mul_generator(other.secret(1, 0) + other.secret(2, 0));
            },
            false);
        made(
            "bad-proof", "A half of registrar 3 is a copy of registrar 1's of another voter.",
            [](MadeRegistrars& other) {
                other.foreign[2][0] = G::mul_generator(other.secret(1, 1));
            },
            false);
    }

    void spoil_signatures() {
        const auto path = MadeRegistrars::note_path(spoilt);
        const std::string good = good_.at(path);
        note(
            "bad-signature", "The note is signed by registrar 1.", [](Lines&) {}, 1);
        file("bad-signature", "The signature is that of registrar 1's note.", path,
             good.substr(0, good.find("\n\n")) +
                 good_.at(MadeRegistrars::note_path(1)).substr(good.find("\n\n")));
        const std::string text = made_.signed_by(spoilt, {"another text"});
        file("bad-signature", "The signature is over another text.", path,
             good.substr(0, good.find("\n\n")) + text.substr(text.find("\n\n")));
        const std::string foreign = made_.signed_by(1, good_note());
        file("valid", "Somebody else has signed the note, too.", path,
             good + foreign.substr(foreign.find("\n\n") + 2));
        file("valid", "The signature is there twice.", path,
             good + good.substr(good.find("\n\n") + 2));
        file("malformed", "The note has no signatures.", path,
             good.substr(0, good.find("\n\n") + 2));
        file("malformed", "Lines of the note end with CR LF.", path, with_carriage_returns(good));
    }

    void spoil_roll() {
        const std::string roll = good_.at("roll.csv");
        const auto of = [&](std::string_view comment, const Change& change) {
            MadeRegistrars other = made_;
            change(other);
            file("invalid", comment, "roll.csv", other.roll());
        };
        of("A voter is not on the roll.", [](MadeRegistrars& other) { other.voters.pop_back(); });
        of("A voter on the roll has another weight.",
           [](MadeRegistrars& other) { other.voters[1].weight = "2"; });
        of("A voter on the roll has another district.",
           [](MadeRegistrars& other) { other.voters[0].district = "west"; });
        of("Two voters on the roll have exchanged their districts and weights.",
           [](MadeRegistrars& other) { std::swap(other.voters[0], other.voters[1]); });
        of("A credential on the roll has another half.",
           [](MadeRegistrars& other) { other.set_secret(1, 0, G::Scalar::from_u64(7)); });
        of("A credential on the roll has no half of registrar 3.",
           [](MadeRegistrars& other) { other.set_secret(3, 0, G::Scalar::from_u64(0)); });
        file("invalid", "Somebody more is on the roll.", "roll.csv",
             with_row(roll, hex_encode(G::generator().encode()) + ",east,1"));
        file("malformed", "The last line of the roll has no line end.", "roll.csv",
             roll.substr(0, roll.size() - 1));
    }

    void leave_out() {
        for (std::uint8_t i = 1; i <= MadeRegistrars::count; ++i) {
            file("step-missing", fmt::format("The file of registrar {} is missing.", i),
                 MadeRegistrars::halves_path(i), nullptr);
            file("step-missing", fmt::format("The note of registrar {} is missing.", i),
                 MadeRegistrars::note_path(i), nullptr);
        }
    }

    Refusals& out_;
    MadeRegistrars made_;
    Files good_;
    std::string csv_;
};

} // namespace

ordered_json refused_registrars(const std::string& seed) {
    Draw draw("refused registrars " + seed);
    auto manifest =
        ordered_json::parse(election_to_spoil(seed)["manifest.json"].get<std::string>());
    manifest["registrars"] = MadeRegistrars::count;
    Refusals out("registrars", seed);
    out["manifest.json"] = manifest.dump() + "\n";
    RegistrarsSpoiler(out, MadeRegistrars(out["manifest.json"], draw)).all();
    return std::move(out).take();
}

} // namespace evote

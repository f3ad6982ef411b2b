// SPDX-License-Identifier: Apache-2.0
// Halves of registrars, their proofs, and the roll that they make together.
#include "crypto/sha2.h"
#include "proof/challenge.h"
#include "protocol/half_maker.h"
#include "protocol/joint_roll.h"
#include "support/failed_check.h"
#include "support/native_vectors.h"
#include "support/vector_ballot.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace evote;
using Json = nlohmann::json;
using Scalar = Ristretto255::Scalar;

namespace {

const Json& registrar_vectors() {
    static const auto all = native_vectors("registrars");
    return all;
}

const Manifest& two_registrars() {
    static const auto made =
        must(Manifest::parse(text_bytes(registrar_vectors()["manifest.json"])));
    return made;
}

Result<Halves> halves_of(std::uint8_t registrar, std::string_view csv) {
    HalvesReader reader(two_registrars(), registrar,
                        "registrars/" + std::to_string(registrar) + ".csv");
    if (auto added = reader.add(bytes_of(csv)); !added)
        return fail(std::move(added).take_error());
    return std::move(reader).finish();
}

std::string csv_of(std::size_t registrar) {
    return registrar_vectors()["registrars"][registrar - 1]["halves.csv"];
}

// From the sixth and seventh line of the note.
PossessionProof proof_in(const std::string& note) {
    const auto lines = split(note, '\n');
    return {hex_decode_array<32>(lines[5]).value(), hex_decode_array<32>(lines[6]).value()};
}

PossessionProof proof_of(std::size_t registrar) {
    return proof_in(registrar_vectors()["registrars"][registrar - 1]["note"]);
}

HalfMaker::Codes codes_of(std::size_t registrar) {
    return [registrar](std::size_t index, CodeBytes& out) {
        const auto& voter = registrar_vectors()["registrars"][registrar - 1]["voters"][index];
        out.expose() = hex_decode_array<16>(voter["bytes"].get<std::string>()).value();
    };
}

Result<JointRoll> joint(const std::vector<std::string>& files,
                        const std::vector<PossessionProof>& proofs) {
    std::vector<ProvedHalves> proved;
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto halves = halves_of(static_cast<std::uint8_t>(i + 1), files[i]);
        if (!halves)
            return fail(std::move(halves).take_error());
        proved.push_back(
            {*std::move(halves), proofs[i], "registrars/" + std::to_string(i + 1) + ".note"});
    }
    auto maker = JointRollMaker::begin(two_registrars(), std::move(proved));
    if (!maker)
        return fail(std::move(maker).take_error());
    for (std::size_t chunk = maker->chunks(); chunk-- > 0;)
        maker->take_chunk(chunk);
    return std::move(*maker).finish();
}

std::string refusal_of_joint(const Result<JointRoll>& roll) {
    return roll ? "" : std::string(error_name(roll.error().code)) + " " + roll.error().english();
}

std::string written_roll(const JointRoll& roll) {
    std::string out;
    roll.write(two_registrars(), [&](ByteView piece) { out += text_of(piece); });
    return out;
}

} // namespace

TEST_CASE("native vector registrars make their halves and proofs") {
    for (const auto& vector : registrar_vectors()["registrars"]) {
        const auto registrar = vector["index"].get<std::uint8_t>();
        const HalfMaker maker(two_registrars().hash(), registrar);
        const auto codes = codes_of(registrar);
        Bytes halves(vector["voters"].size() * Halves::half_size);
        maker.make(codes, 0, halves);
        Bytes csv;
        append_halves_header(csv);
        const auto read = must(halves_of(registrar, csv_of(registrar)));
        for (std::uint32_t i = 0; i < read.size(); ++i)
            append_halves_row(csv, i + 1, read.place(i),
                              ByteView(halves).subspan(i * Halves::half_size, Halves::half_size),
                              two_registrars());
        CHECK(text_of(csv) == vector["halves.csv"]);
        CHECK(read.hash() == sha256(csv));
        CHECK(equal(read.encodings(), halves));
        Bytes last(Halves::half_size);
        maker.make(codes, 3, last);
        CHECK(equal(last, read.half(3)));

        const auto proof =
            maker.prove(codes, halves, Secret<Scalar>(scalar_of_vector(vector["tau"])));
        CHECK(proof.commitment == proof_of(registrar).commitment);
        CHECK(proof.response == proof_of(registrar).response);
    }
}

TEST_CASE("native vector registrars make the roll") {
    const auto roll = must(joint({csv_of(1), csv_of(2)}, {proof_of(1), proof_of(2)}));
    CHECK(written_roll(roll) == registrar_vectors()["roll.csv"]);
    const auto parsed =
        must(Roll::parse(text_bytes(registrar_vectors()["roll.csv"]), two_registrars()));
    CHECK(roll.must_be(parsed));
    REQUIRE(roll.by_number().size() == 4);
    CHECK(roll.by_number()[1].weight() == 3);
    CHECK(parsed.find(roll.by_number()[1].credential));
}

TEST_CASE("native vector halves that do not fit are refused with their reasons") {
    const std::map<std::string, std::string> expected{
        {"district", "registrars-differ registrars/2.csv: line 2: registrars 1 and 2 have this "
                     "voter in different districts"},
        {"weight", "registrars-differ registrars/2.csv: line 3: registrars 1 and 2 have this voter "
                   "with different weights"},
        {"rows", "registrars-differ registrars/2.csv: registrar 2 has 3 voters, and registrar 1 "
                 "has 4"},
        {"number", "malformed registrars/2.csv: line 4: the number 3 is expected here"},
        {"encoding", "bad-half registrars/2.csv: line 2: this half of registrar 2 is not an "
                     "element of the group"},
        {"credential", "bad-half the halves of voters 1 and 2 make one credential"},
        {"half", "bad-half registrars/2.csv: line 4: this half is on line 2 already"}};
    for (const auto& item : registrar_vectors()["refused_halves"]) {
        INFO(item["name"]);
        const auto files = item["halves"].get<std::vector<std::string>>();
        const std::string found = refusal_of_joint(joint(files, {proof_of(1), proof_of(2)}));
        const std::string reason = item["reason"];
        if (reason != "identity")
            CHECK(found == expected.at(reason));
        else if (item["name"] == "halves cancel")
            CHECK(found == "bad-half the halves of voter 1 cancel each other out");
        else
            CHECK(found == "bad-half registrars/2.csv: line 2: this half is the identity, whose "
                           "secret anyone knows");
    }
}

TEST_CASE("native vector false proofs of registrars are refused") {
    for (const auto& item : registrar_vectors()["refused_notes"]) {
        INFO(item["name"]);
        if (item["reason"] == "proof")
            CHECK(refusal_of_joint(
                      joint({csv_of(1), csv_of(2)}, {proof_in(item["note"]), proof_of(2)})) ==
                  "bad-proof registrars/1.note: registrar 1 did not prove that it knows the "
                  "secrets of its halves");
    }
}

TEST_CASE("attack 54 the proof of halves covers every part of its statement") {
    const auto good = must(halves_of(1, csv_of(1)));
    const auto t = proof_of(1).commitment;
    const auto c = halves_challenge(two_registrars().hash(), 1, good.encodings(), t);
    CHECK(c == hash_to_scalar<Ristretto255>("registrar/possession",
                                            {two_registrars().hash(), ByteArray<1>{1},
                                             ByteArray<8>{0, 0, 0, 0, 0, 0, 0, 4}, good.encodings(),
                                             t}));
    CHECK_FALSE(c == halves_challenge({}, 1, good.encodings(), t));
    CHECK_FALSE(c == halves_challenge(two_registrars().hash(), 2, good.encodings(), t));
    CHECK_FALSE(c == halves_challenge(two_registrars().hash(), 1, good.encodings().first(96), t));
    CHECK_FALSE(c == halves_challenge(two_registrars().hash(), 1, good.encodings(), {}));
    // Halves in another order, or one of the other registrar.
    const std::string text = csv_of(1);
    const auto lines = split(text, '\n');
    const std::string swapped = std::string(lines[0]) + "\n1,east,1," +
                                std::string(lines[3].substr(9)) + "\n" + std::string(lines[2]) +
                                "\n3,east,1," + std::string(lines[1].substr(9)) + "\n" +
                                std::string(lines[4]) + "\n";
    CHECK(refusal_of_joint(joint({swapped, csv_of(2)}, {proof_of(1), proof_of(2)}))
              .starts_with("bad-proof"));
    CHECK(refusal_of_joint(joint({csv_of(2), csv_of(1)}, {proof_of(2), proof_of(1)}))
              .starts_with("bad-proof"));
    // What is no scalar and no element.
    auto high = proof_of(1);
    high.response.fill(0xFF);
    CHECK(refusal_of_joint(joint({csv_of(1), csv_of(2)}, {high, proof_of(2)}))
              .starts_with("bad-proof"));
    auto none = proof_of(2);
    none.commitment.fill(0xFF);
    CHECK(refusal_of_joint(joint({csv_of(1), csv_of(2)}, {proof_of(1), none}))
              .starts_with("bad-proof"));
}

TEST_CASE("attack 31 a repeated generator state repeats no nonce of a registrar's proof") {
    const auto halves = must(halves_of(1, csv_of(1)));
    const auto nonce = [&](std::uint8_t registrar, std::size_t codes, ByteView about) {
        SeededRandom random(bytes_of("seed"));
        return HalfMaker(two_registrars().hash(), registrar)
            .nonce(codes_of(codes), about, random)
            .expose();
    };
    const auto first = nonce(1, 1, halves.encodings());
    CHECK(first == nonce(1, 1, halves.encodings()));
    CHECK_FALSE(first == nonce(2, 1, halves.encodings()));
    CHECK_FALSE(first == nonce(1, 2, halves.encodings()));
    CHECK_FALSE(first == nonce(1, 1, halves.encodings().first(96)));
}

TEST_CASE("many halves are made and proved and put together in chunks") {
    // More than one chunk, whose borders are inside.
    constexpr std::uint32_t voters = 33'000;
    std::vector<std::string> files;
    std::vector<PossessionProof> proofs;
    for (std::uint8_t registrar = 1; registrar <= 2; ++registrar) {
        const HalfMaker::Codes codes = [&](std::size_t index, CodeBytes& out) {
            out.expose().fill(registrar);
            Bytes number;
            append_u64(number, index);
            std::ranges::copy(number, out.expose().begin());
        };
        const HalfMaker maker(two_registrars().hash(), registrar);
        Bytes halves(voters * Halves::half_size);
        maker.make(codes, 0, halves);
        proofs.push_back(maker.prove(codes, halves, maker.nonce(codes, halves, system_random())));
        Bytes csv;
        append_halves_header(csv);
        for (std::uint32_t i = 0; i < voters; ++i)
            append_halves_row(csv, i + 1, {0, static_cast<std::uint16_t>(i % 2)},
                              ByteView(halves).subspan(i * Halves::half_size, Halves::half_size),
                              two_registrars());
        files.push_back(to_string(csv));
    }
    const auto roll = must(joint(files, proofs));
    const auto text = written_roll(roll);
    const auto parsed = must(Roll::parse(bytes_of(text), two_registrars()));
    CHECK(parsed.entries().size() == voters);
    CHECK(roll.must_be(parsed));
    CHECK(refusal_of_joint(joint(files, {proofs[0], proofs[0]})).starts_with("bad-proof"));
    const auto last = files[0].rfind(',', files[0].size() - 40) + 1;
    files[0][last] = files[0][last] == '0' ? '2' : '0';
    CHECK(refusal_of_joint(joint(files, proofs)) != "");
}

TEST_CASE("a roll that is not that of the halves is named by its first row") {
    const auto roll = must(joint({csv_of(1), csv_of(2)}, {proof_of(1), proof_of(2)}));
    const std::string right = registrar_vectors()["roll.csv"];
    const auto difference = [&](const std::string& text) {
        const auto outcome = roll.must_be(must(Roll::parse(bytes_of(text), two_registrars())));
        return outcome ? "" : outcome.error().english();
    };
    CHECK(difference(right).empty());
    const std::string row = "line 3: this row is not what the registrars' halves make";
    std::string wrong = right;
    CHECK(difference(wrong.replace(wrong.find("east"), 4, "west")) == row);
    wrong = right;
    CHECK(difference(wrong.replace(wrong.find("east,1"), 6, "east,2")) == row);
    wrong = right.substr(0, right.rfind('\n', right.size() - 2) + 1);
    CHECK(difference(wrong) ==
          "the registrars' halves are those of 4 voters, and there are 3 here");
    CHECK(difference(right + std::string(64, 'f') + ",east,1\n") ==
          "the registrars' halves are those of 4 voters, and there are 5 here");
}

TEST_CASE("a file of halves is read strictly and cut anywhere") {
    const std::string good = csv_of(1);
    for (std::size_t cut = 0; cut <= good.size(); ++cut) {
        HalvesReader reader(two_registrars(), 1, "f");
        REQUIRE(reader.add(bytes_of(good.substr(0, cut))));
        REQUIRE(reader.add(bytes_of(good.substr(cut))));
        CHECK(must(std::move(reader).finish()).hash() == sha256(bytes_of(good)));
    }
    const auto refused = [](const std::string& csv) {
        const auto halves = halves_of(1, csv);
        return halves ? "" : halves.error().english();
    };
    const std::string head = "number,district,weight,half\n";
    const std::string half(64, '2');
    const std::string file = "registrars/1.csv: ";
    CHECK(refused(head).empty());
    CHECK(refused("") == file + "line 1: the first line must be: number,district,weight,half");
    CHECK(refused("number,district,weight\n") ==
          file + "line 1: the first line must be: number,district,weight,half");
    CHECK(refused(good.substr(0, good.size() - 1)) ==
          file + "line 5: the last line has no line end");
    CHECK(refused(head + "1,east,1\n") ==
          file + "line 2: four values are expected here: number, district, weight, half");
    CHECK(refused(head + "01,east,1," + half + "\n") ==
          file + "line 2: the number 1 is expected here");
    CHECK(refused(head + "0,east,1," + half + "\n") ==
          file + "line 2: the number 1 is expected here");
    CHECK(refused(head + "1,north,1," + half + "\n") ==
          file + "line 2: the manifest has no district \"north\"");
    CHECK(refused(head + "1,east,0," + half + "\n").starts_with(file + "line 2: a weight from 1"));
    const std::string no_half = file + "line 2: a half of 64 lower-case hex digits is expected "
                                       "here, followed by a line feed";
    CHECK(refused(head + "1,east,1," + half.substr(2) + "\n") == no_half);
    CHECK(refused(head + "1,east,1," + std::string(64, 'A') + "\n") == no_half);
    CHECK(refused(head + "1,east,1," + half + "\r\n") == no_half);
    CHECK(refused(head + std::string(200, 'x')) ==
          file + "line 2: this line is too long for a file of halves");
}

TEST_CASE("registrars are those of the manifest") {
    CHECK_FALSE(failed_check([] { HalvesReader(two_registrars(), 0, ""); }).empty());
    CHECK_FALSE(failed_check([] { HalvesReader(two_registrars(), 3, ""); }).empty());
    CHECK(registrar_key_name(two_registrars(), 2) == "two-registrars/registrar-2");
}

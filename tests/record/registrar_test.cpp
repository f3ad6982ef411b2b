// SPDX-License-Identifier: Apache-2.0
// The registrars' files in a record, and their keys in board.json.
#include "os/file.h"
#include "record/election_files.h"
#include "record/registrar_files.h"
#include "support/native_vectors.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

const Json& vectors() {
    static const auto all = native_vectors("registrars");
    return all;
}

const Manifest& manifest() {
    static const auto made = must(Manifest::parse(text_bytes(vectors()["manifest.json"])));
    return made;
}

NoteSigner signer(std::uint8_t registrar) {
    const auto seed = hex_decode_array<32>(
        vectors()["registrars"][registrar - 1]["signing_seed"].get<std::string>());
    return {registrar_key_name(manifest(), registrar), SigningKey(Secret(seed.value()))};
}

std::vector<VerifierKey> keys() {
    return {signer(1).verifier(), signer(2).verifier()};
}

void put(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    must(write_file(path, bytes_of(text), Existing::replace));
}

// The registrars' files of the vectors, in a folder.
struct Registrars {
    Registrars() {
        put(record.manifest(), vectors()["manifest.json"].get<std::string>());
        for (std::uint8_t i = 1; i <= 2; ++i) {
            const auto& vector = vectors()["registrars"][i - 1];
            put(record.halves(i), vector["halves.csv"].get<std::string>());
            put(record.registrar_note(i), vector["note"].get<std::string>());
        }
    }

    Result<JointRoll> roll(const JointRollWork& work = {}) const {
        auto files = read_registrars(record, manifest(), keys());
        if (!files)
            return fail(std::move(files).take_error());
        return joint_roll(record, manifest(), *std::move(files), work);
    }

    // The error as "code file: place: message", the file without the folder.
    std::string refusal() const {
        const auto made = roll();
        if (made)
            return "";
        Error error = made.error();
        error.file = fs::path(error.file).lexically_relative(record.path()).string();
        return std::string(error_name(error.code)) + " " + error.english();
    }

    TemporaryFolder folder;
    RecordFolder record{folder.path()};
};

} // namespace

TEST_CASE("native vector registrars sign their notes") {
    for (std::uint8_t i = 1; i <= 2; ++i) {
        const auto& vector = vectors()["registrars"][i - 1];
        CHECK(signer(i).verifier().text() == vector["key"]);
        const auto note = must(RegistrarNote::parse(text_bytes(vector["note"]), manifest(), i));
        CHECK(note.must_be_signed(signer(i).verifier()));
        CHECK(note.must_be_signed(signer(3 - i).verifier()).error().code ==
              ErrorCode::bad_signature);
        CHECK(hex_encode(note.list) == vectors()["list_hash"]);
        CHECK(text_of(note.sign(manifest(), signer(i))) == vector["note"]);
    }
}

TEST_CASE("native vector the files of registrars lead to the roll") {
    const Registrars registrars;
    std::string text;
    for (const unsigned threads : {1U, 3U}) {
        text.clear();
        must(registrars.roll({.threads = threads})).write(manifest(), [&](ByteView piece) {
            text += text_of(piece);
        });
        CHECK(text == vectors()["roll.csv"]);
    }
    std::uint64_t done = 0;
    CHECK(registrars.roll({.progress = [&](std::uint64_t now, std::uint64_t) { done = now; }}));
    CHECK(done == 4);
    CHECK(registrars.roll({.stop = [] { return true; }}).error().code == ErrorCode::stopped);
}

TEST_CASE("native vector false notes of registrars are refused with their reasons") {
    const std::map<std::string, std::string> expected{
        {"proof", "bad-proof registrars/1.note: registrar 1 did not prove that it knows the "
                  "secrets of its halves"},
        {"index", "other-registrar registrars/1.note: this is the note of registrar 2, not of "
                  "registrar 1"},
        {"manifest", "other-election registrars/1.note: this note is of another election"},
        {"file", "changed registrars/1.csv: this is not the file that registrar 1 signed"},
        {"signature", "bad-signature registrars/1.note: "},
        {"list", "registrars-differ registrars/2.note: registrars 1 and 2 were given different "
                 "lists of voters"}};
    for (const auto& item : vectors()["refused_notes"]) {
        INFO(item["name"]);
        const Registrars registrars;
        const auto registrar = item["registrar"].get<std::uint8_t>();
        put(registrars.record.registrar_note(registrar), item["note"].get<std::string>());
        CHECK(registrars.refusal().starts_with(expected.at(item["reason"])));
    }
}

TEST_CASE("native vector false files of registrars are refused whoever signed them") {
    for (const auto& item : vectors()["refused_halves"]) {
        INFO(item["name"]);
        const Registrars registrars;
        for (std::uint8_t i = 1; i <= 2; ++i) {
            const auto csv = item["halves"][i - 1].get<std::string>();
            put(registrars.record.halves(i), csv);
            auto note = must(RegistrarNote::parse(
                must(read_file(registrars.record.registrar_note(i))), manifest(), i));
            note.halves = sha256(bytes_of(csv));
            put(registrars.record.registrar_note(i), text_of(note.sign(manifest(), signer(i))));
        }
        const auto found = registrars.refusal();
        CHECK(found != "");
        CHECK(found.find("registrars") != std::string::npos);
    }
}

TEST_CASE("a registrar's note is read strictly") {
    const std::string good = vectors()["registrars"][0]["note"];
    const auto refusal = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        const auto note = RegistrarNote::parse(bytes_of(text), manifest(), 1);
        return note ? "" : note.error().english();
    };
    CHECK(refusal("evote-registrar-1", "evote-registrar-2") ==
          "line 1: \"evote-registrar-1\" is expected here");
    for (const std::string wrong : {"\n01\n", "\n0\n", "\n9\n", "\n\n", "\n1 \n"})
        CHECK(refusal("\n1\n", wrong) != "");
    CHECK(refusal("87cfd26b", "87CFD26B") ==
          "line 4: 32 bytes in lower-case hex are expected here");
    CHECK(refusal("\n\n", "\nmore\n\n") == "line 7: the note must end after this line");
}

TEST_CASE("files of registrars that are missing are named with the command that makes them") {
    for (const auto& name : {"1.csv", "2.note"}) {
        const Registrars registrars;
        fs::remove(registrars.record.registrars() / name);
        CHECK(registrars.refusal() ==
              std::string("step-missing registrars/") + name +
                  ": this file is missing; it is made by: evote-credentials halves");
    }
}

TEST_CASE("the files of registrars belong in a record that has registrars") {
    const Registrars registrars;
    CHECK(must(registrars.record.strangers(1, 2)).empty());
    CHECK(must(registrars.record.strangers(1)) == std::vector{registrars.record.registrars()});
    CHECK(must(registrars.record.strangers(1, 1)) ==
          std::vector{registrars.record.halves(2), registrars.record.registrar_note(2)});
    put(registrars.record.registrars() / "01.csv", "");
    CHECK(must(registrars.record.strangers(1, 2)).size() == 1);
}

TEST_CASE("attack 54 board json names exactly the registrars of the manifest") {
    const NoteSigner board(board_origin(manifest()), SigningKey::generate(system_random()));
    const auto good = BoardFile::of(board.verifier(), {}, keys());
    CHECK(must(BoardFile::parse(good.file, manifest())).registrars == keys());
    CHECK(must(BoardFile::parse(good.file, manifest())).registrar_keys().size() == 2);
    const auto with = [&](const Json& list) {
        auto changed = Json::parse(text_of(good.file));
        changed["registrars"] = list;
        const auto read = BoardFile::parse(bytes_of(changed.dump()), manifest());
        return read ? "" : read.error().english();
    };
    const auto first = keys()[0].text();
    const auto second = keys()[1].text();
    CHECK(with({first, second}).empty());
    CHECK(with({first}).starts_with("registrars: "));
    CHECK(with({first, second, first}).starts_with("registrars: "));
    CHECK(with(nullptr).starts_with("registrars: "));
    CHECK(with({second, first}) ==
          "registrars[0]: this is a key of two-registrars/registrar-2, not of "
          "two-registrars/registrar-1");
    CHECK(with({first, "x"}).starts_with("registrars[1]: "));
    const VerifierKey same(registrar_key_name(manifest(), 2), keys()[0].key());
    CHECK(with({first, same.text()}) ==
          "registrars[1]: this key is also that of two-registrars/registrar-1");
    const VerifierKey boards(registrar_key_name(manifest(), 2), board.verifier().key());
    CHECK(with({first, boards.text()}) ==
          "registrars[1]: this key is also that of evote/two-registrars");
    // None at all, and some where the manifest has none.
    CHECK(BoardFile::parse(BoardFile::of(board.verifier()).file, manifest()).error().english() ==
          "the key \"registrars\" is missing");
    const auto log_rules = native_vectors("log-rules")["cases"][0];
    const auto without = must(Manifest::parse(text_bytes(log_rules["manifest.json"])));
    auto other = Json::parse(log_rules["board.json"].get<std::string>());
    CHECK(BoardFile::parse(bytes_of(other.dump()), without));
    other["registrars"] = {first, second};
    CHECK(BoardFile::parse(bytes_of(other.dump()), without).error().english() ==
          "registrars: the manifest has no registrars");
}

TEST_CASE("native vector boards with registrars are written byte for byte") {
    const Json changes = native_vectors("roll-changes");
    for (const auto& item : changes["cases"]) {
        const auto of_case = must(Manifest::parse(text_bytes(item["manifest.json"])));
        const auto board = must(BoardFile::parse(text_bytes(item["board.json"]), of_case));
        CHECK(text_of(BoardFile::of(board.key, board.witnesses, board.registrars).file) ==
              item["board.json"]);
        CHECK(hex_encode(NativeElection(item).election.fingerprint()) == item["fingerprint"]);
    }
}

TEST_CASE("an election is bound with as many registrars as its manifest has") {
    const auto item = native_vectors("roll-changes")["cases"][0];
    const auto of_case = must(Manifest::parse(text_bytes(item["manifest.json"])));
    const auto roll = must(Roll::parse(text_bytes(item["roll.csv"]), of_case));
    const auto trustees = must(PublicKeys::parse(text_bytes(item["keys.json"]), of_case));
    CHECK(Election::bind(of_case, trustees, roll, text_bytes(item["board.json"])).error().code ==
          ErrorCode::invalid);
}

// SPDX-License-Identifier: Apache-2.0
// board.json and election.json: what is wrong in them is refused at its place.
#include "base/text.h"
#include "os/file.h"
#include "record/election_files.h"
#include "record/open_record.h"
#include "support/ceremony_record.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;
using Json = nlohmann::json;

namespace {

VerifierKey key_named(const std::string& name) {
    return NoteSigner(name, SigningKey(Secret<ByteArray<32>>(ByteArray<32>{9}))).verifier();
}

} // namespace

TEST_CASE("attack 32 the file of the board is read strictly") {
    const Manifest manifest = parsed_manifest(small_manifest(3, 2));
    const auto good = BoardFile::of(key_named(board_origin(manifest)));
    const auto with = [&](const std::string& key, const Json& value) {
        auto changed = Json::parse(text_of(good.file));
        changed[key] = value;
        const auto read = BoardFile::parse(bytes_of(changed.dump()), manifest);
        return read ? std::string() : read.error().english();
    };
    CHECK(must(BoardFile::parse(good.file, manifest)).hash() == good.hash());
    CHECK(with("format", "evote-board-2") == "format: \"evote-board-1\" is expected here");
    CHECK(with("origin", "evote/other") == "origin: \"evote/small\" is expected here");
    CHECK(with("more", 1) == "more: this key is unknown");
    CHECK(with("key", key_named("evote/other").text()) ==
          "key: this is a key of evote/other, not of evote/small");
    CHECK(with("key", "evote/small+00000000+AAAA").starts_with("key: "));
}

TEST_CASE("attack 55 a policy of witnesses is read strictly and written back") {
    const Manifest manifest = parsed_manifest(small_manifest(3, 2));
    const VerifierKey board = key_named(board_origin(manifest));
    std::vector<CosignerKey> keys;
    Json texts = Json::array();
    for (std::uint8_t i = 0; i < 4; ++i) {
        keys.push_back(
            Cosigner("w" + std::to_string(i), SigningKey(Secret<ByteArray<32>>(ByteArray<32>{i})))
                .verifier());
        texts.push_back(keys.back().text());
    }
    const auto good = BoardFile::of(board, must(WitnessPolicy::of(3, keys)));
    CHECK(to_string(good.file).find("},\"witnesses\"") == std::string::npos);
    CHECK(to_string(good.file).ends_with(R"(","witnesses":{"quorum":3,"keys":)" + texts.dump() +
                                         "}}\n"));
    const auto read = must(BoardFile::parse(good.file, manifest));
    CHECK(read.witnesses == good.witnesses);
    CHECK(read.hash() == good.hash());
    CHECK_FALSE(must(BoardFile::parse(BoardFile::of(board).file, manifest)).witnesses);

    const auto with = [&](const Json& policy) {
        auto changed = Json::parse(text_of(good.file));
        changed["witnesses"] = policy;
        const auto refused = BoardFile::parse(bytes_of(changed.dump()), manifest);
        return refused ? std::string() : refused.error().english();
    };
    CHECK(with({{"quorum", 3}, {"keys", texts}}).empty());
    CHECK(with({{"quorum", 2}, {"keys", texts}}).starts_with("witnesses: the quorum of 4"));
    CHECK(with({{"quorum", 5}, {"keys", texts}}).starts_with("witnesses: the quorum of 4"));
    CHECK(with({{"quorum", 3}, {"keys", texts}, {"more", 1}}) ==
          "witnesses.more: this key is unknown");
    CHECK(with(Json::object({{"keys", texts}})).find("quorum") != std::string::npos);
    CHECK(with({{"quorum", 1}, {"keys", Json::array()}}).starts_with("witnesses.keys: "));
    CHECK(with(nullptr).starts_with("witnesses"));
    texts[1] = texts[0];
    CHECK(with({{"quorum", 3}, {"keys", texts}}).starts_with("witnesses: two witnesses"));
    // A note key, and the board as its own witness.
    texts[1] = key_named("w1").text();
    CHECK(
        with({{"quorum", 3}, {"keys", texts}}).starts_with("witnesses.keys[1]: this is not the "));
    texts[1] = CosignerKey("w1", board.key()).text();
    CHECK(with({{"quorum", 3}, {"keys", texts}}).starts_with("witnesses: the witness w1 has "));
    texts[1] = CosignerKey(board.name(), keys[1].key()).text();
    CHECK(with({{"quorum", 3}, {"keys", texts}}).starts_with("witnesses: the witness evote/"));
}

TEST_CASE("attack 32 the file of the election is read strictly") {
    const auto good = ElectionFile::of({1}, {2}, {3}, {4});
    const auto with = [&](const std::string& key, const Json& value) {
        auto changed = Json::parse(text_of(good.write()));
        changed[key] = value;
        const auto read = ElectionFile::parse(bytes_of(changed.dump()));
        return read ? std::string() : read.error().english();
    };
    CHECK(with("format", "evote-election-1").empty());
    CHECK(with("format", "evote-election-2") == "format: \"evote-election-1\" is expected here");
    CHECK(with("more", 1) == "more: this key is unknown");
    for (const auto* key : {"fingerprint", "manifest", "keys", "roll", "board"})
        CHECK(with(key, "00") ==
              key + std::string(": 32 bytes in lower-case hex are expected here"));
}

TEST_CASE("a roll with a wrong line is refused at that line of its file") {
    const CeremonyRecord record(3, 2);
    const auto path = record.folder.roll();
    must(write_file(path, bytes_of("credential,district,weight\n0,all,1\n")));
    const auto roll = read_roll(record.folder, record.manifest);
    REQUIRE_FALSE(roll);
    CHECK(roll.error().file == path.string());
    CHECK(english_place(roll.error().place) == "line 2");
}

TEST_CASE("a file that is missing is named with the command that makes it") {
    const CeremonyRecord record(3, 2);
    const auto refusal = [](const auto& read) {
        REQUIRE_FALSE(read);
        return read.error().message.english();
    };
    const std::string missing = "this file is missing; it is made by: ";
    const TemporaryFolder empty;
    CHECK(refusal(read_manifest(RecordFolder(empty.path()))) == missing + "evote-setup new");
    CHECK(refusal(read_keys(record.folder, record.manifest)) == missing + "evote-ceremony finish");
    CHECK(refusal(read_roll(record.folder, record.manifest)) ==
          missing + "evote-credentials issue");
    CHECK(refusal(read_board(record.folder, record.manifest)) == missing + "evote-setup seal");
    CHECK(refusal(read_election(record.folder)) == missing + "evote-setup seal");
    CHECK(refusal(OpenRecord::open(RecordFolder(empty.path()))) ==
          "this folder contains no election");
}

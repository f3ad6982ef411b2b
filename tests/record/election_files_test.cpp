// SPDX-License-Identifier: Apache-2.0
// board.json and election.json: what is wrong in them is refused at its place.
#include "support/ceremony_record.h"

#include "evote/base/text.h"
#include "evote/record/election_files.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;
using nlohmann::json;

namespace {

VerifierKey key_named(const std::string& name) {
    return NoteSigner(name, SigningKey(Secret<ByteArray<32>>(ByteArray<32>{9}))).verifier();
}

} // namespace

TEST_CASE("attack 32 the file of the board is read strictly") {
    const Manifest manifest = parsed_manifest(small_manifest(3, 2));
    const auto good = BoardFile::of(key_named(board_origin(manifest)));
    const auto with = [&](const std::string& key, const json& value) {
        auto changed = json::parse(text_of(good.write()));
        changed[key] = value;
        const auto read = BoardFile::parse(bytes_of(changed.dump()), manifest);
        return read ? std::string() : read.error().english();
    };
    CHECK(must(BoardFile::parse(good.write(), manifest)).hash == good.hash);
    CHECK(with("format", "evote-board-2") == "format: \"evote-board-1\" is expected here");
    CHECK(with("origin", "evote/other") == "origin: \"evote/small\" is expected here");
    CHECK(with("more", 1) == "more: this key is not known here");
    CHECK(with("key", key_named("evote/other").text()) ==
          "key: this is a key of evote/other, not of evote/small");
    CHECK(with("key", "evote/small+00000000+AAAA").starts_with("key: "));
}

TEST_CASE("attack 32 the file of the election is read strictly") {
    const auto good = ElectionFile::of({1}, {2}, {3}, {4});
    const auto with = [&](const std::string& key, const json& value) {
        auto changed = json::parse(text_of(good.write()));
        changed[key] = value;
        const auto read = ElectionFile::parse(bytes_of(changed.dump()));
        return read ? std::string() : read.error().english();
    };
    CHECK(with("format", "evote-election-1").empty());
    CHECK(with("format", "evote-election-2") == "format: \"evote-election-1\" is expected here");
    CHECK(with("more", 1) == "more: this key is not known here");
    for (const auto* key : {"fingerprint", "manifest", "keys", "roll", "board"})
        CHECK(with(key, "00") ==
              key + std::string(": 32 bytes in lower-case hex are expected here"));
}

// SPDX-License-Identifier: Apache-2.0
// Witnesses: keys, lines, policies, what they remember, and their lines in a log on disk.
#include "board/add_checkpoint.h"
#include "board/crash_model.h"
#include "board/log_support.h"
#include "board/vectors.h"
#include "board/witness.h"
#include "support/damage.h"
#include "support/must.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using evote::test::append_entries;
using evote::test::signer;
using evote::test::TestLog;
using evote::test::unhex;
using evote::test::unhex_array;
using evote::test::vectors;

namespace {

Cosigner cosigner(const std::string& name, std::uint8_t seed) {
    Secret<ByteArray<32>> bytes;
    bytes.expose().fill(seed);
    return Cosigner(name, SigningKey(std::move(bytes)));
}

WitnessPolicy policy_of(std::uint64_t quorum, const std::vector<const Cosigner*>& witnesses) {
    std::vector<CosignerKey> keys;
    for (const auto* witness : witnesses)
        keys.push_back(witness->verifier());
    return must(WitnessPolicy::of(quorum, std::move(keys)));
}

// What the vectors call their policy.
WitnessPolicy policy_in(const nlohmann::json& known) {
    std::vector<CosignerKey> keys;
    for (const auto& key : known["keys"])
        keys.push_back(must(CosignerKey::parse(key.get<std::string>())));
    return must(WitnessPolicy::of(known["quorum"], std::move(keys)));
}

std::vector<NoteSignature> lines_of(const std::filesystem::path& file) {
    return must(Note::parse(must(read_file(file)))).signatures();
}

// How many witnesses count in the checkpoint on the disk.
std::size_t count_in(const TestLog& log, const WitnessPolicy& policy) {
    const auto reader = log.reader();
    const auto note = must(Note::parse(reader.checkpoint().note()));
    return count_witnesses(
               good_cosignatures(policy, reader.checkpoint().checkpoint(), note.signatures()))
        .count;
}

} // namespace

TEST_CASE("attack 55 cosignatures are counted as the known answers say") {
    const auto known = vectors("native/witnesses.json");
    const auto log = must(VerifierKey::parse(known["board_key"].get<std::string>()));
    const WitnessPolicy policy = policy_in(known["witnesses"]);
    REQUIRE(known["checkpoints"].size() == 13);
    for (const auto& one : known["checkpoints"]) {
        INFO(one["name"]);
        const auto text = one["note"].get<std::string>();
        const auto opened = must(open_checkpoint(bytes_of(text), log));
        const auto note = must(Note::parse(bytes_of(text)));
        const auto good = good_cosignatures(policy, opened.checkpoint(), note.signatures());
        CHECK(count_witnesses(good).count == one["count"]);
        // What a writer keeps counts the same, and has one line for each witness.
        const Bytes kept = cosigned_note(opened, log, policy, {});
        const auto lines = must(Note::parse(kept)).signatures();
        CHECK(lines.size() == 1 + one["count"].get<std::size_t>());
        CHECK(must(open_checkpoint(kept, log)).checkpoint() == opened.checkpoint());
    }
}

TEST_CASE("attack 6 the keys that nobody may have are refused by name") {
    const auto refused = vectors("native/witnesses.json")["refused_keys"];
    REQUIRE(refused.size() == 7);
    for (const auto& one : refused) {
        INFO(one["name"]);
        const auto key = Ed25519PublicKey::parse(unhex(one["key"]));
        REQUIRE_FALSE(key);
        CHECK(key.error().code == ErrorCode::malformed);
    }
}

TEST_CASE("witnesses make the keys and the lines of the known answers") {
    const auto known = vectors("native/witnesses.json");
    const auto& keys = known["witnesses"]["keys"];
    const auto note =
        must(Note::parse(bytes_of(known["checkpoints"][3]["note"].get<std::string>())));
    const auto checkpoint = must(Checkpoint::parse(note.text()));
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Cosigner witness("witness.example/" + std::to_string(i + 1),
                               SigningKey(Secret(unhex_array<32>(known["witness_seeds"][i]))));
        CHECK(witness.verifier().text() == keys[i]);
        CHECK(must(CosignerKey::parse(keys[i].get<std::string>())) == witness.verifier());
        const auto& line = note.signatures()[i + 1];
        const auto time = witness.verifier().time_of(line, note.text());
        REQUIRE(time);
        CHECK(witness.cosign(checkpoint, *time) == line);
        CHECK(must(Cosigner::parse(witness.text().expose())).verifier() == witness.verifier());
    }
}

TEST_CASE("attack 55 a key for notes is no key of a witness nor the other way round") {
    const Cosigner witness = cosigner("w", 1);
    const NoteSigner note = signer("w", 1);
    CHECK(witness.verifier().text().starts_with("w+"));
    CHECK_FALSE(VerifierKey::parse(witness.verifier().text()));
    CHECK_FALSE(CosignerKey::parse(note.verifier().text()));
    CHECK_FALSE(NoteSigner::parse(witness.text().expose()));
    const auto refused = Cosigner::parse(note.text().expose());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::malformed);
}

TEST_CASE("attack 55 a policy names different witnesses and more than half of them") {
    std::vector<CosignerKey> keys;
    for (std::uint8_t i = 0; i < 65; ++i)
        keys.push_back(cosigner("w" + std::to_string(i), i).verifier());
    const auto with = [&](std::uint64_t quorum, std::size_t count) {
        return WitnessPolicy::of(quorum, {keys.begin(), keys.begin() + static_cast<long>(count)});
    };
    CHECK(with(1, 1));
    CHECK(with(2, 3));
    CHECK(with(3, 4));
    CHECK(with(33, 64));
    CHECK(with(64, 64));
    for (const auto& [quorum, count] :
         std::vector<std::pair<std::uint64_t, std::size_t>>{{0, 0},
                                                            {0, 1},
                                                            {2, 1},
                                                            {1, 2},
                                                            {2, 4},
                                                            {32, 64},
                                                            {65, 64},
                                                            {40, 65},
                                                            {UINT64_MAX, 3},
                                                            {UINT64_MAX / 2 + 2, 3}}) {
        INFO(quorum << " of " << count);
        const auto refused = with(quorum, count);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::malformed);
    }
    CHECK_FALSE(WitnessPolicy::of(2, {keys[0], keys[0]}));
    CHECK_FALSE(WitnessPolicy::of(2, {keys[0], cosigner("w0", 9).verifier()}));
    CHECK_FALSE(WitnessPolicy::of(2, {keys[0], cosigner("other", 0).verifier()}));

    const auto policy = must(with(2, 3));
    CHECK(policy.must_differ_from(std::vector{signer("w", 100).verifier()}));
    CHECK_FALSE(policy.must_differ_from(std::vector{signer("w1", 100).verifier()}));
    const NoteSigner same_key("board", SigningKey(Secret(ByteArray<32>{})));
    CHECK_FALSE(policy.must_differ_from(std::vector{same_key.verifier()}));
}

TEST_CASE("attack 55 the lines of witnesses in a log neither spoil it nor stay for strangers") {
    const Cosigner a = cosigner("a", 1);
    const Cosigner b = cosigner("b", 2);
    const Cosigner stranger = cosigner("stranger", 3);
    const WitnessPolicy policy = policy_of(2, {&a, &b});
    TestLog log(5);
    const auto key = signer().verifier();
    const auto checkpoint = log.reader().checkpoint().checkpoint();
    const Checkpoint other{checkpoint.origin, {4, checkpoint.tree.root}};
    const auto add = [&](const std::vector<NoteSignature>& lines) {
        return must(add_cosignatures(log.folder(), key, policy, checkpoint, lines));
    };
    CHECK(add({stranger.cosign(checkpoint, 7), b.cosign(other, 7)}) == Added::nothing);
    CHECK(add({b.cosign(checkpoint, 7)}) == Added::something);
    CHECK(add({b.cosign(checkpoint, 8)}) == Added::nothing); // the one that is there stays
    CHECK(add({a.cosign(checkpoint, 9)}) == Added::something);
    const auto lines = lines_of(log.file("checkpoint"));
    REQUIRE(lines.size() == 3);
    CHECK(lines[1].name == "a");
    CHECK(lines[2].name == "b");
    CHECK(count_in(log, policy) == 2);
    CHECK(log.audit().faults.empty());

    // Lines that somebody else put there count nothing and are gone with the next that counts.
    log.change("checkpoint", [&](Bytes& bytes) {
        Note note = must(Note::parse(bytes));
        note.add(stranger.cosign(checkpoint, 7));
        note.add({"a", a.verifier().id(), Bytes(72)});
        note.add({"a", a.verifier().id(), Bytes(1)});
        bytes = note.encode();
    });
    CHECK(count_in(log, policy) == 2);
    CHECK(log.audit().faults.empty());
    CHECK(add({}) == Added::something);
    CHECK(lines_of(log.file("checkpoint")) == lines);

    const auto late = add_cosignatures(log.folder(), key, policy, other, {});
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::log_changed);
}

TEST_CASE("the writer of a log keeps lines of witnesses and goes on whatever the disk does") {
    const Cosigner a = cosigner("a", 1);
    const Cosigner b = cosigner("b", 2);
    const WitnessPolicy policy = policy_of(2, {&a, &b});
    for (std::size_t works = 0; works <= 3; ++works) {
        INFO(works);
        const TestLog log(5);
        evote::test::RecordingStorage storage;
        auto writer = must(LogWriter::open(log.folder(), signer(), storage));
        const auto checkpoint = writer.checkpoint().checkpoint();
        must(writer.add_cosignatures(policy, checkpoint, std::vector{a.cosign(checkpoint, 7)}));
        storage.fail_after(works);
        const std::vector second{b.cosign(checkpoint, 8)};
        CHECK(writer.add_cosignatures(policy, checkpoint, second).has_value() == (works == 3));
        storage.fail_after(SIZE_MAX);
        must(writer.add_cosignatures(policy, checkpoint, second));
        CHECK(count_in(log, policy) == 2);
        CHECK(log.audit().faults.empty());
        const auto operations = storage.operations().size();
        must(writer.add_cosignatures(policy, checkpoint, second));
        CHECK(storage.operations().size() == operations);
        must(append_entries(writer, 5, 3));
        const auto late = writer.add_cosignatures(policy, checkpoint, second);
        CHECK(late.error().code == ErrorCode::log_changed);
        CHECK(count_in(log, policy) == 0);
        CHECK(log.audit().faults.empty());
    }
}

TEST_CASE("what a log asks a witness is read as it is written") {
    const AddCheckpoint asked{20, {Digest32{1}, Digest32{2}}, to_bytes(bytes_of("a note"))};
    const std::string hash = base64_encode(Digest32{1}) + "\n" + base64_encode(Digest32{2}) + "\n";
    CHECK(to_string(asked.encode()) == "old 20\n" + hash + "\na note");
    CHECK(must(AddCheckpoint::parse(asked.encode())) == asked);
    const Cosigner a = cosigner("a", 1);
    const Checkpoint checkpoint{"log", {1, Digest32{}}};
    const std::vector lines{a.cosign(checkpoint, 7), a.cosign(checkpoint, 8)};
    const auto text = signature_lines(lines);
    CHECK(text.starts_with("\u2014 a "));
    CHECK(must(parse_signature_lines(text)) == lines);
    for (const std::string& bad : {std::string(), text + "\n", "\n" + text, "x\n\n" + text})
        CHECK_FALSE(parse_signature_lines(bad));
    CHECK(parse_size_answer(size_answer(7)) == 7U);
    for (const std::string bad : {"", "7", "07\n", "7\n\n", "-7\n", "9223372036854775808\n"})
        CHECK_FALSE(parse_size_answer(bad));
}

TEST_CASE("a log goes on and closes with the lines of witnesses in its checkpoint") {
    const Cosigner a = cosigner("a", 1);
    const WitnessPolicy policy = policy_of(1, {&a});
    TestLog log(5);
    const auto key = signer().verifier();
    const auto cosign = [&] {
        const auto checkpoint = log.reader().checkpoint().checkpoint();
        const std::vector<NoteSignature> lines{a.cosign(checkpoint, 7)};
        return add_cosignatures(log.folder(), key, policy, checkpoint, lines);
    };
    CHECK(must(cosign()) == Added::something);
    {
        auto writer = log.open();
        const auto locked = cosign();
        REQUIRE_FALSE(locked);
        CHECK(locked.error().code == ErrorCode::locked);
        must(append_entries(writer, 5, 3));
    }
    CHECK(log.reader().size() == 8);
    CHECK(count_in(log, policy) == 0);
    {
        auto writer = log.open();
        must(writer.close());
    }
    CHECK(must(cosign()) == Added::something);
    CHECK(log.audit().faults.empty());
    CHECK(log.reader().closed());
    CHECK(log.open().size() == 8); // the mark has no line of a witness
    must(read_closing_mark(log.folder(), key, log.reader().checkpoint().checkpoint()));

    // The mark may have lines too; anything else is damage.
    log.change("closed", [&](Bytes& bytes) { bytes = must(read_file(log.file("checkpoint"))); });
    CHECK(log.audit().faults.empty());
    log.change("closed", [&](Bytes& bytes) {
        bytes = sign_checkpoint({8, Digest32{1}}, signer()).note();
    });
    CHECK(log.audit().faults.size() == 1);
    log.change("closed", [&](Bytes& bytes) { bytes.pop_back(); });
    CHECK(log.audit().faults.size() == 1);
}

TEST_CASE("attack 43 what a witness remembers is read strictly and belongs to one log") {
    const Cosigner a = cosigner("a", 1);
    const auto key = signer().verifier();
    TestLog log(5);
    const WitnessState state{a.verifier(), key, log.reader().checkpoint()};
    const Bytes file = state.encode();
    const auto again = must(WitnessState::parse(file, a.verifier(), key));
    CHECK(again.last.checkpoint() == state.last.checkpoint());
    CHECK(again.encode() == file);

    const auto code = [&](const Bytes& bytes, const CosignerKey& witness, const VerifierKey& of) {
        const auto read = WitnessState::parse(bytes, witness, of);
        return read ? std::nullopt : std::optional(read.error().code);
    };
    CHECK(code(file, cosigner("a", 2).verifier(), key) == ErrorCode::wrong_key);
    CHECK(code(file, a.verifier(), signer("evote/test", 9).verifier()) == ErrorCode::wrong_key);
    CHECK(code({}, a.verifier(), key) == ErrorCode::malformed);
    CHECK(code(to_bytes(bytes_of("evote-witness-1\n")), a.verifier(), key) == ErrorCode::malformed);
    Bytes more = file;
    append(more, bytes_of("— stranger AAAAAAAA\n"));
    CHECK(code(more, a.verifier(), key) == ErrorCode::malformed);
    for (std::size_t i = 0; i < file.size(); i += 3) {
        Bytes changed = file;
        changed[i] ^= 1;
        CHECK(code(changed, a.verifier(), key));
    }
}

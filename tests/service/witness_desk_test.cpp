// SPDX-License-Identifier: Apache-2.0
// A witness's answers, by the words of C2SP tlog-witness.
#include "crypto/sha2.h"
#include "service/witness_scene.h"
#include "support/record_files.h"

using namespace evote;
using namespace evote::test;

namespace {

std::string type_of(const http::Response& answer) {
    return std::string(http::field(answer.fields, "Content-Type"));
}

void check_size(const http::Response& answer, std::uint64_t size) {
    CHECK(answer.status == 409);
    CHECK(type_of(answer) == "text/x.tlog.size");
    CHECK(answer.body == std::to_string(size) + "\n");
}

std::string with_note(std::uint64_t old_size, const Bytes& note) {
    return to_string(AddCheckpoint{old_size, {}, note}.encode());
}

// Another history of the same log.
SignedCheckpoint forked(std::uint64_t size) {
    return sign_checkpoint({size, sha256(bytes_of("another history"))}, signer());
}

} // namespace

TEST_CASE("a witness signs what goes on from what it has signed") {
    WitnessScene scene;
    CHECK_FALSE(scene.remembered());
    const auto first = scene.ask(0, 1);
    CHECK(scene.signs(first, 1));
    CHECK(type_of(first) == "text/plain; charset=utf-8");
    CHECK(scene.remembered() == 1);
    for (const auto& [from, to] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
             {1, 1}, {1, 7}, {7, 255}, {255, 256}, {256, 300}, {300, 300}}) {
        INFO(from << " to " << to);
        CHECK(scene.signs(scene.ask(from, to), to));
        CHECK(scene.remembered() == to);
    }
    scene.open();
    CHECK(scene.signs(scene.ask(300, 300), 300));
}

TEST_CASE("a witness signs a log without entries") {
    WitnessScene scene(5);
    CHECK(scene.signs(scene.ask(0, 0), 0));
    CHECK(scene.remembered() == 0);
    CHECK(scene.signs(scene.ask(0, 0), 0));
    CHECK(scene.signs(scene.ask(0, 5), 5));
}

TEST_CASE("a witness says what it has signed to whoever does not know") {
    WitnessScene scene;
    check_size(scene.ask(3, 5), 0);
    scene.ask(0, 200);
    check_size(scene.ask(0, 300), 200);
    check_size(scene.ask(100, 300), 200);
    check_size(scene.ask(250, 300), 200);
    // An older checkpoint is none that it could sign.
    check_size(scene.ask(0, 100), 200);
    check_size(scene.ask(100, 100), 200);
    CHECK(scene.remembered() == 200);
}

TEST_CASE("attack 43 a witness does not go back whatever the order of two requests") {
    WitnessScene scene;
    scene.ask(0, 100);
    // Both were made when the witness had signed 100.
    const auto early = scene.body(100, 200);
    const auto late = scene.body(100, 300);
    CHECK(scene.signs(scene.desk->add_checkpoint(late), 300));
    check_size(scene.desk->add_checkpoint(early), 300);
    CHECK(scene.remembered() == 300);
}

TEST_CASE("what is no question to a witness is malformed") {
    WitnessScene scene;
    const std::string good = scene.body(0, 5);
    const auto status = [&](const std::string& body) {
        return scene.desk->add_checkpoint(body).status;
    };
    CHECK(status("") == 400);
    CHECK(status("old 0") == 400);
    CHECK(status("old 0\n\n") == 400);
    CHECK(status("\n" + good) == 400);
    CHECK(status("old 00" + good.substr(5)) == 400);
    CHECK(status("old -1" + good.substr(5)) == 400);
    CHECK(status("old 9223372036854775808" + good.substr(5)) == 400);
    CHECK(status("Old 0" + good.substr(5)) == 400);
    CHECK(status("old 0\r" + good.substr(5)) == 400);
    CHECK(status("old 0\nAAAA" + good.substr(5)) == 400);
    CHECK(status(good.substr(0, good.size() - 1)) == 400);
    CHECK(status(good + "\n") == 400);
    // An old size above that of the checkpoint.
    CHECK(status("old 6" + good.substr(5)) == 400);
    const std::string hash = base64_encode(Digest32{}) + "\n";
    std::string hashes;
    for (int i = 0; i < 63; ++i)
        hashes += hash;
    CHECK(status("old 0\n" + hashes + good.substr(6)) == 422);
    CHECK(status("old 0\n" + hashes + hash + good.substr(6)) == 400);
    // Extension lines mean nothing to anybody here.
    Note extended(scene.at(5).checkpoint().text() + "more\n");
    extended.sign(signer());
    CHECK(status(with_note(0, extended.encode())) == 400);
    CHECK_FALSE(scene.remembered());
    CHECK(status(good) == 200);
}

TEST_CASE("attack 55 a witness signs only what its log has signed") {
    WitnessScene scene;
    const auto status = [&](const Bytes& note) {
        return scene.desk->add_checkpoint(with_note(0, note)).status;
    };
    const auto checkpoint = scene.at(5).checkpoint();
    CHECK(status(sign_checkpoint(checkpoint.tree, signer("evote/other")).note()) == 404);
    const auto with_signer = [&](const NoteSigner& by) {
        Note note(checkpoint.text());
        note.sign(by);
        return note.encode();
    };
    CHECK(status(with_signer(signer("evote/other"))) == 403);
    CHECK(status(with_signer(signer("evote/test", 77))) == 403);
    // The name and the id of its key, and nothing behind it.
    Note forged(checkpoint.text());
    forged.add({signer().verifier().name(), signer().verifier().id(), Bytes(64)});
    CHECK(status(forged.encode()) == 403);
    // Also beside a good signature: signed-note calls such a note malformed.
    forged.sign(signer("evote/other"));
    Note both = forged;
    both.sign(signer());
    CHECK(status(forged.encode()) == 403);
    // Others may have signed as well.
    Note many(checkpoint.text());
    many.sign(signer("evote/other"));
    many.sign(signer());
    many.add(scene.witness.cosign(checkpoint, 5));
    CHECK_FALSE(scene.remembered());
    CHECK(scene.signs(scene.desk->add_checkpoint(with_note(0, many.encode())), 5));
}

TEST_CASE("attack 42 a witness does not sign what does not go on from what it signed") {
    WitnessScene scene;
    scene.ask(0, 100);
    const auto ask = [&](std::uint64_t old_size, MerklePath path, const SignedCheckpoint& next) {
        return scene.desk
            ->add_checkpoint(
                to_string(AddCheckpoint{old_size, std::move(path), next.note()}.encode()))
            .status;
    };
    const auto path = must(scene.log.reader().consistency(100, 300));
    CHECK(ask(100, {}, scene.at(300)) == 422);
    auto longer = path;
    longer.push_back(path.back());
    CHECK(ask(100, longer, scene.at(300)) == 422);
    CHECK(ask(100, path, forked(300)) == 422);
    CHECK(ask(100, path, scene.at(299)) == 422);
    CHECK(ask(100, path, scene.at(100)) == 422);
    CHECK(ask(100, {}, forked(100)) == 422);
    CHECK(scene.remembered() == 100);
    CHECK(ask(100, path, scene.at(300)) == 200);
    // No path is needed, and none is taken, from nothing.
    WitnessScene fresh;
    CHECK(
        fresh.desk->add_checkpoint(to_string(AddCheckpoint{0, path, fresh.at(300).note()}.encode()))
            .status == 422);
    const auto wrong_root = Checkpoint{signer().verifier().name(), {0, Digest32{}}}.text();
    Note empty(wrong_root);
    empty.sign(signer());
    CHECK(fresh.desk->add_checkpoint(with_note(0, empty.encode())).status == 422);
    CHECK_FALSE(fresh.remembered());
}

TEST_CASE("attack 25 two roots of one size are kept as evidence against the log") {
    WitnessScene scene;
    scene.ask(0, 100);
    // Whatever the old size is.
    check_size(scene.desk->add_checkpoint(with_note(0, forked(100).note())), 100);
    const auto kept = files_of(scene.state().string() + ".evidence");
    REQUIRE(kept.size() == 2);
    std::set<Digest32> roots;
    for (const auto& file : kept)
        roots.insert(must(open_checkpoint(must(read_file(file)), signer().verifier())).root());
    CHECK(roots == std::set{scene.at(100).root(), forked(100).root()});
    CHECK(scene.journal_text().find("\"event\":\"evidence\"") != std::string::npos);
    CHECK(scene.signs(scene.ask(100, 100), 100));
    // Without end it would fill the disk.
    for (std::uint8_t i = 0; i < 40; ++i) {
        const auto other = sign_checkpoint({100, sha256({Bytes{i}})}, signer());
        CHECK(scene.desk->add_checkpoint(with_note(100, other.note())).status == 422);
    }
    CHECK(files_of(scene.state().string() + ".evidence").size() <= 17);
}

TEST_CASE("attack 43 a witness signs nothing that is not on its disk for good") {
    for (std::size_t works = 0; works < 3; ++works) {
        INFO(works);
        WitnessScene scene;
        REQUIRE(scene.signs(scene.ask(0, 100), 100));
        scene.storage.fail_after(works);
        CHECK(scene.ask(100, 200).status == 503);
        const auto shown = "/" + hex_encode(sha256({bytes_of("evote/test")})) + "/checkpoint";
        CHECK(scene.desk->answer({"GET", shown, {}, {}, {}, {}}).status == 503);
        // What was replaced and perhaps not durable is written again before it is signed.
        scene.storage.fail_after(SIZE_MAX);
        const auto before = scene.storage.operations().size();
        const std::uint64_t there = scene.remembered().value();
        CHECK(there == (works < 2 ? 100 : 200));
        CHECK(scene.signs(scene.ask(there, 200), 200));
        const auto& operations = scene.storage.operations();
        REQUIRE(operations.size() == before + 3);
        CHECK(operations[before].kind == Operation::Kind::write);
        CHECK(operations[before + 1].kind == Operation::Kind::rename);
        CHECK(operations[before + 2].kind == Operation::Kind::sync);
        // The same once more costs nothing.
        CHECK(scene.signs(scene.ask(200, 200), 200));
        CHECK(scene.storage.operations().size() == before + 3);
    }
}

TEST_CASE("attack 43 a witness sees that an older state was put in place of its own") {
    WitnessScene scene;
    scene.ask(0, 100);
    const Bytes old = must(read_file(scene.state()));
    scene.ask(100, 200);
    must(write_file(scene.state(), old, Existing::replace));
    CHECK(scene.ask(100, 300).status == 503);
    CHECK(scene.journal_text().find("rolled-back") != std::string::npos);
    std::filesystem::remove(scene.state());
    CHECK(scene.ask(0, 300).status == 503);
    must(write_file(scene.state(), bytes_of("evote-witness-1\n")));
    CHECK(scene.ask(0, 300).status == 503);
    CHECK_FALSE(
        service::WitnessDesk::open({must(service::read_cosigner(scene.key())), signer().verifier(),
                                    scene.files(), [] { return witness_time; }, scene.journal}));
}

TEST_CASE("two programs can use a witness's key and state in turn") {
    WitnessScene scene;
    const auto other = must(
        service::WitnessDesk::open({must(service::read_cosigner(scene.key())), signer().verifier(),
                                    scene.files(), [] { return witness_time; }, scene.journal}));
    scene.ask(0, 100);
    check_size(other->add_checkpoint(scene.body(0, 50)), 100);
    CHECK(scene.signs(other->add_checkpoint(scene.body(100, 200)), 200));
    check_size(scene.ask(100, 150), 200);
    CHECK(scene.signs(scene.ask(200, 300), 300));
}

TEST_CASE("a witness shows the last checkpoint that it signed") {
    WitnessScene scene;
    const std::string path = "/" + hex_encode(sha256({bytes_of("evote/test")})) + "/checkpoint";
    const auto get = [&](const std::string& target, const std::string& method = "GET") {
        return scene.desk->answer({method, target, {}, {}, {}, {}});
    };
    CHECK(get(path).status == 404);
    const auto posted =
        scene.desk->answer({"POST", "/add-checkpoint", {}, {}, scene.body(0, 100), {}});
    CHECK(scene.signs(posted, 100));
    const auto shown = get(path);
    REQUIRE(shown.status == 200);
    const auto opened = must(open_checkpoint(bytes_of(shown.body), signer().verifier()));
    CHECK(opened.size() == 100);
    const auto note = must(Note::parse(bytes_of(shown.body)));
    REQUIRE(note.signatures().size() == 2);
    CHECK(scene.witness.verifier().time_of(note.signatures()[1], note.text()));
    CHECK(get("/add-checkpoint").status == 405);
    CHECK(get(path, "POST").status == 405);
    CHECK(get("/").status == 404);
    CHECK(get("/" + hex_encode(sha256({bytes_of("evote/other")})) + "/checkpoint").status == 404);
    scene.now = 0;
    CHECK(scene.ask(100, 100).status == 503); // a cosignature without a time says nothing
}

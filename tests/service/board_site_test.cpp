// SPDX-License-Identifier: Apache-2.0
// What a board answers to which request.
#include "service/board_scene.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

using namespace evote;
using namespace evote::test;

namespace {

std::string header(const http::Response& answer, std::string_view name) {
    return std::string(field(answer.fields, name));
}

std::string body_of(const http::Response& answer) {
    if (!answer.file)
        return answer.body;
    std::string out(answer.file->size, '\0');
    CHECK(::pread(answer.file->file->get(), out.data(), out.size(),
                  static_cast<off_t>(answer.file->begin)) ==
          static_cast<ssize_t>(answer.file->size));
    return out;
}

nlohmann::json json_of(const http::Response& answer) {
    return nlohmann::json::parse(answer.body);
}

} // namespace

TEST_CASE("ballots are answered with a receipt or with a signed problem document") {
    BoardScene scene;
    const auto ballot = scene.test.ballot(0);
    const auto made = scene.post("/ballots", ballot);
    CHECK(made.status == 201);
    const auto receipt = must(Receipt::parse(bytes_of(made.body)));
    must(verify_receipt(receipt, ballot, scene.test.signer().verifier()));
    const auto again = scene.post("/ballots", ballot);
    CHECK(again.status == 200);
    CHECK(again.body == made.body);
    const auto stale = scene.test.ballot(0, 0, 1);
    const auto refused = scene.post("/ballots", stale);
    CHECK(refused.status == 409);
    CHECK(header(refused, "Content-Type") == "application/problem+json");
    const auto document = json_of(refused);
    CHECK(document["reason"] == "stale");
    CHECK(document["status"] == 409);
    const auto said = must(open_refusal(bytes_of(document["note"].get<std::string>()),
                                        scene.test.signer().verifier()));
    CHECK(said.reason == "stale");
    CHECK(said.entry == sha256({stale}));
    CHECK(said.log.size == 1);
}

TEST_CASE("each reason has its status") {
    using service::status_of_reason;
    CHECK(status_of_reason("malformed") == 400);
    CHECK(status_of_reason("not open yet") == 403);
    CHECK(status_of_reason("closed") == 403);
    for (const auto* reason : {"stale", "second ballot", "repeated alpha"})
        CHECK(status_of_reason(reason) == 409);
    for (const auto* reason : {"credential proof", "encryption proof", "rule", "bit proof",
                               "credential not on the roll", "wrong district", "other election",
                               "credential replaced", "credential revoked", "registrar proof"})
        CHECK(status_of_reason(reason) == 422);
    BoardScene scene;
    CHECK(scene.post("/ballots", {}).status == 400);
    scene.set_time(scene_closes);
    CHECK(scene.post("/ballots", scene.test.ballot(0)).status == 403);
}

TEST_CASE("roll changes have a way of their own") {
    BoardScene scene(with_registrars(tiny_manifest(1, 1), 2));
    const auto change = scene.test.election.revoke(0);
    CHECK(scene.post("/ballots", change).status == 400);
    CHECK(scene.post("/changes", scene.test.ballot(1)).status == 400);
    CHECK(scene.post("/changes", change).status == 201);
    CHECK(scene.post("/changes", change).status == 200);
    const auto refused = scene.post("/ballots", scene.test.ballot(0));
    CHECK(refused.status == 422);
    CHECK(json_of(refused)["reason"] == "credential revoked");
}

TEST_CASE("what waits too long is to be sent again") {
    BoardScene scene(tiny_manifest(1, 1), {.waiting = 1});
    std::future<DeskAnswer> waits;
    {
        const BoardScene::HeldDesk held(*scene.desk);
        waits = scene.send(scene.test.ballot(0));
        const auto busy = scene.post("/ballots", scene.test.ballot(1));
        CHECK(busy.status == 503);
        CHECK(header(busy, "Retry-After") == "2");
    }
    CHECK(waits.get().kind == Kind::taken);
    scene.test.storage.fail_after(0);
    const auto failed = scene.post("/ballots", scene.test.ballot(1));
    CHECK(failed.status == 503);
    CHECK(header(failed, "Retry-After") == "10");
}

TEST_CASE("whoever sends too often waits") {
    BoardScene scene;
    scene.rates = {{2, std::chrono::hours(1)}, {1, std::chrono::hours(1)}};
    scene.close();
    scene.open();
    CHECK(scene.post("/ballots", {}).status == 400);
    CHECK(scene.post("/ballots", {}).status == 400);
    const auto limited = scene.post("/ballots", {});
    CHECK(limited.status == 429);
    CHECK(header(limited, "Retry-After") == "3600");
    CHECK(scene.get("/counter").status == 400);
    CHECK(scene.get("/counter").status == 429);
    CHECK(scene.get("/status").status == 200);
}

TEST_CASE("a counter comes with the evidence for it") {
    BoardScene scene;
    const auto credential = "credential=" + hex_encode(scene.test.election.credential(0).encoding);
    const auto before = json_of(scene.get("/counter", {}, credential));
    CHECK(before["standing"] == "valid");
    CHECK(before["counter"] == 0);
    CHECK(before["receipt"].is_null());
    const auto ballot = scene.test.ballot(0);
    scene.take(ballot);
    const auto after = json_of(scene.get("/counter", {}, credential));
    CHECK(after["counter"] == 1);
    const auto receipt = must(Receipt::parse(bytes_of(after["receipt"].get<std::string>())));
    must(verify_receipt(receipt, ballot, scene.test.signer().verifier()));
    CHECK(read_header(receipt.extra)->counter == 0);
    const auto nobody = json_of(scene.get("/counter", {}, "credential=" + std::string(64, '0')));
    CHECK(nobody["standing"] == "credential not on the roll");
    for (const auto* query : {"", "credential=", "credential=xy", "credential=a&credential=a"})
        CHECK(scene.get("/counter", {}, query).status == 400);
}

TEST_CASE("files of the record are served as they are and nothing else") {
    BoardScene scene;
    scene.take(scene.test.ballot(0));
    const auto& folder = scene.test.election.folder().path();
    std::size_t served = 0;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) {
        if (!item.is_regular_file())
            continue;
        const auto name = std::filesystem::relative(item.path(), folder).string();
        INFO(name);
        const auto answer = scene.get("/record/" + name);
        CHECK(answer.status == 200);
        CHECK(body_of(answer) == to_string(must(read_file(item.path()))));
        CHECK_FALSE(header(answer, "ETag").empty());
        const bool is_tile = name.starts_with("board/tile/");
        CHECK(header(answer, "Cache-Control") ==
              (is_tile ? "public, max-age=31536000, immutable" : "no-cache"));
        ++served;
    }
    CHECK(served > 8);
    must(write_file(folder / "secret", bytes_of("x")));
    must(write_file(folder / "ceremony" / "join-01.note", bytes_of("x")));
    for (const auto* name : {"",
                             "secret",
                             "../key",
                             "board/../../key",
                             "%6danifest.json",
                             "manifest.json/",
                             "/manifest.json",
                             "./manifest.json",
                             "board",
                             "board/",
                             "board//checkpoint",
                             "ceremony/join-01.note",
                             "ceremony/join-2.note",
                             "ceremony/",
                             "board/tile/0/001",
                             "board/tile/0/000.p/2",
                             "board/.new",
                             "registrars/1.csv",
                             "decryptions/0.json",
                             "tally.json",
                             "board/closed",
                             "ceremony/evidence/join-1-0123456789abcdeF.note"}) {
        INFO(name);
        CHECK(scene.get(std::string("/record/") + name).status == 404);
    }
    CHECK(scene.get("/record").status == 404);
    CHECK(scene.ask({"DELETE", "/record/manifest.json", {}, {}, {}, {}}).status == 405);
}

TEST_CASE("attack 52 links in a record lead nowhere") {
    BoardScene scene;
    const auto& folder = scene.test.election.folder().path();
    std::filesystem::create_symlink(scene.test.key_file(), folder / "tally.json");
    CHECK(scene.get("/record/tally.json").status == 404);
    const auto moved = scene.test.root() / "moved";
    std::filesystem::rename(folder / "ceremony", moved);
    std::filesystem::create_directory_symlink(moved, folder / "ceremony");
    CHECK(scene.get("/record/ceremony/join-1.note").status == 404);
    std::filesystem::create_directory(folder / "result.json");
    CHECK(scene.get("/record/result.json").status == 404);
}

TEST_CASE("tiles beyond the published checkpoint are not there yet") {
    BoardScene scene;
    scene.take(scene.test.ballot(0));
    const auto& folder = scene.test.election.folder().path();
    CHECK(scene.get("/record/board/tile/entries/000.p/1").status == 200);
    // What a writer was killed with: the same tile with another entry may come instead.
    std::filesystem::copy(folder / "board/tile/0/000.p/1", folder / "board/tile/0/000.p/2");
    CHECK(scene.get("/record/board/tile/0/000.p/2").status == 404);
    CHECK(scene.get("/record/board/checkpoint").body == to_string(scene.published->now()->note()));
}

TEST_CASE("files are sent in part and not at all when they are known") {
    BoardScene scene;
    const auto whole = to_string(must(read_file(scene.test.election.folder().manifest())));
    const auto size = std::to_string(whole.size());
    const auto get = [&](http::Fields fields) {
        return scene.get("/record/manifest.json", std::move(fields));
    };
    const auto tag = header(get({}), "ETag");
    CHECK(get({{"If-None-Match", tag}}).status == 304);
    CHECK(get({{"If-None-Match", "\"x\", W/" + tag}}).status == 304);
    CHECK(get({{"If-None-Match", "\"x\""}}).status == 200);
    const auto part = [&](const std::string& range, std::size_t begin, std::size_t count) {
        const auto answer = get({{"Range", range}});
        CHECK(answer.status == 206);
        CHECK(body_of(answer) == whole.substr(begin, count));
        CHECK(header(answer, "Content-Range") == "bytes " + std::to_string(begin) + "-" +
                                                     std::to_string(begin + count - 1) + "/" +
                                                     size);
    };
    part("bytes=0-9", 0, 10);
    part("bytes=5-", 5, whole.size() - 5);
    part("bytes=-7", whole.size() - 7, 7);
    part("bytes=1-999999", 1, whole.size() - 1);
    part("bytes=-999999", 0, whole.size());
    for (const auto* range : {"bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=", "bytes=-",
                              "bytes=+1-2", "bytes=a-b"}) {
        INFO(range);
        CHECK(body_of(get({{"Range", range}})) == whole);
    }
    const auto beyond = get({{"Range", "bytes=" + size + "-"}});
    CHECK(beyond.status == 416);
    CHECK(header(beyond, "Content-Range") == "bytes */" + size);
    CHECK(get({{"Range", "bytes=-0"}}).status == 416);
    CHECK(get({{"Range", "bytes=0-1"}, {"If-Range", tag}}).status == 206);
    CHECK(get({{"Range", "bytes=0-1"}, {"If-Range", "\"x\""}}).status == 200);
    const auto checkpoint = scene.get("/record/board/checkpoint");
    CHECK(scene.get("/record/board/checkpoint", {{"If-None-Match", header(checkpoint, "ETag")}})
              .status == 304);
}

TEST_CASE("status and metrics say how the board is") {
    BoardScene scene;
    scene.take(scene.test.ballot(0));
    scene.take({});
    const auto status = json_of(scene.get("/status"));
    CHECK(status["phase"] == "open");
    CHECK(status["size"] == 1);
    CHECK(status["fingerprint"] == hex_encode(scene.test.fingerprint()));
    CHECK(status["closes"] == "2030-01-01T20:00:00Z");
    scene.set_time(scene_opens - 1);
    CHECK(json_of(scene.get("/status"))["phase"] == "before");
    scene.set_time(scene_closes);
    CHECK(json_of(scene.get("/status"))["phase"] == "over");
    const auto metrics = scene.site->metrics({"GET", "/metrics", {}, {}, {}, {}});
    CHECK(metrics.status == 200);
    for (const auto* line :
         {"evote_board_entries 1\n", "evote_board_answers_total{answer=\"taken\"} 1\n",
          "evote_board_answers_total{answer=\"refused\"} 1\n", "evote_board_open 0\n"})
        CHECK(metrics.body.find(line) != std::string::npos);
    CHECK(scene.site->metrics({"GET", "/status", {}, {}, {}, {}}).status == 404);
    CHECK(scene.get("/metrics").status == 404);
    CHECK(scene.get("/ballots").status == 405);
    CHECK(scene.ask({"PUT", "/status", {}, {}, {}, {}}).status == 405);
}

// SPDX-License-Identifier: Apache-2.0
// A log, and a witness of it as a service without a network, with a clock and a disk that the test
// holds.
#pragma once

#include "board/add_checkpoint.h"
#include "board/crash_model.h"
#include "board/log_support.h"
#include "service/witness_desk.h"
#include "support/must.h"

#include <catch2/catch.hpp>

namespace evote::test {

using board::AddCheckpoint;
using board::sign_checkpoint;

inline Cosigner cosigner(const std::string& name, std::uint8_t seed) {
    Secret<ByteArray<32>> bytes;
    bytes.expose().fill(seed);
    return Cosigner(name, SigningKey(std::move(bytes)));
}

constexpr std::uint64_t witness_time = 1'900'000'000;

struct WitnessScene {
    explicit WitnessScene(std::uint64_t size = 300) : log(size) {
        must(write_file(key(), witness.text().expose()));
        open();
    }

    void open() {
        desk = must(
            service::WitnessDesk::open({must(service::read_cosigner(key())), signer().verifier(),
                                        files(), [this] { return now; }, journal}));
    }

    std::filesystem::path key() const { return folder.path() / "w.key"; }

    std::filesystem::path state() const { return folder.path() / "w.state"; }

    service::WitnessFiles files() { return {key(), state(), storage}; }

    /// The log's checkpoint when it had so many entries.
    SignedCheckpoint at(std::uint64_t size) const {
        return sign_checkpoint({size, must(log.reader().root_at(size))}, signer());
    }

    /// That it goes on from one size to another.
    std::string body(std::uint64_t from, std::uint64_t to) const {
        return to_string(
            AddCheckpoint{from, must(log.reader().consistency(from, to)), at(to).note()}.encode());
    }

    http::Response ask(std::uint64_t from, std::uint64_t to) const {
        return desk->add_checkpoint(body(from, to));
    }

    /// Whether the answer is the witness's good line for the checkpoint of this size.
    bool signs(const http::Response& answer, std::uint64_t size) const {
        if (answer.status != 200)
            return false;
        const auto lines = must(board::parse_signature_lines(answer.body));
        REQUIRE(lines.size() == 1);
        return witness.verifier().time_of(lines[0], at(size).checkpoint().text()) == witness_time;
    }

    /// How many entries the witness has signed by its file.
    std::optional<std::uint64_t> remembered() {
        const auto found = must(files().recall(witness.verifier(), signer().verifier()));
        return found ? std::optional(found->last.size()) : std::nullopt;
    }

    TestLog log;
    TemporaryFolder folder;
    Cosigner witness = cosigner("witness.example/1", 9);
    RecordingStorage storage;
    std::int64_t now = witness_time;
    FileDescriptor journal_file{
        ::open((folder.path() / "journal").c_str(), O_CREAT | O_RDWR | O_APPEND, 0600)};
    http::Log journal{journal_file.get()};
    std::unique_ptr<service::WitnessDesk> desk;

    std::string journal_text() const {
        return to_string(must(read_file(folder.path() / "journal")));
    }
};

} // namespace evote::test

// SPDX-License-Identifier: Apache-2.0
// The board against the Go project's own implementation of notes and logs (golang.org/x/mod/sumdb),
// in both directions. Needs Go and that package in /usr/share/gocode, no network.
#include "board/log_support.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstdlib>

using namespace evote;
using namespace evote::test;

namespace {

const std::string program = EVOTE_BINARY_DIR "/tests/board/crosscheck";

bool run(const std::string& command) {
    return std::system(command.c_str()) == 0;
}

bool build() {
    return run("GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= GOPROXY=off "
               "GOCACHE='" EVOTE_BINARY_DIR "/gocache' go build -o '" +
               program + "' '" EVOTE_SOURCE_DIR "/tests/board/go/'*.go");
}

std::string quoted(const std::filesystem::path& path) {
    return "'" + path.string() + "'";
}

// Receipts and consistency paths for many entries and sizes.
void write_evidence(const TestLog& log) {
    const std::filesystem::path folder = log.folder().string() + ".evidence";
    REQUIRE(make_folders(folder));
    auto reader = log.reader();
    for (std::uint64_t i = 0; i < reader.size(); i += 1 + i / 5) {
        const auto receipt = make_receipt(reader, i, bytes_of("tracker")).value();
        REQUIRE(write_file(folder / fmt::format("{}.receipt", i), receipt.encode()));
        std::string lines;
        const auto path = reader.consistency(i + 1, reader.size()).value();
        for (const auto& hash : path)
            lines += base64_encode(hash) + "\n";
        REQUIRE(write_file(folder / fmt::format("{}-{}.consistency", i + 1, reader.size()),
                           bytes_of(lines)));
    }
}

MerklePath path_of(const std::filesystem::path& file) {
    MerklePath out;
    const Bytes bytes = read_file(file).value();
    for (const auto line : split(text_of(bytes), '\n'))
        if (!line.empty())
            out.push_back(ByteCursor(base64_decode(line).value()).take_array<32>().value());
    return out;
}

// Everything that Go made for one log.
void check_made_by_go(const std::filesystem::path& folder, std::uint64_t size) {
    auto reader = LogReader::open(folder, signer().verifier()).value();
    CHECK(reader.size() == size);
    const auto findings = audit_log(reader);
    CHECK(fault_texts(findings.faults, folder).empty());
    CHECK(fault_texts(findings.leftovers, folder).empty());
    const std::filesystem::path evidence = folder.string() + ".evidence";
    for (std::uint64_t i = 0; i < size; i += 1 + i / 5) {
        const Bytes text = read_file(evidence / fmt::format("{}.receipt", i)).value();
        const auto receipt = Receipt::parse(text).value();
        CHECK(receipt.encode() == text);
        CHECK(make_receipt(reader, i, bytes_of("tracker")).value() == receipt);
        const std::string entry = fmt::format("go {}", i);
        CHECK(verify_receipt(receipt, bytes_of(entry), signer().verifier()));
        const auto path = path_of(evidence / fmt::format("{}-{}.consistency", i + 1, size));
        CHECK(reader.consistency(i + 1, size).value() == path);
        CHECK(verify_consistency({i + 1, reader.root_at(i + 1).value()}, reader.checkpoint().tree(),
                                 path));
    }
    auto writer = LogWriter::open(folder, signer()).value();
    CHECK(append_entries(writer, size, 300));
}

} // namespace

TEST_CASE("logs and notes agree with the Go implementation in both directions") {
    REQUIRE(build());
    const std::string key = signer().verifier().text();
    for (const std::uint64_t size : {1U, 200U, 256U, 257U, 1000U}) {
        INFO(size);
        const TestLog log(size, 150);
        write_evidence(log);
        CHECK(run(program + " verify " + quoted(log.folder()) + " '" + key + "'"));
        if (size == 257) {
            log.change("tile/entries/000", [](Bytes& bytes) { bytes[9] ^= 1; });
            CHECK_FALSE(run(program + " verify " + quoted(log.folder()) + " '" + key + "'" +
                            " 2> '" EVOTE_BINARY_DIR "/tests/board/crosscheck.err'"));
        }
    }
    const TemporaryFolder temporary;
    for (const std::uint64_t size : {1U, 200U, 256U, 257U, 1000U, 66000U}) {
        INFO(size);
        const auto folder = temporary.path() / fmt::format("{}", size);
        const auto secret = signer().text();
        REQUIRE(run(program + " make " + quoted(folder) + " '" +
                    std::string(text_of(secret.expose())) + fmt::format("' {}", size)));
        check_made_by_go(folder, size);
    }
}

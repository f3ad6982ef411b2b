// SPDX-License-Identifier: Apache-2.0
// An election whose box is open or can be opened, with a clock and a disk that the test holds.
#pragma once

#include "board/crash_model.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include "evote/box/box.h"

#include <catch2/catch.hpp>

namespace evote::test {

class TestBox {
  public:
    explicit TestBox(const std::string& manifest = tiny_manifest(1, 1), std::size_t voters = 4)
        : election(folder_.path() / "record", manifest) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(voters));
    }

    NoteSigner signer() const { return must(NoteSigner::parse(election.board().text().expose())); }

    SealedRecord record() const { return must(SealedRecord::open(election.folder(), Anchor())); }

    Result<Box> try_open(unsigned threads = 1, const ShowProgress& progress = {}) {
        return Box::open(record(), signer(), system_random(),
                         {.index = index(),
                          .threads = threads,
                          .clock = [this] { return now; },
                          .storage = storage},
                         progress);
    }

    Box open(unsigned threads = 1) { return must(try_open(threads)); }

    /// A ballot for option 0 or 1.
    Bytes ballot(std::size_t voter, std::uint64_t counter = 0, std::size_t option = 0) {
        return election.ballot(voter, {{option}}, counter);
    }

    std::filesystem::path index() const { return folder_.path() / "index"; }

    LogReader log() const { return must(record().open_log()); }

    /// The entries of the log, each verified against the checkpoint.
    std::vector<Bytes> entries() const {
        auto reader = log();
        std::vector<Bytes> out;
        for (std::uint64_t i = 0; i < reader.size(); ++i)
            out.push_back(must(reader.entry(i)));
        return out;
    }

  private:
    TemporaryFolder folder_;

  public:
    SmallElection election;
    RecordingStorage storage;
    std::int64_t now = 0;
};

inline std::vector<Answer::Kind> kinds(const std::vector<Answer>& answers) {
    std::vector<Answer::Kind> out;
    for (const auto& answer : answers)
        out.push_back(answer.kind);
    return out;
}

constexpr auto accepted = Answer::Kind::accepted;
constexpr auto already = Answer::Kind::already;
constexpr auto refused = Answer::Kind::refused;

using Kinds = std::vector<Answer::Kind>;

/// Judges and commits.
inline Result<Committed> take(Box& box, std::vector<Bytes> ballots) {
    EVOTE_TRY(Batch batch, box.judge(std::move(ballots)));
    return std::move(batch).commit();
}

} // namespace evote::test

// SPDX-License-Identifier: Apache-2.0
// An election whose box is open or can be opened, with a clock and a disk that the test holds.
#pragma once

#include "board/crash_model.h"
#include "box/board_memory.h"
#include "box/box.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

namespace evote::test {

class TestBox {
  public:
    explicit TestBox(const std::string& manifest = tiny_manifest(1, 1), std::size_t voters = 4,
                     std::optional<WitnessPolicy> witnesses = {})
        : election(folder_.path() / "record", manifest) {
        election.hold_ceremony();
        if (witnesses)
            election.name_witnesses(*std::move(witnesses));
        election.seal(std::vector<SmallVoter>(voters));
        must(write_file(key_file(), election.board().text().expose()));
        must(BoardMemory::create(key(), fingerprint(), storage));
    }

    NoteSigner signer() const { return must(NoteSigner::parse(election.board().text().expose())); }

    /// The folder of everything: "record", "key", and what is beside the key.
    const std::filesystem::path& root() const { return folder_.path(); }

    std::filesystem::path key_file() const { return folder_.path() / "key"; }

    BoardKey key() const { return must(read_board_key(key_file(), signer().verifier().name())); }

    Digest32 fingerprint() const { return election.record().election.fingerprint(); }

    /// What the key remembers.
    RememberedLog remembered() {
        return must(must(BoardMemory::lock(key(), fingerprint(), storage))->recall());
    }

    SealedRecord record() const { return must(SealedRecord::open(election.folder(), Anchor())); }

    Result<Box> try_open(unsigned threads = 1, const ShowProgress& progress = {}) {
        return Box::open(record(), key(), system_random(),
                         {.threads = threads, .clock = [this] { return now; }, .storage = storage},
                         progress);
    }

    Box open(unsigned threads = 1) { return must(try_open(threads)); }

    /// A ballot for option 0 or 1.
    Bytes ballot(std::size_t voter, std::uint64_t counter = 0, std::size_t option = 0) {
        return election.ballot(voter, {{option}}, counter);
    }

    std::filesystem::path index() const { return key().index(); }

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

/// A folder's contents as they are, to be put back later.
class FolderCopy {
  public:
    explicit FolderCopy(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::copy(folder_, copy_.path(), std::filesystem::copy_options::recursive);
    }

    void put_back() const {
        for (const auto& item : std::filesystem::directory_iterator(folder_))
            std::filesystem::remove_all(item.path());
        std::filesystem::copy(copy_.path(), folder_, std::filesystem::copy_options::recursive);
    }

  private:
    std::filesystem::path folder_;
    TemporaryFolder copy_;
};

/// Judges and commits.
inline Result<Committed> take(Box& box, std::vector<Bytes> ballots) {
    EVOTE_TRY(Batch batch, box.judge(std::move(ballots)));
    return std::move(batch).commit();
}

} // namespace evote::test

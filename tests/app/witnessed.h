// SPDX-License-Identifier: Apache-2.0
// An election whose final checkpoint three witnesses are to sign, two of them at least.
#pragma once

#include "app/scripted_person.h"
#include "app/witness.h"
#include "base/text.h"
#include "board/log_writer.h"
#include "os/file.h"
#include "record/witnesses.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

namespace evote {

class Witnessed {
  public:
    Witnessed() : election(path("record"), tiny_manifest(3, 2)) {
        std::vector<CosignerKey> keys;
        for (int i = 1; i <= 3; ++i) {
            must(make_key("w" + std::to_string(i), key_of(i)));
            keys.push_back(must(CosignerKey::parse(trim(captured.take_out()))));
        }
        election.hold_ceremony();
        election.name_witnesses(must(WitnessPolicy::of(2, std::move(keys))));
        election.seal(std::vector<SmallVoter>(3));
    }

    std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }

    std::filesystem::path key_of(int witness) const {
        return path("w" + std::to_string(witness) + ".key");
    }

    std::filesystem::path state_of(int witness) const {
        return path("w" + std::to_string(witness) + ".state");
    }

    Outcome make_key(const std::string& name, const std::filesystem::path& key) {
        return board_witness_key({name, key}, system_random(), captured.console);
    }

    /// A witness signs what is in a folder, at a time.
    Outcome cosign(int witness, const std::filesystem::path& record, std::int64_t time = 1000) {
        return board_cosign(
            {record, key_of(witness), state_of(witness), {}, [time] { return time; }},
            captured.console);
    }

    Status collect(const std::vector<std::filesystem::path>& sources) {
        return board_collect({record().path(), sources}, captured.console);
    }

    const RecordFolder& record() const { return election.folder(); }

    /// How many witnesses count in a record.
    static std::size_t count_in(const std::filesystem::path& folder) {
        const auto record = must(OpenRecord::open(RecordFolder(folder)));
        const auto log = must(record.open_log());
        return must(count_witnesses(record.folder, record.board, log.checkpoint().checkpoint()))
            .count;
    }

    /// A copy of the record as it is now.
    std::filesystem::path copy_as(const std::string& name) const {
        std::filesystem::copy(record().path(), path(name),
                              std::filesystem::copy_options::recursive);
        return path(name);
    }

    /// What the board's key appends to the log of a copy.
    void append_in(const std::filesystem::path& copy, const std::vector<Bytes>& entries) const {
        auto writer = must(LogWriter::open(
            RecordFolder(copy).log(), must(NoteSigner::parse(election.board().text().expose()))));
        must(writer.append(std::vector<ByteView>(entries.begin(), entries.end())));
    }

    /// Closes the log of a copy.
    void close_in(const std::filesystem::path& copy) const {
        append_in(copy, {closing_entry(election.record().election.fingerprint())});
        auto writer = must(LogWriter::open(
            RecordFolder(copy).log(), must(NoteSigner::parse(election.board().text().expose()))));
        must(writer.close());
    }

  private:
    TemporaryFolder folder_;

  public:
    CapturedConsole captured;
    SmallElection election;
};

} // namespace evote

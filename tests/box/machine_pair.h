// SPDX-License-Identifier: Apache-2.0
// A board with two machines, without a network.
#pragma once

#include "board/standby_note.h"
#include "box/machine_change.h"
#include "box/standby.h"
#include "box/test_box.h"

namespace evote::test {

class MachinePair {
  public:
    MachinePair() {
        std::filesystem::copy(first.election.folder().path(), second_root() / "record",
                              std::filesystem::copy_options::recursive);
        std::filesystem::copy(first.key_file(), second_root() / "key");
    }

    const std::filesystem::path& second_root() const { return folder_.path(); }

    SealedRecord second_record() const {
        return must(SealedRecord::open(RecordFolder(second_root() / "record"), Anchor()));
    }

    BoardKey second_key() const {
        return must(read_board_key(second_root() / "key", first.signer().verifier().name()));
    }

    Result<Standby> try_standby() {
        return Standby::open(second_record(), second_key(), system_random(), second_disk);
    }

    /// The second machine begins, or begins anew.
    void begin_standby() {
        standby.reset();
        standby.emplace(must(try_standby()));
    }

    /// How the first machine reaches it.
    SendToStandby line() {
        return [this](ByteView sent) -> Result<Bytes> {
            if (!standby || !reachable)
                return fail(ErrorCode::unreachable, msg("the second machine does not answer"));
            sent_.push_back(to_bytes(sent));
            return standby->answer(sent);
        };
    }

    Result<Box> try_first(SendToStandby send) {
        return Box::open(first.record(), first.key(), system_random(),
                         {.storage = first.storage, .standby = std::move(send)});
    }

    Box open_first() { return must(try_first(line())); }

    Result<Box> try_second() {
        return Box::open(second_record(), second_key(), system_random(), {.storage = second_disk});
    }

    MachineChange change_first() {
        return must(MachineChange::open(kept_record_, first.key(), first.storage));
    }

    MachineChange change_second() {
        return must(MachineChange::open(kept_record_, second_key(), second_disk));
    }

    void take_over() {
        standby.reset();
        must(change_second().take_over());
    }

    LogReader second_log() const { return must(second_record().open_log()); }

    /// All that the first machine has sent.
    const std::vector<Bytes>& sent() const { return sent_; }

    TestBox first;
    RecordingStorage second_disk;
    std::optional<Standby> standby;
    bool reachable = true;

  private:
    TemporaryFolder folder_;
    std::vector<Bytes> sent_;
    SealedRecord kept_record_ = first.record();
};

inline std::vector<Bytes> entries_of(LogReader log) {
    std::vector<Bytes> out;
    for (std::uint64_t i = 0; i < log.size(); ++i)
        out.push_back(must(log.entry(i)));
    return out;
}

} // namespace evote::test

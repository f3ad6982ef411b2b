// SPDX-License-Identifier: Apache-2.0
// Appending to a log on disk.
#pragma once

#include "board/cosignature.h"
#include "board/log_memory.h"
#include "board/log_reader.h"
#include "board/resumption.h"
#include "board/storage.h"
#include "os/file.h"

#include <memory>

namespace evote::board {

class FileBatch;
class RightEdge;

/// What an append returns once it is durably on the disk.
struct Appended {
    std::uint64_t first = 0; ///< the number of the batch's first entry
    SignedCheckpoint checkpoint;
};

/// The one writer of a log. The log is what the signed checkpoint on the disk covers; whatever a
/// crash left beyond it was never acknowledged and is removed by open(). Nothing is ever changed in
/// place: files are written under another name (`.new`), synced and renamed. Partial tiles of
/// earlier sizes are kept until the full tile is signed; then they are removed. Holds an advisory
/// lock (flock) on the log's folder for its whole life. One thread at a time.
///
/// With a memory, which is kept elsewhere, each tree head is there before its checkpoint is
/// published, and after the tiles are on the disk. So if the folder has an older checkpoint and yet
/// all that is remembered, a stop in between is all that has happened, and open() publishes the
/// remembered one; if it has less, it is an older copy, and nothing is done to it.
class LogWriter {
  public:
    /// Makes the folder and the signed checkpoint of an empty log. ErrorCode::already_there if
    /// there is a log, or part of one, already. The origin is the signer's name.
    static Outcome create(const std::filesystem::path& folder, const NoteSigner& signer,
                          Storage& storage = system_storage());

    /// Opens a log to append to it. ErrorCode::locked if another writer has it open;
    /// ErrorKind::invalid if the checkpoint is not this signer's or the last tiles do not fit it;
    /// ErrorCode::rolled_back if entries that `memory` knows of are missing,
    /// ErrorCode::board_contradicts if the log is another than the remembered one. `memory` must
    /// outlive the writer.
    static Result<LogWriter> open(const std::filesystem::path& folder, NoteSigner signer,
                                  Storage& storage = system_storage(), LogMemory* memory = nullptr);

    LogWriter(LogWriter&&) noexcept;
    LogWriter& operator=(LogWriter&&) noexcept;
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;
    ~LogWriter();

    const SignedCheckpoint& checkpoint() const { return checkpoint_; }

    std::uint64_t size() const { return checkpoint_.size(); }

    bool closed() const { return closed_; }

    /// Whether the log was closed, by the memory, though its mark may be missing.
    bool remembered_closed() const { return known_.closed; }

    /// What the log would be with these entries at its end.
    TreeHead tree_with(std::span<const ByteView> entries) const;

    /// Appends all entries and signs one checkpoint over them. When it succeeds, they are durably
    /// on the disk; when it fails, none of them is acknowledged, all or none may be in the log, and
    /// this writer accepts no more before recover(). ErrorKind::refused for no entries, one longer
    /// than 65,535 bytes, or a closed log, and ErrorCode::board_contradicts if the memory has
    /// changed behind this writer (then nothing happens).
    Result<Appended> append(std::span<const ByteView> entries);

    /// After a failure: reads the log on the disk again, as open() does, and continues from there.
    /// Keeps the lock. Errors as open(); it can be called again.
    Outcome recover();

    /// Writes a note that the log goes on from its present tree after a loss, and gives the note's
    /// number. If the last such note says the same already, but for the time, that one stays. It
    /// neither needs the memory nor changes it.
    Result<std::uint64_t> note_resumption(const Resumption& resumption);

    /// Puts lines of witnesses into the checkpoint, as add_cosignatures() of board/witness.h does.
    /// `checkpoint` is what the lines are for: ErrorCode::log_changed if the log has another one.
    /// After a failure the log is as good as before.
    Outcome add_cosignatures(const WitnessPolicy& policy, const Checkpoint& checkpoint,
                             std::span<const NoteSignature> lines);

    /// Writes `closed`, a copy of the checkpoint. From then on nothing is appended. Closing twice
    /// is fine.
    Outcome close();

  private:
    LogWriter(os::FileDescriptor lock, NoteSigner signer, const LogReader& log, Storage& storage,
              LogMemory* memory);

    Outcome go_on(LogReader& log);
    Outcome compare_with_memory(LogReader& log);
    Outcome go_forward();
    Outcome check_memory() const;
    Outcome keep(const RememberedLog& log);
    Result<std::uint64_t> last_resumption() const;
    bool is_noted(const Resumption& resumption, std::uint64_t number) const;
    Outcome read_closed();
    Outcome read_edge();
    Outcome tidy();
    Outcome check_request(std::span<const ByteView> entries) const;
    Result<SignedCheckpoint> write_batch(std::span<const ByteView> entries);
    void remove_superseded(std::uint64_t old_size);
    Outcome remove_partials(const TileName& tile);

    std::filesystem::path folder_;
    NoteSigner signer_;
    SignedCheckpoint checkpoint_;
    Storage* storage_;
    LogMemory* memory_;   // null: none
    RememberedLog known_; // by the memory
    os::FileDescriptor lock_;
    std::unique_ptr<RightEdge> edge_;
    std::unique_ptr<FileBatch> files_;
    Bytes bundle_; // the entries of the partial bundle, as in its file
    bool closed_ = false;
    bool failed_ = false;
};

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// Appending to a log on disk.
#pragma once

#include "evote/board/log_reader.h"
#include "evote/board/storage.h"
#include "evote/os/file.h"

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
class LogWriter {
  public:
    /// Makes the folder and the signed checkpoint of an empty log. ErrorCode::already_there if
    /// there is a log, or part of one, already. The origin is the signer's name.
    static Outcome create(const std::filesystem::path& folder, const NoteSigner& signer,
                          Storage& storage = system_storage());

    /// Opens a log to append to it. ErrorCode::locked if another writer has it open;
    /// ErrorKind::invalid if the checkpoint is not this signer's or the last tiles do not fit it.
    static Result<LogWriter> open(const std::filesystem::path& folder, NoteSigner signer,
                                  Storage& storage = system_storage());

    LogWriter(LogWriter&&) noexcept;
    LogWriter& operator=(LogWriter&&) noexcept;
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;
    ~LogWriter();

    const SignedCheckpoint& checkpoint() const { return checkpoint_; }

    std::uint64_t size() const { return checkpoint_.size(); }

    bool closed() const { return closed_; }

    /// Appends all entries and signs one checkpoint over them. When it succeeds, they are durably
    /// on the disk; when it fails, none of them is acknowledged, all or none may be in the log, and
    /// this writer accepts no more before recover(). ErrorKind::refused for no entries, one longer
    /// than 65,535 bytes, or a closed log (then nothing happens).
    Result<Appended> append(std::span<const ByteView> entries);

    /// After a failure: reads the log on the disk again, as open() does, and continues from there.
    /// Keeps the lock. Errors as open(); it can be called again.
    Outcome recover();

    /// Writes `closed`, a copy of the checkpoint. From then on nothing is appended. Closing twice
    /// is fine.
    Outcome close();

  private:
    LogWriter(os::FileDescriptor lock, NoteSigner signer, const LogReader& log, Storage& storage);

    Outcome go_on();
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
    os::FileDescriptor lock_;
    std::unique_ptr<RightEdge> edge_;
    std::unique_ptr<FileBatch> files_;
    Bytes bundle_; // the entries of the partial bundle, as in its file
    bool closed_ = false;
    bool failed_ = false;
};

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
// The whole log against its checkpoint: every entry, every hash tile, every file in the folder. All
// faults are found, not just the first.
#pragma once

#include "board/log_reader.h"

#include <functional>
#include <map>
#include <memory>

namespace evote::board {

class RightEdge;

/// What an audit of a log found. Each error names its file and place.
struct LogFindings {
    /// Damage: the log is not what its checkpoint says (ErrorKind::invalid), or a folder could not
    /// be read (ErrorKind::system).
    std::vector<Error> faults;
    /// Files that a crash while appending leaves behind: beyond the checkpoint, never acknowledged.
    /// They are harmless and are removed when the board next opens the log. A closed log has none:
    /// there they are faults.
    std::vector<Error> leftovers;
    /// The numbers of the notes that the board went on after a loss, in order. They are not read:
    /// what they say is not about the log alone.
    std::vector<std::uint64_t> resumed;
    /// Files that an operating system has left in the log's folders (os/leftovers.h).
    std::vector<std::filesystem::path> system_files;
};

/// The outcome of checking one bundle; made by LogAudit::check.
struct BundleCheck {
    std::uint64_t index = 0;
    std::vector<Digest32> leaves; ///< empty if neither entries nor their hash tile can be read
    std::optional<Digest32> root; ///< of a full bundle's leaves
    std::vector<Error> faults;
};

/// An audit in three steps: the constructor lists the files; check() works on one bundle, in many
/// threads at once; add() takes the checks in order. Memory: 8 bytes a bundle and the findings. The
/// writer may keep writing meanwhile: the log is judged at the checkpoint that `log` has read, and
/// what an honest writer adds or removes after that is not a fault.
class LogAudit {
  public:
    /// `log` must outlive the audit.
    explicit LogAudit(const LogReader& log);
    ~LogAudit();
    LogAudit(const LogAudit&) = delete;
    LogAudit& operator=(const LogAudit&) = delete;

    /// The bundles to check, in order. Those with nothing on the disk are left out: they are faults
    /// already.
    const std::vector<std::uint64_t>& bundles() const { return bundles_; }

    /// Hashes the entries of a bundle and compares them with everything on the disk about them.
    /// `bundle` is what LogReader::bundle(index) returned, be it an error.
    BundleCheck check(std::uint64_t index, const Result<EntryBundle>& bundle) const;

    /// In the order of bundles().
    void add(BundleCheck check);

    /// After the last bundle: checks the tiles above, the root and the closing mark.
    LogFindings finish() &&;

  private:
    using TilePosition = std::pair<unsigned, std::uint64_t>; // level, or entries_level; index
    /// The beginning of a tile: its first entries or hashes, as a file of the given width has them.
    using Beginning = std::function<ByteView(unsigned)>;

    void list_files();
    void sort_tile(const TileName& name);
    void note_leftover(const std::filesystem::path& file, Message message);
    void note_missing_bundles();
    void check_older(const TileName& whole, const Beginning& beginning,
                     std::vector<Error>& faults) const;
    void check_older_hashes(const TileName& whole, std::span<const Digest32> hashes,
                            std::vector<Error>& faults) const;
    void check_tile(const TileName& name, std::span<const Digest32> hashes);
    void check_closed();

    const LogReader& log_;
    std::vector<std::uint64_t> bundles_;
    std::map<TilePosition, std::vector<unsigned>> older_; // widths of earlier partial tiles
    LogFindings findings_;
    std::size_t added_ = 0;
    bool complete_ = true; // whether all leaves are known so far
    std::unique_ptr<RightEdge> edge_;
};

/// A whole audit in one thread. `visit` gets every bundle that could be read.
LogFindings audit_log(const LogReader& log,
                      const std::function<void(const EntryBundle&)>& visit = {});

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
#include "board/log_writer.h"

#include "board/file_batch.h"
#include "board/log_files.h"
#include "board/right_edge.h"
#include "board/tile_listing.h"
#include "board/tree_ahead.h"
#include "evote/check.h"

#include <algorithm>
#include <set>

namespace evote::board {

namespace {

Outcome write_checkpoint(FileBatch& files, const SignedCheckpoint& checkpoint, const char* name) {
    EVOTE_TRY_VOID(files.put(name, checkpoint.note()));
    return files.sync();
}

} // namespace

LogWriter::LogWriter(os::FileDescriptor lock, NoteSigner signer, const LogReader& log,
                     Storage& storage, LogMemory* memory)
    : folder_(log.folder()),
      signer_(std::move(signer)),
      checkpoint_(log.checkpoint()),
      storage_(&storage),
      memory_(memory),
      lock_(std::move(lock)),
      edge_(std::make_unique<RightEdge>()),
      files_(std::make_unique<FileBatch>(storage, folder_)) {}

LogWriter::LogWriter(LogWriter&&) noexcept = default;
LogWriter& LogWriter::operator=(LogWriter&&) noexcept = default;
LogWriter::~LogWriter() = default;

Outcome LogWriter::create(const std::filesystem::path& given, const NoteSigner& signer,
                          Storage& storage) {
    const auto folder = clean_folder(given);
    EVOTE_TRY_VOID(storage.make_folder(folder));
    EVOTE_TRY_VOID(storage.sync_folder(folder.parent_path()));
    EVOTE_TRY(const os::FileDescriptor lock, lock_log(folder));
    for (const char* const name : {checkpoint_name, closed_name, "tile"})
        if (os::file_exists(folder / name))
            return fail(Error{ErrorCode::already_there,
                              msg("there is a board here already"),
                              (folder / name).string(),
                              {}});
    const auto empty = sign_checkpoint({0, empty_root()}, signer);
    FileBatch files(storage, folder);
    return write_checkpoint(files, empty, checkpoint_name);
}

Result<LogWriter> LogWriter::open(const std::filesystem::path& folder, NoteSigner signer,
                                  Storage& storage, LogMemory* memory) {
    EVOTE_TRY(os::FileDescriptor lock, lock_log(clean_folder(folder)));
    EVOTE_TRY(LogReader log, LogReader::open(folder, signer.verifier()));
    LogWriter writer(std::move(lock), std::move(signer), log, storage, memory);
    EVOTE_TRY_VOID(writer.go_on(log));
    return writer;
}

// Reads the rest of the log at the checkpoint.
Outcome LogWriter::go_on(LogReader& log) {
    EVOTE_TRY_VOID(compare_with_memory(log));
    EVOTE_TRY_VOID(read_closed());
    EVOTE_TRY_VOID(read_edge());
    // A process killed just before it synced the checkpoint's name may have left it not durable.
    // Its unfinished file is removed first, so that it does not reappear beside a closing mark.
    EVOTE_TRY_VOID(storage_->remove(folder_ / unfinished_name));
    EVOTE_TRY_VOID(storage_->sync_folder(folder_));
    // A copy of the memory from before the last append, or a mark that it does not know of.
    if (const RememberedLog now{checkpoint_.tree(), known_.closed || closed_}; known_ != now)
        EVOTE_TRY_VOID(keep(now));
    return tidy();
}

Outcome LogWriter::compare_with_memory(LogReader& log) {
    if (memory_ == nullptr)
        return {};
    EVOTE_TRY(known_, memory_->recall());
    if (known_.tree.size > size())
        return go_forward();
    EVOTE_TRY(const Digest32 root, log.root_at(known_.tree.size));
    if (root != known_.tree.root)
        return fail(Error{ErrorCode::board_contradicts,
                          msg("the board does not go on from what its key has signed"),
                          folder_.string(),
                          {}});
    return {};
}

// The checkpoint is older than what is remembered. Signing that once more gives the same bytes.
Outcome LogWriter::go_forward() {
    EVOTE_TRY_VOID(read_edge());
    EVOTE_TRY(const bool is_there, holds_tree(folder_, *edge_, known_.tree));
    if (!is_there)
        return fail(Error{
            ErrorCode::rolled_back,
            msg("this is an older copy of the board: it has {0} entries, and its key has signed "
                "{1}. Ballots that were acknowledged are missing. Put the newer copy back; only if "
                "it is lost for good: evote-board resume",
                size(), known_.tree.size),
            folder_.string(),
            {}});
    EVOTE_TRY_VOID(keep(known_)); // a stop may have left it not durable
    checkpoint_ = sign_checkpoint(known_.tree, signer_);
    return write_checkpoint(*files_, checkpoint_, checkpoint_name);
}

Outcome LogWriter::keep(const RememberedLog& log) {
    if (memory_ != nullptr)
        EVOTE_TRY_VOID(memory_->keep(log));
    known_ = log;
    return {};
}

// Only this writer changes it, by the memory's lock.
Outcome LogWriter::check_memory() const {
    if (memory_ == nullptr)
        return {};
    EVOTE_TRY(const RememberedLog now, memory_->recall());
    if (now.tree != known_.tree)
        return fail(Error{ErrorCode::board_contradicts,
                          msg("what the board's key remembers was changed by another program"),
                          folder_.string(),
                          {}});
    return {};
}

Outcome LogWriter::recover() {
    failed_ = true; // until it is known that nothing failed
    EVOTE_TRY(LogReader log, LogReader::open(folder_, signer_.verifier()));
    checkpoint_ = log.checkpoint();
    files_ = std::make_unique<FileBatch>(*storage_, folder_);
    EVOTE_TRY_VOID(go_on(log));
    failed_ = false;
    return {};
}

Outcome LogWriter::read_closed() {
    closed_ = false;
    if (!os::file_exists(folder_ / closed_name))
        return {};
    EVOTE_TRY_VOID(read_closing_mark(folder_, signer_.verifier(), checkpoint_.checkpoint()));
    closed_ = true;
    return {};
}

Outcome LogWriter::read_edge() {
    std::array<std::vector<Digest32>, tile_levels> levels;
    for (unsigned level = 0; level < tile_levels; ++level) {
        const std::uint64_t last = (size() >> (8 * level)) / tile_width;
        const unsigned width = width_in_log(level, last, size());
        if (width == 0)
            continue;
        EVOTE_TRY(levels[level], read_hash_tile(folder_, {TileKind::hashes, level, last, width}));
    }
    *edge_ = RightEdge(size(), std::move(levels));
    if (edge_->root() != checkpoint_.root())
        return fail(Error{ErrorCode::damaged,
                          msg("the log's hash files do not match its checkpoint"),
                          (folder_ / "tile").string(),
                          {}});
    bundle_.clear();
    if (edge_->partial(0).empty())
        return {};
    TileName name = edge_->partial_name(0);
    name.kind = TileKind::entries;
    EVOTE_TRY(const auto bundle, read_bundle(folder_, name));
    for (unsigned i = 0; i < bundle.size(); ++i)
        if (leaf_hash(bundle[i]) != edge_->partial(0)[i])
            return fail(Error{ErrorCode::damaged,
                              msg("this entry does not match the log's hashes"),
                              (folder_ / name.path()).string(),
                              {msg("entry {0}", bundle.first() + i)}});
    bundle_ = to_bytes(bundle.prefix(bundle.size()));
    return {};
}

// Removes what a crash left behind: tiles beyond the checkpoint (they could contradict what is
// appended instead) and partial tiles whose full one is signed.
Outcome LogWriter::tidy() {
    std::vector<TileName> beyond;
    std::vector<TileName> full;
    LogFolderVisit visit;
    visit.tile = [&](const TileName& name) {
        const TileStanding standing = tile_standing(name, size());
        if (standing == TileStanding::beyond)
            beyond.push_back(name);
        else if (standing == TileStanding::older &&
                 width_in_log(name.level, name.index, size()) == tile_width)
            full.push_back(name);
    };
    visit.unfinished = visit.resumed = visit.strange = [](const std::filesystem::path&) {};
    EVOTE_TRY_VOID(for_each_file(folder_, visit));
    std::set<std::filesystem::path> changed;
    for (const auto& name : beyond) {
        const auto path = folder_ / name.path();
        EVOTE_TRY_VOID(storage_->remove(path));
        changed.insert(path.parent_path());
    }
    for (const auto& folder : changed)
        EVOTE_TRY_VOID(storage_->sync_folder(folder));
    for (const auto& name : full)
        EVOTE_TRY_VOID(remove_partials(name));
    return {};
}

Outcome LogWriter::remove_partials(const TileName& tile) {
    const auto folder = folder_ / tile.partial_folder();
    TileName name = tile;
    for (name.width = 1; name.width < tile_width; ++name.width)
        if (os::file_exists(folder_ / name.path()))
            EVOTE_TRY_VOID(storage_->remove(folder_ / name.path()));
    return storage_->remove(folder);
}

Result<Appended> LogWriter::append(std::span<const ByteView> entries) {
    EVOTE_TRY_VOID(check_request(entries));
    EVOTE_TRY_VOID(check_memory());
    const std::uint64_t old_size = size();
    failed_ = true; // until it is known that nothing failed
    EVOTE_TRY(auto checkpoint, write_batch(entries));
    failed_ = false;
    checkpoint_ = std::move(checkpoint);
    remove_superseded(old_size);
    return Appended{old_size, checkpoint_};
}

Outcome LogWriter::check_request(std::span<const ByteView> entries) const {
    const auto refuse = [this](ErrorCode code, Message message) {
        return fail(Error{code, std::move(message), folder_.string(), {}});
    };
    if (failed_)
        return refuse(ErrorCode::refused,
                      msg("an earlier write to this board failed; open the board again first"));
    if (closed_)
        return refuse(ErrorCode::closed, msg("this board is closed"));
    if (entries.empty())
        return refuse(ErrorCode::refused, msg("there is nothing to append"));
    for (const auto entry : entries)
        if (entry.size() > longest_entry)
            return refuse(ErrorCode::over_limit,
                          msg("an entry has {0} bytes; the board takes at most {1}", entry.size(),
                              longest_entry));
    return {};
}

TreeHead LogWriter::tree_with(std::span<const ByteView> entries) const {
    RightEdge edge = *edge_;
    for (const auto entry : entries)
        edge.append(leaf_hash(entry), [](const TileName&, auto) {});
    return {edge.size(), edge.root()};
}

Result<SignedCheckpoint> LogWriter::write_batch(std::span<const ByteView> entries) {
    RightEdge edge = *edge_;
    Bytes bundle = bundle_;
    Outcome written;
    const auto put = [&](const TileName& name, ByteView bytes) {
        if (written)
            written = files_->put(name.path(), bytes);
    };
    const auto put_hashes = [&](const TileName& name, std::span<const Digest32> hashes) {
        put(name, join_hashes(hashes));
    };
    for (const auto entry : entries) {
        append_u16(bundle, static_cast<std::uint16_t>(entry.size()));
        evote::append(bundle, entry);
        edge.append(leaf_hash(entry), put_hashes);
        if (edge.size() % tile_width == 0) {
            put({TileKind::entries, 0, edge.size() / tile_width - 1, tile_width}, bundle);
            bundle.clear();
        }
    }
    for (unsigned level = 0; level < tile_levels; ++level)
        if (!edge.partial(level).empty() && size() >> (8 * level) != edge.size() >> (8 * level))
            put_hashes(edge.partial_name(level), edge.partial(level));
    if (!bundle.empty()) {
        TileName name = edge.partial_name(0);
        name.kind = TileKind::entries;
        put(name, bundle);
    }
    EVOTE_TRY_VOID(written);
    EVOTE_TRY_VOID(files_->sync());
    const TreeHead tree{edge.size(), edge.root()};
    EVOTE_TRY_VOID(keep({tree, known_.closed}));
    auto checkpoint = sign_checkpoint(tree, signer_);
    EVOTE_TRY_VOID(write_checkpoint(*files_, checkpoint, checkpoint_name));
    *edge_ = std::move(edge);
    bundle_ = std::move(bundle);
    return checkpoint;
}

void LogWriter::remove_superseded(std::uint64_t old_size) {
    for (unsigned level = 0; level < tile_levels; ++level) {
        const std::uint64_t index = (old_size >> (8 * level)) / tile_width;
        if (width_in_log(level, index, old_size) == 0 ||
            width_in_log(level, index, size()) != tile_width)
            continue;
        // The batch is signed and synced; the next open() removes what cannot be removed now.
        (void)remove_partials({TileKind::hashes, level, index, tile_width});
        if (level == 0)
            (void)remove_partials({TileKind::entries, 0, index, tile_width});
    }
}

Outcome LogWriter::add_cosignatures(const WitnessPolicy& policy, const Checkpoint& checkpoint,
                                    std::span<const NoteSignature> lines) {
    if (failed_)
        return check_request({});
    if (checkpoint != checkpoint_.checkpoint())
        return fail(Error{ErrorCode::log_changed,
                          msg("the log was changed while it was being read"),
                          (folder_ / checkpoint_name).string(),
                          {}});
    const Bytes note = cosigned_note(checkpoint_, signer_.verifier(), policy, lines);
    if (equal(note, checkpoint_.note()))
        return {};
    EVOTE_TRY(auto cosigned, open_checkpoint(note, signer_.verifier()));
    EVOTE_TRY_VOID(write_checkpoint(*files_, cosigned, checkpoint_name));
    checkpoint_ = std::move(cosigned);
    return {};
}

Outcome LogWriter::close() {
    if (closed_)
        return {};
    if (failed_)
        return check_request({});
    EVOTE_TRY_VOID(keep({checkpoint_.tree(), true}));
    EVOTE_TRY_VOID(write_checkpoint(*files_, checkpoint_, closed_name));
    closed_ = true;
    return {};
}

Result<std::uint64_t> LogWriter::last_resumption() const {
    std::uint64_t last = 0;
    LogFolderVisit visit;
    visit.tile = [](const TileName&) {};
    visit.unfinished = visit.strange = [](const std::filesystem::path&) {};
    visit.resumed = [&](const std::filesystem::path& path) {
        last = std::max(last, *resumption_number(path.filename().string()));
    };
    EVOTE_TRY_VOID(for_each_file(folder_, visit));
    return last;
}

bool LogWriter::is_noted(const Resumption& resumption, std::uint64_t number) const {
    const auto file = os::read_plain_file(folder_ / resumption_name(number), largest_checkpoint);
    if (!file)
        return false;
    auto noted = open_resumption(*file, signer_.verifier());
    if (!noted)
        return false;
    noted->time = resumption.time;
    return *noted == resumption;
}

Result<std::uint64_t> LogWriter::note_resumption(const Resumption& resumption) {
    EVOTE_CHECK(resumption.from == checkpoint_.tree());
    EVOTE_TRY(const std::uint64_t last, last_resumption());
    if (last > 0 && is_noted(resumption, last)) {
        EVOTE_TRY_VOID(storage_->sync_folder(folder_));
        return last;
    }
    EVOTE_TRY_VOID(files_->put(resumption_name(last + 1), sign_resumption(resumption, signer_)));
    EVOTE_TRY_VOID(files_->sync());
    return last + 1;
}

} // namespace evote::board

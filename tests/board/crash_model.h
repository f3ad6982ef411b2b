// SPDX-License-Identifier: Apache-2.0
// What a disk may hold after a power failure: a record of the writer's operations, replayed up to
// any point. Synced content is durable; each name that was made, replaced or removed since its
// folder was last synced may or may not have reached the disk, independently of the others.
#pragma once

#include "board/log_support.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <map>
#include <mutex>
#include <optional>

namespace evote::test {

struct Operation {
    enum class Kind { make_folder, write, rename, remove, sync } kind;
    std::filesystem::path path;
    std::filesystem::path to;
    Bytes bytes;
};

/// Does everything and records it; can fail like a full disk from one operation on, or a number of
/// times, which may be said while a service's thread works with it.
class RecordingStorage final : public FastStorage {
  public:
    Outcome make_folder(const std::filesystem::path& folder) override {
        EVOTE_TRY_VOID(note({Operation::Kind::make_folder, folder, {}, {}}));
        return FastStorage::make_folder(folder);
    }

    Outcome write_synced(const std::filesystem::path& file, ByteView bytes) override {
        EVOTE_TRY_VOID(note({Operation::Kind::write, file, {}, to_bytes(bytes)}));
        return FastStorage::write_synced(file, bytes);
    }

    Outcome rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        EVOTE_TRY_VOID(note({Operation::Kind::rename, from, to, {}}));
        return FastStorage::rename(from, to);
    }

    Outcome remove(const std::filesystem::path& path) override {
        EVOTE_TRY_VOID(note({Operation::Kind::remove, path, {}, {}}));
        return FastStorage::remove(path);
    }

    Outcome sync_folder(const std::filesystem::path& folder) override {
        return note({Operation::Kind::sync, folder, {}, {}});
    }

    const std::vector<Operation>& operations() const { return operations_; }

    /// Those that were not done.
    const std::vector<Operation>& failed() const { return failed_; }

    /// The next `count` operations work; then `failures` of them fail.
    void fail_after(std::size_t count, std::size_t failures = SIZE_MAX) {
        const std::lock_guard lock(mutex_);
        left_ = count;
        failures_ = failures;
    }

  private:
    Outcome note(Operation operation) {
        const std::lock_guard lock(mutex_);
        if (left_ > 0) {
            --left_;
        } else if (failures_ > 0) {
            --failures_;
            failed_.push_back(std::move(operation));
            return fail(ErrorCode::system, msg("the disk is full"));
        }
        operations_.push_back(std::move(operation));
        return {};
    }

    std::mutex mutex_;
    std::vector<Operation> operations_;
    std::vector<Operation> failed_;
    std::size_t left_ = SIZE_MAX;
    std::size_t failures_ = 0;
};

/// A tree of names: a folder, or a file with its content.
class CrashedDisk {
  public:
    void play(const Operation& operation) {
        switch (operation.kind) {
        case Operation::Kind::make_folder:
            now_.try_emplace(operation.path, std::nullopt);
            break;
        case Operation::Kind::write:
            now_[operation.path] = operation.bytes;
            break;
        case Operation::Kind::rename:
            now_[operation.to] = now_.at(operation.path);
            now_.erase(operation.path);
            break;
        case Operation::Kind::remove:
            now_.erase(operation.path);
            break;
        case Operation::Kind::sync:
            sync(operation.path);
            break;
        }
    }

    /// A write that the crash interrupted: half of the bytes, then zeros.
    void play_torn(const Operation& write) {
        Bytes torn = write.bytes;
        std::fill(torn.begin() + static_cast<std::ptrdiff_t>(torn.size() / 2), torn.end(),
                  std::uint8_t{0});
        now_[write.path] = torn;
    }

    /// Puts into `target` what the disk may hold of `source`: unsynced names as they are now where
    /// `reached` says so, otherwise as they were when last synced.
    template <class Reached>
    void put_into(const std::filesystem::path& source, const std::filesystem::path& target,
                  Reached reached) const {
        std::map<std::filesystem::path, bool> names;
        for (const auto* const state : {&now_, &synced_})
            for (const auto& [path, content] : *state)
                names[path] = true;
        // Folders are listed before their contents.
        for (const auto& [path, unused] : names) {
            const auto& state = is_synced(path) || reached() ? now_ : synced_;
            const auto found = state.find(path);
            const auto place = target / path.lexically_relative(source);
            if (found == state.end() || !std::filesystem::exists(place.parent_path()))
                continue;
            if (found->second)
                (void)FastStorage().write_synced(place, *found->second);
            else
                std::filesystem::create_directory(place);
        }
    }

  private:
    using State = std::map<std::filesystem::path, std::optional<Bytes>>;

    bool is_synced(const std::filesystem::path& path) const {
        const auto a = now_.find(path);
        const auto b = synced_.find(path);
        if (a == now_.end() || b == synced_.end())
            return a == now_.end() && b == synced_.end();
        return a->second == b->second;
    }

    void sync(const std::filesystem::path& folder) {
        std::erase_if(synced_, [&](const auto& item) {
            return item.first.parent_path() == folder && !now_.contains(item.first);
        });
        for (const auto& [path, content] : now_)
            if (path.parent_path() == folder)
                synced_[path] = content;
    }

    State now_;
    State synced_;
};

/// What a power failure is tried on: the operations on `source` from `first` on, whose folder was
/// as in `before` until then.
struct PowerFailures {
    const std::vector<Operation>& operations;
    std::size_t first;
    std::filesystem::path source;
    std::filesystem::path before;
};

/// Loses power after each operation, and amid each write. `check` is given how many operations were
/// done, and a folder with what is left; `reached` as in CrashedDisk::put_into.
template <class Reached, class Check>
void lose_power_everywhere(const PowerFailures& failures, Reached reached, Check check) {
    namespace fs = std::filesystem;
    const auto& operations = failures.operations;
    const auto try_disk = [&](const CrashedDisk& state, std::size_t done) {
        INFO("after " << done << " operations");
        const TemporaryFolder left;
        fs::copy(failures.before, left.path(),
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        state.put_into(failures.source, left.path(), reached);
        check(done, left.path());
    };
    CrashedDisk disk;
    for (std::size_t done = failures.first; done < operations.size(); ++done) {
        try_disk(disk, done);
        if (operations[done].kind == Operation::Kind::write) {
            CrashedDisk torn = disk;
            torn.play_torn(operations[done]);
            try_disk(torn, done);
        }
        disk.play(operations[done]);
    }
    try_disk(disk, operations.size());
}

} // namespace evote::test

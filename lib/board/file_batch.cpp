// SPDX-License-Identifier: Apache-2.0
#include "board/file_batch.h"

namespace evote::board {

Outcome FileBatch::put(const std::string& name, ByteView bytes) {
    const auto path = root_ / name;
    EVOTE_TRY_VOID(need_folder(path.parent_path()));
    EVOTE_TRY_VOID(storage_->write_synced(root_ / unfinished_name, bytes));
    EVOTE_TRY_VOID(storage_->rename(root_ / unfinished_name, path));
    changed_.insert(path.parent_path());
    return {};
}

// An existing folder may have been made by a process that was killed before it synced the parent,
// so the first use always syncs the parent too.
Outcome FileBatch::need_folder(const std::filesystem::path& folder) {
    if (folder == root_ || known_.contains(folder))
        return {};
    EVOTE_TRY_VOID(need_folder(folder.parent_path()));
    EVOTE_TRY_VOID(storage_->make_folder(folder));
    changed_.insert(folder.parent_path());
    known_.insert(folder);
    return {};
}

Outcome FileBatch::sync() {
    for (const auto& folder : changed_)
        EVOTE_TRY_VOID(storage_->sync_folder(folder));
    changed_.clear();
    return {};
}

} // namespace evote::board

// SPDX-License-Identifier: Apache-2.0
#include "board/tile_listing.h"

#include "board/file_batch.h"
#include "board/log_files.h"
#include "board/resumption.h"
#include "os/file.h"

#include <fmt/format.h>

namespace evote::board {

namespace {

bool holds_tiles(const std::string& folder) {
    return folder == "tile" || TileName::parse(folder + "/000") || TileName::parse(folder + "/1");
}

bool is_gone(const std::error_code& code) {
    return code == std::errc::no_such_file_or_directory;
}

void visit_file(const std::filesystem::path& path, const std::string& name,
                const LogFolderVisit& visit) {
    if (const auto tile = TileName::parse(name))
        visit.tile(*tile);
    else if (name == unfinished_name)
        visit.unfinished(path);
    else if (resumption_number(name))
        visit.resumed(path);
    else if (name != checkpoint_name && name != closed_name)
        visit.strange(path);
}

Outcome list_folder(const std::filesystem::path& root, const std::string& below,
                    const LogFolderVisit& visit);

Outcome visit_item(const std::filesystem::path& root, const std::string& name,
                   std::filesystem::file_type type, const LogFolderVisit& visit) {
    if (type == std::filesystem::file_type::directory && holds_tiles(name))
        return list_folder(root, name, visit);
    if (type == std::filesystem::file_type::regular)
        visit_file(root / name, name, visit);
    else
        visit.strange(root / name);
    return {};
}

// Only folders for tiles are listed, so the recursion is no deeper than their names.
Outcome list_folder(const std::filesystem::path& root, const std::string& below,
                    const LogFolderVisit& visit) {
    std::error_code code;
    std::filesystem::directory_iterator item(root / below, code);
    while (!code && item != std::filesystem::directory_iterator()) {
        const auto type = item->symlink_status(code).type();
        const auto name = item->path().filename().string();
        if (!code)
            EVOTE_TRY_VOID(visit_item(
                root, below.empty() ? name : fmt::format("{}/{}", below, name), type, visit));
        else if (!is_gone(code))
            break;
        item.increment(code);
    }
    // A folder of partial tiles is removed once the full tile is signed.
    if (!code || (is_gone(code) && !below.empty()))
        return {};
    return fail(os::file_error(root / below, code));
}

} // namespace

TileStanding tile_standing(const TileName& name, std::uint64_t size) {
    const unsigned width = width_in_log(name.level, name.index, size);
    if (name.width == width)
        return TileStanding::current;
    return name.width < width ? TileStanding::older : TileStanding::beyond;
}

Outcome for_each_file(const std::filesystem::path& folder, const LogFolderVisit& visit) {
    return list_folder(folder, {}, visit);
}

} // namespace evote::board

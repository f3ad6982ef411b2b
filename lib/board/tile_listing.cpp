// SPDX-License-Identifier: Apache-2.0
#include "board/tile_listing.h"

#include "board/log_files.h"

#include "evote/base/file.h"

#include <cerrno>

namespace evote {

namespace {

bool holds_tiles(const std::string& folder) {
    return folder == "tile" || TileName::parse(folder + "/000") || TileName::parse(folder + "/1");
}

} // namespace

TileStanding tile_standing(const TileName& name, std::uint64_t size) {
    const unsigned width = width_in_log(name.level, name.index, size);
    if (name.width == width)
        return TileStanding::current;
    return name.width < width ? TileStanding::older : TileStanding::beyond;
}

Outcome for_each_file(const std::filesystem::path& folder,
                      const std::function<void(const TileName&)>& tile,
                      const std::function<void(const std::filesystem::path&)>& other) {
    std::error_code code;
    std::filesystem::recursive_directory_iterator entry(folder, code);
    for (; !code && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(code)) {
        const auto facts = entry->symlink_status(code);
        if (code)
            break;
        const auto name = entry->path().lexically_relative(folder).string();
        if (std::filesystem::is_directory(facts)) {
            if (!holds_tiles(name))
                other(entry->path());
            continue;
        }
        const auto parsed = TileName::parse(name);
        const bool is_file = std::filesystem::is_regular_file(facts);
        if (is_file && parsed)
            tile(*parsed);
        else if (!is_file || (name != checkpoint_name && name != closed_name))
            other(entry->path());
    }
    if (!code)
        return {};
    errno = code.value();
    return fail(file_error(folder));
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#include "app/private_file.h"

#include "os/file.h"

namespace evote::app {

Outcome keep_out_of_record(const std::filesystem::path& file, const std::filesystem::path& record) {
    if (file.empty())
        return {};
    EVOTE_TRY(const bool inside, os::is_inside(file, record));
    if (inside)
        return fail(Error{ErrorCode::in_record,
                          msg("this file is private, and everybody gets a copy of the folder {0}; "
                              "name a place outside of it",
                              record.string()),
                          file.string(),
                          {}});
    return {};
}

void warn_if_open_to_others(const std::filesystem::path& file, Console& console) {
    if (os::is_open_to_others(file))
        console.say(msg("Warning: others on this machine can open {0}. Mend it with: chmod 600 {0}",
                        file.string()));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/private_file.h"

#include "os/file.h"

namespace evote::app {

void warn_if_open_to_others(const std::filesystem::path& file, Console& console) {
    if (os::is_open_to_others(file))
        console.say(msg("Warning: others on this machine can open {0}. Mend it with: chmod 600 {0}",
                        file.string()));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/temporary_folder.h"

#include <system_error>

namespace evote::app {

std::filesystem::path temporary_folder() {
    std::error_code code;
    auto folder = std::filesystem::temp_directory_path(code);
    return code ? "/tmp" : folder;
}

} // namespace evote::app

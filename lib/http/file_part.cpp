// SPDX-License-Identifier: Apache-2.0
#include "http/file_part.h"

#include "os/file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace evote::http {

std::optional<std::string> take_piece(FilePart& part, std::size_t most) {
    std::string out(static_cast<std::size_t>(std::min<std::uint64_t>(part.size, most)), '\0');
    for (std::size_t done = 0; done < out.size();) {
        const auto got = ::pread(part.file->get(), out.data() + done, out.size() - done,
                                 static_cast<off_t>(part.begin + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return std::nullopt;
        done += static_cast<std::size_t>(got);
    }
    part.begin += out.size();
    part.size -= out.size();
    return out;
}

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
#include "mirror/network.h"

#include <algorithm>

namespace evote::mirror {

Result<std::optional<Bytes>> fetch_file(const Network& network, const std::string& name,
                                        std::uint64_t limit) {
    EVOTE_TRY(auto piece, network(name, 0, std::min(piece_bytes, limit + 1)));
    if (!piece)
        return std::optional<Bytes>();
    if (piece->size > limit)
        return fail(
            Error{ErrorCode::file_too_large,
                  msg("the server's file has {0} bytes; {1} are the most", piece->size, limit),
                  name,
                  {}});
    const std::uint64_t size = piece->size;
    Bytes out = std::move(piece->bytes);
    while (out.size() < size) {
        const std::uint64_t left = size - out.size();
        EVOTE_TRY(piece, network(name, out.size(), std::min(piece_bytes, left)));
        if (!piece || piece->size != size || piece->bytes.empty() || piece->bytes.size() > left)
            return fail(Error{ErrorCode::unreachable,
                              msg("the server's file changes while it is read"),
                              name,
                              {}});
        append(out, piece->bytes);
    }
    return std::optional(std::move(out));
}

} // namespace evote::mirror

// SPDX-License-Identifier: Apache-2.0
#include "ballot/parts.h"

#include "crypto/sha2.h"

namespace evote::ballot {

Digest32 tracker_of(ByteView header_and_cipher) {
    return crypto::tagged_hash32("tracker", {header_and_cipher});
}

std::optional<Digest32> entry_tracker(const Layouts& layouts, ByteView entry) {
    const Layout* layout = layouts.find(entry);
    if (layout == nullptr)
        return std::nullopt;
    return tracker_of(layout->up_to(entry, Part::cipher));
}

std::vector<ByteView> alphas_of(const Layouts& layouts, ByteView entry) {
    std::vector<ByteView> out;
    const Layout* layout = layouts.find(entry);
    if (layout == nullptr)
        return out;
    // The first element of each contest's row.
    for (const FieldRow& row : layout->rows())
        if (row.field == Field::cipher)
            out.push_back(row.of(entry).first(item_size));
    return out;
}

} // namespace evote::ballot

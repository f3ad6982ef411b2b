// SPDX-License-Identifier: Apache-2.0
#include "group/edwards25519.h"

#include <algorithm>

namespace evote::group::edwards25519 {

void to_affine(const EdwardsPoint* points, std::size_t n, Affine* out) {
    constexpr std::size_t most = 128;
    FieldElement inverses[most];
    FieldElement scratch[most];
    for (std::size_t done = 0; done < n; done += most) {
        const std::size_t count = std::min(most, n - done);
        for (std::size_t i = 0; i < count; ++i)
            inverses[i] = points[done + i].z;
        fe::invert_batch(inverses, count, scratch);
        for (std::size_t i = 0; i < count; ++i) {
            const EdwardsPoint& p = points[done + i];
            out[done + i] = affine(fe::mul(p.x, inverses[i]), fe::mul(p.y, inverses[i]),
                                   fe::mul(p.t, inverses[i]));
        }
    }
}

} // namespace evote::group::edwards25519

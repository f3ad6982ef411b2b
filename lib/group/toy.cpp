// SPDX-License-Identifier: Apache-2.0
// The groups of order 13 and 199, for tests.
#include "group/batch.impl.h"
#include "group/bounded_log.impl.h"
#include "group/fixed_base.impl.h"
#include "group/zp.h"
#include "group/zp.impl.h"

#define EVOTE_INSTANTIATE(G)                                                                       \
    template bool decode_batch_vartime<G>(ByteView, std::span<G::Element>,                         \
                                          std::span<std::uint8_t>);                                \
    template void encode_batch<G>(std::span<const G::Element>, MutableByteView);                   \
    template void encode_doubles_batch<G>(std::span<const G::Element>, MutableByteView);           \
    template void mul_batch<G>(std::span<const G::Scalar>, std::span<const G::Element>,            \
                               std::span<G::Element>);                                             \
    template G::Element msm_vartime<G>(std::span<const G::Scalar>, std::span<const G::Element>);   \
    template G::Element msm_vartime<G>(std::span<const Weight>, std::span<const G::Element>);      \
    template class FixedBase<G>;                                                                   \
    template class BoundedLog<G>

namespace evote::group {

template struct ZpGroup<ToyParameters13>;
template struct ZpGroup<ToyParameters199>;

EVOTE_INSTANTIATE(Toy13);
EVOTE_INSTANTIATE(Toy199);

} // namespace evote::group

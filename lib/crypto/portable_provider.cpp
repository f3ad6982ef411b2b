// SPDX-License-Identifier: Apache-2.0
// Hash and random without OpenSSL.
#include "crypto/portable_random.h"
#include "crypto/portable_sha2.h"
#include "crypto/sha2.impl.h"

namespace evote::crypto {

template <std::size_t Size>
struct Sha2<Size>::Context : PortableSha2<Size> {};

template class Sha2<32>;
template class Sha2<64>;

Random& system_random() {
    static PortableRandom random;
    return random;
}

} // namespace evote::crypto

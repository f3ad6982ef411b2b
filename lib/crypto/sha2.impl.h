// SPDX-License-Identifier: Apache-2.0
// Sha2 on top of what a provider defines before instantiating it: Sha2<Size>::Context, a running
// hash with add(ByteView) and finish(), which starts afresh.
#pragma once

#include "crypto/sha2.h"

namespace evote::crypto {

template <std::size_t Size>
Sha2<Size>::Sha2() : context_(std::make_unique<Context>()) {}

template <std::size_t Size>
Sha2<Size>::Sha2(Sha2&&) noexcept = default;
template <std::size_t Size>
Sha2<Size>& Sha2<Size>::operator=(Sha2&&) noexcept = default;
template <std::size_t Size>
Sha2<Size>::~Sha2() = default;

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add(ByteView bytes) {
    context_->add(bytes);
    return *this;
}

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add_u8(std::uint8_t value) {
    return add({&value, 1});
}

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add_u16(std::uint16_t value) {
    const ByteArray<2> bytes{static_cast<std::uint8_t>(value >> 8),
                             static_cast<std::uint8_t>(value)};
    return add(bytes);
}

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add_u64(std::uint64_t value) {
    ByteArray<8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(value >> (8 * (7 - i)));
    return add(bytes);
}

template <std::size_t Size>
ByteArray<Size> Sha2<Size>::finish() {
    return context_->finish();
}

} // namespace evote::crypto

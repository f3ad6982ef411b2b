// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote::crypto {

/// What frees an object of a C library: std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>.
template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};

} // namespace evote::crypto

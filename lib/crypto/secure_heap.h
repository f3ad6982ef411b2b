// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote::crypto {

/// Keeps secrets in OpenSSL's secure heap: locked, so that it is not swapped out, and excluded from
/// core dumps. A program that will hold secrets calls it once, first. False if the memory could not
/// be locked or guarded; it is then used all the same, and secrets are still wiped.
bool use_secure_heap();

} // namespace evote::crypto

// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote::crypto {

/// Has secrets kept in OpenSSL's secure heap: locked, so that it is not swapped, and left out of
/// core dumps. A program that will hold secrets calls it once, first. False if the memory could not
/// be locked or guarded; secrets are then in it all the same, and are still wiped.
bool use_secure_heap();

} // namespace evote::crypto

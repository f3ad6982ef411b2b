// SPDX-License-Identifier: Apache-2.0
// From a contest's rules to equations over bits (protocol.md section 2).
#pragma once

#include "evote/protocol/manifest.h"

namespace evote::protocol {

/// How many bits the contest has with its slack bits, known before anything is compiled, so that an
/// oversized contest costs no memory.
std::size_t count_bits(const Contest& contest);

proof::ContestShape compile_contest(const Contest& contest);

/// What one contest adds to the length of a ballot, in bytes.
std::size_t contest_bytes(std::size_t bits, std::size_t rules);

/// The length in bytes of what a ballot has besides its contests.
constexpr std::size_t ballot_frame_bytes = (1 + 1 + 32 + 2 + 8 + 32) // header
                                           + 32                      // R
                                           + 64                      // D_0, D_1
                                           + 64;                     // z_D, z_credential

} // namespace evote::protocol

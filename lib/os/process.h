// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace evote::os {

/// Forbids core dumps of this process and keeps other processes from reading its memory. A program
/// that will hold secrets calls it once, first. False if the system refuses.
bool forbid_core_dumps();

} // namespace evote::os

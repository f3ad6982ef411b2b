// SPDX-License-Identifier: Apache-2.0
// What the formats allow and what yet can never work, or is a mistake: found when an election is
// written, not when it is counted. Readers of a record accept it all the same.
#pragma once

#include "protocol/manifest.h"
#include "protocol/roll.h"

#include <vector>

namespace evote::protocol {

struct SetupFindings {
    std::vector<Error> faults;     ///< each with its place in the file
    std::vector<Message> warnings; ///< what may be meant so
};

/// Of a manifest, faults of ErrorCode::unworkable: voting that closes before it opens; rules of a
/// contest that no choice keeps together; an option that no such choice contains; a contest in no
/// district; two options of a contest, two contests of a district or two districts with one title
/// in some language; a text of a template, "<...>", that nobody replaced. Rules are decided
/// exactly, in bounded time; a contest for which that is too little is warned about, after every
/// two of its rules were compared.
SetupFindings setup_faults(const Manifest& manifest);

/// Of a roll, faults of ErrorCode::malformed: rows whose credential is no element of the group, the
/// first 1000 of them. Warns of districts without voters.
SetupFindings roll_faults(const Manifest& manifest, const Roll& roll);

} // namespace evote::protocol

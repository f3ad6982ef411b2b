// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/registrar_desk.h"

namespace evote::service {

/// What a voter is told.
Message text_for_voter(Refusal refusal);

/// What a clerk is told.
Message text_for_clerk(Refusal refusal);

/// The status of the answer.
unsigned status_of(Refusal refusal);

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evote/audit.h"

/// Audits a record; its faults are `incomplete` too.
evote::AuditConclusion observe(const char* folder, const char* fingerprint);

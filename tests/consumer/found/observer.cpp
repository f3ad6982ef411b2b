// SPDX-License-Identifier: Apache-2.0
#include "observer.h"

evote::AuditConclusion observe(const char* folder, const char* fingerprint) {
    evote::AuditSettings settings;
    settings.fingerprint = fingerprint;
    const auto report = evote::audit(folder, settings);
    return report ? report->conclusion : evote::AuditConclusion::incomplete;
}

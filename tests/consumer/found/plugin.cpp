// SPDX-License-Identifier: Apache-2.0
#include "observer.h"

extern "C" __attribute__((visibility("default"))) int plugin_audit(const char* folder,
                                                                   const char* fingerprint) {
    return observe(folder, fingerprint) == evote::AuditConclusion::valid ? 0 : 1;
}

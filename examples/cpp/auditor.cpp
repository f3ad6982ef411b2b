// SPDX-License-Identifier: Apache-2.0
// Audits a record: auditor FOLDER FINGERPRINT
#include <evote/audit.h>

#include <iostream>

int main(int argc, char** argv) {
    if (argc != 3)
        return 2;
    const auto report = evote::audit(argv[1], {.fingerprint = argv[2]});
    std::cout << (report ? report->text : report.error().english() + "\n");
    return report && report->conclusion == evote::AuditConclusion::valid ? 0 : 1;
}

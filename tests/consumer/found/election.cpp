// SPDX-License-Identifier: Apache-2.0
// election RECORD FINGERPRINT: uses three components on a record.
#include "evote/audit.h"
#include "evote/box.h"
#include "evote/client.h"

#include <iostream>

namespace {

int failed(const char* what) {
    std::cerr << what << '\n';
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3)
        return failed("usage: election RECORD FINGERPRINT");
    auto record = evote::Record::open(argv[1], argv[2]);
    if (!record)
        return failed(record.error().english().c_str());
    const auto voter = evote::Voter::identify(*record, "no code");
    if (voter || voter.error().code != evote::ErrorCode::bad_code)
        return failed("a voter without a code");
    evote::AuditSettings settings;
    settings.fingerprint = argv[2];
    const auto report = evote::audit(argv[1], settings);
    if (!report || report->conclusion != evote::AuditConclusion::valid)
        return failed("the record is not valid");
    if (evote::BallotBox::open(std::move(*record), "no-such-key"))
        return failed("a box without a key");
    return 0;
}

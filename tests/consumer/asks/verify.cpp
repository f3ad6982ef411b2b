// SPDX-License-Identifier: Apache-2.0
#include "evote/audit.h"

int main(int argc, char** argv) {
    if (argc != 3)
        return 2;
    const auto record = evote::Record::open(argv[1], argv[2]);
    return record && evote::verify_ballots(*record, {}).empty() ? 0 : 1;
}

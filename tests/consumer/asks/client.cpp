// SPDX-License-Identifier: Apache-2.0
#include "evote/client.h"

int main(int argc, char** argv) {
    if (argc != 3)
        return 2;
    const auto record = evote::Record::open(argv[1], argv[2]);
    return record && !evote::Voter::identify(*record, "no code") ? 0 : 1;
}

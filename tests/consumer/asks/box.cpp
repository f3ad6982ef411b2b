// SPDX-License-Identifier: Apache-2.0
#include "evote/box.h"

#include <utility>

int main(int argc, char** argv) {
    if (argc != 3)
        return 2;
    auto record = evote::Record::open(argv[1], argv[2]);
    return record && !evote::BallotBox::open(std::move(*record), "no-such-key") ? 0 : 1;
}

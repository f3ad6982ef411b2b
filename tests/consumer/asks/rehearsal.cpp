// SPDX-License-Identifier: Apache-2.0
#include "evote/rehearsal.h"

int main(int argc, char** argv) {
    return argc == 3 && !evote::Rehearsal::make(argv[1], "no-such-manifest", 1, "seed") ? 0 : 1;
}

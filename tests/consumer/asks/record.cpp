// SPDX-License-Identifier: Apache-2.0
#include "evote/record.h"

int main(int argc, char** argv) {
    return argc == 3 && evote::Record::open(argv[1], argv[2]) ? 0 : 1;
}

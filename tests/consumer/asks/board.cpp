// SPDX-License-Identifier: Apache-2.0
#include "evote/board.h"

int main() {
    return evote::check_inclusion("no receipt", {}, "no key") ? 1 : 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "observer.h"

int main(int argc, char** argv) {
    return argc == 3 && observe(argv[1], argv[2]) == evote::AuditConclusion::valid ? 0 : 1;
}

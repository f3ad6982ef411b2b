// SPDX-License-Identifier: Apache-2.0
// Prints a vector for a seed; see test-vectors/README.md.
#include "support/rooms.h"
#include "vectors/made_vectors.h"

#include <iostream>
#include <string_view>

int main(int argc, char** argv) {
    const std::string_view what = argc == 3 ? argv[1] : "";
    if (what == "election")
        std::cout << evote::file_text(evote::made_election(argv[2]));
    else if (what == "invalid-ballots")
        std::cout << evote::file_text(evote::made_invalid_ballots(argv[2]));
    else {
        std::cerr << "Usage: make_vectors election|invalid-ballots SEED\n";
        return 2;
    }
    return std::cout.flush() ? 0 : 4;
}

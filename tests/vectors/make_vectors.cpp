// SPDX-License-Identifier: Apache-2.0
// Prints a vector for a seed; see test-vectors/README.md.
#include "support/rooms.h"
#include "vectors/made_vectors.h"
#include "vectors/refusals.h"

#include <iostream>
#include <string_view>

int main(int argc, char** argv) {
    const std::string_view what = argc == 3 ? argv[1] : "";
    for (const auto& [name, make] : evote::vector_kinds())
        if (name == what) {
            std::cout << evote::file_text(make(argv[2]));
            return std::cout.flush() ? 0 : 4;
        }
    std::cerr << "Usage: make_vectors KIND SEED, KIND being one of:";
    for (const auto& [name, make] : evote::vector_kinds())
        std::cerr << ' ' << name;
    std::cerr << '\n';
    return 2;
}

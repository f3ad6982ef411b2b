// SPDX-License-Identifier: Apache-2.0
// Runs all sections, or those whose name holds the argument, and compares the reports of each with
// what it should have: none, or at least one for a planted leak.
#include "ctime/secrecy.h"
#include "group/backend/kernels.h"

#include <cstdio>
#include <string_view>

using namespace evote::ctime_test;

int main(int count, char** arguments) {
    if (!is_watched()) {
        std::fputs("run this under valgrind: nothing is tested otherwise\n", stderr);
        return 2;
    }
    const std::string_view wanted = count > 1 ? arguments[1] : "";
    std::printf("backend: %s\n", evote::backend::kernels().name);
    std::size_t run = 0;
    bool good = true;
    for (const auto& section : sections()) {
        if (section.name.find(wanted) == std::string_view::npos)
            continue;
        const auto before = reports();
        section.run();
        const auto found = reports() - before;
        const bool as_it_should = (found != 0) == section.leaks;
        std::printf("%s: %.*s: %lu reports%s\n", as_it_should ? "ok" : "FAILED",
                    static_cast<int>(section.name.size()), section.name.data(), found,
                    section.leaks ? " (planted)" : "");
        std::fflush(stdout);
        good = good && as_it_should;
        ++run;
    }
    return good && run != 0 ? 0 : 1;
}

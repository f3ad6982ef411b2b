// SPDX-License-Identifier: Apache-2.0
// Runs all sections, or those whose name contains the argument, and compares the reports of each
// with what is expected: none, or at least one for a planted leak. EVOTE_BACKEND says which backend
// must be in use.
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "group/backend.h"
#include "group/backend/kernels.h"
#include "support/rooms.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

using namespace evote::ctime_test;

namespace {

constexpr int not_checked = 77;

bool processor_has(std::string_view backend) {
    for (const auto* one : evote::backend::available_kernels())
        if (one->name == backend)
            return true;
    return false;
}

bool run(const Section& section) {
    const auto before = reports();
    section.run();
    const auto found = reports() - before;
    const bool as_it_should = (found != 0) == section.leaks;
    std::printf("%s: %.*s: %lu reports%s\n", as_it_should ? "ok" : "FAILED",
                static_cast<int>(section.name.size()), section.name.data(), found,
                section.leaks ? " (planted)" : "");
    std::fflush(stdout);
    return as_it_should;
}

} // namespace

int main(int count, char** arguments) {
    const char* backend = std::getenv("EVOTE_BACKEND");
    if (watcher() == nullptr || backend == nullptr) {
        std::fputs("run this under valgrind, with EVOTE_BACKEND set: nothing is tested otherwise\n",
                   stderr);
        return 2;
    }
    if (!processor_has(backend)) {
        std::printf("NOT CHECKED: this processor has no backend %s\n", backend);
        return not_checked;
    }
    EVOTE_CHECK(evote::group::use_backend(backend));
    std::printf("%s, backend %s\n", watcher(), evote::backend::kernels().name);
    const std::string_view wanted = count > 1 ? arguments[1] : "";
    std::size_t ran = 0;
    bool good = true;
    for (const auto& section : sections()) {
        if (section.name.find(wanted) == std::string_view::npos)
            continue;
        good = run(section) && good;
        ++ran;
    }
    return good && ran != 0 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// Writes, when a program ends, into the file named by EVOTE_STATE_REPORT what would become of its
// memory if it crashed: the largest core file (soft and hard limit) and whether it may be dumped.
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

__attribute__((destructor)) static void report_state() {
    const char* const path = std::getenv("EVOTE_STATE_REPORT");
    if (path == nullptr)
        return;
    rlimit core{};
    ::getrlimit(RLIMIT_CORE, &core);
    std::FILE* const file = std::fopen(path, "w");
    if (file == nullptr)
        return;
    std::fprintf(file, "%lu %lu %d\n", static_cast<unsigned long>(core.rlim_cur),
                 static_cast<unsigned long>(core.rlim_max), ::prctl(PR_GET_DUMPABLE));
    std::fclose(file);
}

// SPDX-License-Identifier: Apache-2.0
// What a core dump would contain, and that none is made.
#include "memory/memory_image.h"
#include "os/process.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace evote;
using namespace evote::memory_test;

namespace {

/// Runs in a child process and returns what it returned; 255 if it was killed.
int in_child(int (*run)()) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
        ::_exit(run());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

} // namespace

TEST_CASE("a protected program makes no core dump") {
    CHECK(in_child([] {
              forbid_core_dumps();
              rlimit limit{1, 1};
              const bool none = ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 &&
                                limit.rlim_max == 0;
              return none && ::prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1;
          }) == 0);
}

TEST_CASE("a core dump would contain no secret that is in use") {
    const auto left = secrets_left_by(
        [](Witness& witness) {
            static SecretBytes held;
            held = SecretBytes(4096);
            KnownRandom(2001).fill(held.expose());
            witness.see("secret memory", held.expose());
            // Ordinary memory is in a dump: the same test finds something there.
            static Bytes copy;
            copy.resize(4096);
            KnownRandom(2002).fill(copy);
            witness.see("ordinary memory", copy);
        },
        Where::in_a_core_dump);
    CHECK(left == std::vector<std::string>{"ordinary memory in [heap]"});
}

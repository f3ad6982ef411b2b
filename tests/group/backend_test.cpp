// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"
#include "evote/check.h"
#include "group/backend.h"
#include "group/backend/kernels.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <string>

using namespace evote;

TEST_CASE("backends have names and an unknown one is refused") {
    const auto names = available_backends();
    REQUIRE(names.size() == backend::available_kernels().size());
    CHECK(names.front() == backend::available_kernels().front()->name);
    CHECK(names.back() == "portable");
    for (const auto* unknown : {"", "fastest", "Portable", "portable "})
        CHECK_FALSE(use_backend(unknown));
}

TEST_CASE("the backend in use stays the one in use") {
    const std::string in_use = backend::kernels().name;
    CHECK(use_backend(in_use));
    CHECK(backend::kernels().name == in_use);
    if (in_use != "avx512ifma")
        CHECK_FALSE(hashes_with_vectors());
}

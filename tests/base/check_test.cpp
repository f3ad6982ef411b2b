// SPDX-License-Identifier: Apache-2.0
#include "evote/check.h"
#include "evote/result.h"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

using namespace evote;

namespace {

struct CheckFailed : std::runtime_error {
    explicit CheckFailed(const CheckFailure& failure)
        : std::runtime_error(failure.condition), file(failure.file), line(failure.line) {}

    std::string file;
    int line;
};

[[noreturn]] void throw_it(const CheckFailure& failure) {
    throw CheckFailed(failure);
}

[[noreturn]] void throw_a_number(const CheckFailure&) {
    throw 7;
}

} // namespace

TEST_CASE("a failed check tells the handler that the host has set") {
    const CheckHandler before = set_check_handler(throw_it);
    const int number = 1;
    int line = 0;
    try {
        line = __LINE__ + 1;
        EVOTE_CHECK(number == 2);
        FAIL("the check holds");
    } catch (const CheckFailed& failed) {
        CHECK(failed.what() == std::string("number == 2"));
        CHECK(failed.file.ends_with("check_test.cpp"));
        CHECK(failed.line == line);
    }
    EVOTE_CHECK(number == 1);
    CHECK(set_check_handler(throw_a_number) == throw_it);
    CHECK_THROWS_AS(check_failed("it", "here", 1), int);
    CHECK(set_check_handler(before) == throw_a_number);
    CHECK(set_check_handler(nullptr) == before);
    CHECK(set_check_handler(before) == before);
}

TEST_CASE("a result that is read as what it is not tells the handler") {
    const CheckHandler before = set_check_handler(throw_it);
    Result<int> wrong = fail(ErrorCode::refused, msg("not today"));
    CHECK_THROWS_AS(*wrong, CheckFailed);
    Result<int> right = 5;
    CHECK_THROWS_AS(right.error(), CheckFailed);
    CHECK(*right == 5);
    set_check_handler(before);
}

// SPDX-License-Identifier: Apache-2.0
#include "capi/guard.h"
#include "evote/check.h"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace evote;
using namespace evote::capi;

namespace {

evote_error last() {
    evote_error error{};
    evote_last_error(&error);
    return error;
}

template <class Thrown>
evote_status guarded_throw(Thrown thrown) {
    return guarded([&]() -> Outcome { throw thrown; });
}

} // namespace

TEST_CASE("a failed check becomes a misuse that says where") {
    const auto status = guarded([]() -> Outcome {
        EVOTE_CHECK(1 + 1 == 3);
        return {};
    });
    CHECK(status == EVOTE_MISUSE);
    CHECK(last().code == std::string("misuse"));
    CHECK_THAT(last().message, Catch::Contains("failed check at ") &&
                                   Catch::Contains("guard_test.cpp:") &&
                                   Catch::Contains(": 1 + 1 == 3"));
}

TEST_CASE("reading the value of an error becomes a misuse") {
    const auto status = guarded([]() -> Outcome {
        const Result<int> wrong = fail(ErrorCode::malformed, msg("wrong"));
        static_cast<void>(*wrong);
        return {};
    });
    CHECK(status == EVOTE_MISUSE);
    CHECK_THAT(last().message, Catch::Contains("wrong"));
}

TEST_CASE("nothing that is thrown comes through") {
    CHECK(guarded_throw(std::bad_alloc()) == EVOTE_SYSTEM);
    CHECK(last().code == std::string("system"));
    CHECK(guarded_throw(std::runtime_error("an exception")) == EVOTE_MISUSE);
    CHECK(last().message == std::string("an exception"));
    CHECK(guarded_throw(1) == EVOTE_MISUSE);
    CHECK(last().code == std::string("misuse"));
}

TEST_CASE("an error keeps its code, file and place, and success forgets it") {
    const auto status = guarded([]() -> Outcome {
        return fail(fail(ErrorCode::damaged, msg("a text"), msg("line {0}", 3))
                        .error.at(verbatim("roll"))
                        .in_file("folder/roll.csv"));
    });
    CHECK(status == EVOTE_INVALID);
    CHECK(last().code == std::string("damaged"));
    CHECK(last().message == std::string("a text"));
    CHECK(last().file == std::string("folder/roll.csv"));
    CHECK(last().place == std::string("roll: line 3"));
    CHECK(guarded([]() -> Outcome { return {}; }) == EVOTE_OK);
    CHECK(last().code == std::string());
    CHECK(last().place == std::string());
}

TEST_CASE("every kind of error has its status") {
    const auto status_of = [](ErrorCode code) {
        return guarded([&]() -> Outcome { return fail(code, msg("a text")); });
    };
    CHECK(status_of(ErrorCode::bad_choice) == EVOTE_REFUSED);
    CHECK(status_of(ErrorCode::malformed) == EVOTE_MALFORMED);
    CHECK(status_of(ErrorCode::bad_proof) == EVOTE_INVALID);
    CHECK(status_of(ErrorCode::log_open) == EVOTE_INCOMPLETE);
    CHECK(status_of(ErrorCode::disk_full) == EVOTE_SYSTEM);
}

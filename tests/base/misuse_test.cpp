// SPDX-License-Identifier: Apache-2.0
// What a caller of base may do wrong: it does not compile, or it is a failed check with words.
#include "base/secret.h"
#include "evote/result.h"
#include "support/rooms.h"
#include "support/throwing_checks.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <memory>

using namespace evote;

namespace {

Result<int> broken() {
    return fail(ErrorCode::malformed, msg("{0} is no number", "x"), msg("line {0}", 3));
}

/// What a failed check says.
template <class Misuse>
std::string words_of(const Misuse& misuse) {
    const ThrowingChecks checks;
    try {
        misuse();
    } catch (const FailedCheck& failed) {
        return failed.what();
    }
    return "nothing";
}

const std::string read_as_value =
    "the value of a Result that holds an error: line 3: x is no number";
const std::string read_as_error = "the error of a Result that holds a value";
const std::string moved = "a Secret is used after it was moved from";

// Secrets are compared with nothing, copied from nothing, and no bytes for those who look.
template <class T>
constexpr bool is_guarded = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                            !std::equality_comparable<T> && !std::is_convertible_v<T, ByteView>;
static_assert(is_guarded<SecretBytes>);
static_assert(is_guarded<Secret<ByteArray<32>>>);
static_assert(!std::is_invocable_v<decltype(equal), SecretBytes, ByteView>);
static_assert(!std::is_invocable_v<decltype(equal), Secret<ByteArray<32>>, ByteView>);

/// The heap of secrets while a test counts what is given back, and whether it was wiped.
class CountedHeap {
  public:
    CountedHeap() {
        given_back = 0;
        set_secret_heap({std::malloc, [](void* memory) {
                             given_back += *static_cast<int*>(memory) == 0 ? 1 : 1000;
                             std::free(memory);
                         }});
    }

    CountedHeap(const CountedHeap&) = delete;
    CountedHeap& operator=(const CountedHeap&) = delete;

    ~CountedHeap() { set_secret_heap({std::malloc, std::free}); }

    static inline int given_back = 0;
};

} // namespace

TEST_CASE("the value of a result that holds an error is never read") {
    auto result = broken();
    CHECK(words_of([&] { static_cast<void>(*result); }) == read_as_value);
    CHECK(words_of([&] { static_cast<void>(*std::as_const(result)); }) == read_as_value);
    CHECK(words_of([&] { static_cast<void>(result.value()); }) == read_as_value);
    CHECK(words_of([&] { static_cast<void>(*std::move(result)); }) == read_as_value);
    const Result<std::string> text = fail(broken().error());
    CHECK(words_of([&] { static_cast<void>(text->size()); }) == read_as_value);
    const Outcome outcome = fail(broken().error());
    CHECK(words_of([&] { outcome.value(); }) == read_as_value);
}

TEST_CASE("the error of a result that holds a value is never read") {
    Result<int> result = 1;
    CHECK(words_of([&] { static_cast<void>(result.error()); }) == read_as_error);
    CHECK(words_of([&] { static_cast<void>(std::as_const(result).error()); }) == read_as_error);
    CHECK(words_of([&] { static_cast<void>(std::move(result).take_error()); }) == read_as_error);
    Outcome outcome;
    CHECK(words_of([&] { static_cast<void>(outcome.error()); }) == read_as_error);
    CHECK(words_of([&] { static_cast<void>(std::move(outcome).take_error()); }) == read_as_error);
    CHECK(words_of([&] { outcome.value(); }) == "nothing");
}

TEST_CASE("a failed check tells the handler which condition and where") {
    static CheckFailure told{};
    const auto before = set_check_handler([](const CheckFailure& failure) {
        told = failure;
        throw FailedCheck(failure.condition);
    });
    CHECK_THROWS_AS(EVOTE_CHECK(1 + 1 == 3), FailedCheck);
    set_check_handler(before);
    CHECK(std::string(told.condition) == "1 + 1 == 3");
    CHECK(std::string(told.file).find("misuse_test.cpp") != std::string::npos);
    CHECK(told.line > 0);
}

TEST_CASE("a secret that takes another's place wipes what it was") {
    const CountedHeap heap;
    {
        Secret<int> kept(1);
        Secret<int> moved_from(2);
        kept = std::move(moved_from);
        CHECK(CountedHeap::given_back == 1);
        CHECK(kept.expose() == 2);
        CHECK(words_of([&] { static_cast<void>(moved_from.expose()); }) == moved); // NOLINT: meant
        CHECK(words_of([&] { static_cast<void>(std::as_const(moved_from).expose()); }) == moved);
        moved_from = Secret<int>(3);
        CHECK(moved_from.expose() == 3);
        CHECK(CountedHeap::given_back == 1);
    }
    CHECK(CountedHeap::given_back == 3);
}

TEST_CASE("a secret that is moved to itself stays") {
    const CountedHeap heap;
    Secret<int> secret(7);
    auto& same = secret;
    secret = std::move(same);
    CHECK(secret.expose() == 7);
    SecretVector<int> list;
    list.push_back(8);
    auto& same_list = list;
    list = std::move(same_list);
    REQUIRE(list.size() == 1);
    CHECK(list.expose()[0] == 8);
    CHECK(CountedHeap::given_back == 0);
    SecretVector<int> other;
    other.push_back(9);
    list = std::move(other);
    CHECK(CountedHeap::given_back == 1);
    CHECK(list.expose()[0] == 9);
    CHECK(other.size() == 0); // NOLINT: meant
}

// SPDX-License-Identifier: Apache-2.0
#include "os/workers.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <set>
#include <stdexcept>
#include <system_error>

using namespace evote;

namespace {

/// Starts so many threads and then none, as a system that has no more.
StartThread starting(unsigned count) {
    return [left = count](std::function<void()> body) mutable {
        if (left == 0)
            throw std::system_error(EAGAIN, std::generic_category());
        --left;
        return start_thread(std::move(body));
    };
}

/// The numbers that a run gives out, and how many threads they had.
std::pair<std::multiset<unsigned>, std::size_t> one_run(Workers& workers) {
    std::mutex mutex;
    std::multiset<unsigned> parts;
    std::set<std::thread::id> threads;
    workers.run([&](unsigned part) {
        const std::lock_guard lock(mutex);
        parts.insert(part);
        threads.insert(std::this_thread::get_id());
    });
    return {parts, threads.size()};
}

} // namespace

TEST_CASE("every worker does its part in a thread of its own") {
    Workers workers(4);
    CHECK(workers.count() == 4);
    for (int time = 0; time < 100; ++time) {
        const auto [parts, threads] = one_run(workers);
        CHECK(parts == std::multiset<unsigned>{0, 1, 2, 3});
        CHECK(threads == 4);
    }
    std::thread::id first;
    workers.run([&](unsigned part) {
        if (part == 0)
            first = std::this_thread::get_id();
    });
    CHECK(first == std::this_thread::get_id());
}

TEST_CASE("one worker is the caller alone") {
    Workers workers(1, starting(0));
    CHECK(workers.count() == 1);
    CHECK(one_run(workers).first == std::multiset<unsigned>{0});
}

TEST_CASE("where threads cannot be started the others do the work") {
    for (unsigned started = 0; started < 4; ++started) {
        Workers workers(5, starting(started));
        CHECK(workers.count() == started + 1);
        const auto [parts, threads] = one_run(workers);
        CHECK(parts.size() == started + 1);
        CHECK(threads == started + 1);
    }
}

TEST_CASE("what a part throws comes out when all have ended") {
    Workers workers(3);
    for (unsigned thrower = 0; thrower < 3; ++thrower) {
        std::atomic<unsigned> done = 0;
        CHECK_THROWS_WITH(workers.run([&](unsigned part) {
            if (part == thrower)
                throw std::runtime_error("no memory");
            ++done;
        }),
                          "no memory");
        CHECK(done == 2);
        CHECK(one_run(workers).first.size() == 3);
    }
}

TEST_CASE("a thread that the system does not give is an error with words") {
    bool ran = false;
    auto thread = new_thread([&] { ran = true; }, starting(1));
    REQUIRE(thread);
    thread->join();
    CHECK(ran);
    const auto none = new_thread([] {}, starting(0));
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::out_of_resources);
}

// SPDX-License-Identifier: Apache-2.0
// A document of a provider that is fetched when it is needed: one request for all who wait for it.
#pragma once

#include "identity/fetch.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace evote::identity {

/// Keeps a value for an hour. After a failure it is tried again only 1, 2, 4, ... 60 seconds later.
/// Thread-safe. What loads it keeps this object alive until it calls back.
template <class T>
class Cached {
  public:
    using Value = std::shared_ptr<const T>;
    using Waiter = std::function<void(const Result<Value>&)>;
    using Loaded = std::function<void(Result<T>)>;
    using Load = std::function<void(Loaded)>;

    static constexpr std::int64_t lifetime = 3600;
    static constexpr std::int64_t shortest_renewal = 60;

    Cached(Load load, Clock clock) : load_(std::move(load)), clock_(std::move(clock)) {}

    /// The value, loaded if there is none or an old one.
    void get(Waiter waiter) {
        const std::int64_t now = clock_();
        std::unique_lock lock(mutex_);
        if (value_ && within(now, loaded_at_, lifetime))
            return answer(std::move(lock), waiter, value_);
        if (waiting_.empty() && failure_ && within(now, failed_at_, pause()))
            return answer(std::move(lock), waiter, fail(*failure_));
        wait(std::move(lock), std::move(waiter));
    }

    /// The value, loaded anew if the last such wish is not of the last minute.
    void renew(Waiter waiter) {
        const std::int64_t now = clock_();
        std::unique_lock lock(mutex_);
        if (waiting_.empty()) {
            if (renewed_at_ && within(now, *renewed_at_, shortest_renewal))
                return answer(std::move(lock), waiter, value_);
            renewed_at_ = now;
        }
        wait(std::move(lock), std::move(waiter));
    }

  private:
    // A clock that was set back makes everything old.
    static bool within(std::int64_t now, std::int64_t since, std::int64_t seconds) {
        return now >= since && now - since < seconds;
    }

    std::int64_t pause() const {
        return std::min(std::int64_t{60}, std::int64_t{1} << std::min(failures_ - 1, 6U));
    }

    static void answer(std::unique_lock<std::mutex> lock, const Waiter& waiter,
                       const Result<Value>& result) {
        lock.unlock();
        waiter(result);
    }

    void wait(std::unique_lock<std::mutex> lock, Waiter waiter) {
        waiting_.push_back(std::move(waiter));
        const bool first = waiting_.size() == 1;
        lock.unlock();
        if (first)
            load_([this](Result<T> loaded) { finish(std::move(loaded)); });
    }

    void finish(Result<T> loaded) {
        std::vector<Waiter> waiting;
        Result<Value> result = fail(Error{});
        {
            const std::lock_guard lock(mutex_);
            result = keep(std::move(loaded));
            waiting.swap(waiting_);
        }
        for (const Waiter& waiter : waiting)
            waiter(result);
    }

    Result<Value> keep(Result<T> loaded) {
        if (!loaded) {
            failed_at_ = clock_();
            ++failures_;
            failure_ = loaded.error();
            return fail(std::move(loaded).take_error());
        }
        failures_ = 0;
        failure_.reset();
        loaded_at_ = clock_();
        value_ = std::make_shared<const T>(*std::move(loaded));
        return value_;
    }

    Load load_;
    Clock clock_;
    std::mutex mutex_;
    Value value_;
    std::int64_t loaded_at_ = 0;
    std::optional<std::int64_t> renewed_at_;
    std::optional<Error> failure_; // the last one, until a success
    std::int64_t failed_at_ = 0;
    unsigned failures_ = 0;
    std::vector<Waiter> waiting_; // not empty exactly while something is loaded
};

} // namespace evote::identity

// SPDX-License-Identifier: Apache-2.0
#include "os/workers.h"

#include "evote/check.h"

#include <utility>

namespace evote::os {

std::thread start_thread(std::function<void()> body) {
    return std::thread(std::move(body));
}

Result<std::thread> new_thread(std::function<void()> body, const StartThread& start) {
    try {
        return start(std::move(body));
    } catch (const std::exception&) {
        return fail(ErrorCode::out_of_resources, msg("the system cannot start another thread"));
    }
}

Workers::Workers(unsigned wanted, const StartThread& start) {
    EVOTE_CHECK(wanted > 0);
    try {
        while (count() < wanted) {
            threads_.emplace_back();
            threads_.back() = start([this, worker = count() - 1] { serve(worker); });
        }
    } catch (const std::exception&) {
        // The system gives no more threads, or has no memory for them: these are enough.
        if (!threads_.empty() && !threads_.back().joinable())
            threads_.pop_back();
    }
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    begin_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

void Workers::run(const std::function<void(unsigned)>& part) {
    {
        const std::lock_guard lock(mutex_);
        EVOTE_CHECK(part_ == nullptr);
        part_ = &part;
        failure_ = nullptr;
        busy_ = static_cast<unsigned>(threads_.size());
        ++round_;
    }
    begin_.notify_all();
    do_part(0);
    std::unique_lock lock(mutex_);
    end_.wait(lock, [this] { return busy_ == 0; });
    part_ = nullptr;
    if (failure_)
        std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Workers::serve(unsigned worker) {
    std::uint64_t done = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
        begin_.wait(lock, [&] { return ending_ || round_ != done; });
        if (ending_)
            return;
        done = round_;
        lock.unlock();
        do_part(worker);
        lock.lock();
        if (--busy_ == 0)
            end_.notify_one();
    }
}

void Workers::do_part(unsigned worker) {
    try {
        (*part_)(worker);
    } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
    }
}

} // namespace evote::os

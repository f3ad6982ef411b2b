// SPDX-License-Identifier: Apache-2.0
// Threads that are kept from one piece of work to the next.
#pragma once

#include "evote/result.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace evote::os {

/// Starts a thread, or throws as std::thread does if the system gives none.
using StartThread = std::function<std::thread(std::function<void()>)>;

std::thread start_thread(std::function<void()> body);

/// Starts a thread that somebody cannot do without. ErrorCode::out_of_resources if the system gives
/// none.
Result<std::thread> new_thread(std::function<void()> body, const StartThread& start = start_thread);

/// The thread that makes this object and others that it starts. They wait between two pieces of
/// work and end with the object.
class Workers {
  public:
    /// `wanted` workers, at least 1, of which the caller's thread is one. There are fewer if the
    /// system does not start so many, down to that one.
    explicit Workers(unsigned wanted, const StartThread& start = start_thread);
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers();

    /// How many there are.
    unsigned count() const { return static_cast<unsigned>(threads_.size()) + 1; }

    /// Calls part(i) once for each i below count(), each in its own thread, part(0) in the
    /// caller's, and returns when all have returned. If one throws, the exception of one of them is
    /// thrown on, then. One thread at a time, and not from within a part.
    void run(const std::function<void(unsigned)>& part);

  private:
    void serve(unsigned worker);
    void do_part(unsigned worker);

    std::mutex mutex_; // guards all that follows but threads_
    std::condition_variable begin_;
    std::condition_variable end_;
    const std::function<void(unsigned)>* part_ = nullptr;
    std::uint64_t round_ = 0;
    unsigned busy_ = 0;
    bool ending_ = false;
    std::exception_ptr failure_;

    std::vector<std::thread> threads_;
};

} // namespace evote::os

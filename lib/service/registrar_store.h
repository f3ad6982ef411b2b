// SPDX-License-Identifier: Apache-2.0
// The state of a registrar's service while it runs: one thread writes, and commits what waits
// together, so that many writes a second need few waits for the disk.
#pragma once

#include "service/registrar_tables.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace evote::service {

/// Thread-safe.
class RegistrarStore {
  public:
    /// Opens a state that exists; see RegistrarTables::must_belong_to.
    static Result<std::unique_ptr<RegistrarStore>> open(const std::filesystem::path& path,
                                                        const StateOwner& owner);

    RegistrarStore(const RegistrarStore&) = delete;
    RegistrarStore& operator=(const RegistrarStore&) = delete;

    ~RegistrarStore() { finish(); }

    /// Does what waits, and nothing more: whatever `done` refers to must live until then.
    /// ErrorCode::stopped for what comes later.
    void finish();

    /// Does `work` in a transaction, and calls `done` with what it gave once that is on the disk,
    /// or with why it is not: nothing of it is kept then. Both run in the thread that writes.
    /// ErrorCode::out_of_resources, at once, while too much waits.
    template <class T>
    void write(std::function<Result<T>(RegistrarTables&)> work,
               std::function<void(Result<T>)> done) {
        enqueue(std::make_unique<TypedJob<T>>(std::move(work), std::move(done)));
    }

    /// The same, and waits for it.
    template <class T>
    Result<T> write_now(std::function<Result<T>(RegistrarTables&)> work) {
        std::mutex mutex;
        std::condition_variable ready;
        std::optional<Result<T>> out;
        write<T>(std::move(work), [&](Result<T> result) {
            const std::lock_guard lock(mutex);
            out.emplace(std::move(result));
            ready.notify_one();
        });
        std::unique_lock lock(mutex);
        ready.wait(lock, [&] { return out.has_value(); });
        return *std::move(out);
    }

    /// Reads by another connection, which sees what is committed.
    template <class F>
    auto read(const F& ask) {
        const std::lock_guard lock(reading_);
        return ask(reader_);
    }

  private:
    struct Job {
        Job() = default;
        Job(const Job&) = delete;
        Job& operator=(const Job&) = delete;
        virtual ~Job() = default;
        /// Whether what it did is to be kept.
        virtual bool run(RegistrarTables& tables) = 0;
        virtual void finish(const Outcome& committed) = 0;
    };

    template <class T>
    struct TypedJob final : Job {
        TypedJob(std::function<Result<T>(RegistrarTables&)> w, std::function<void(Result<T>)> d)
            : work(std::move(w)), done(std::move(d)) {}

        bool run(RegistrarTables& tables) override {
            result.emplace(work(tables));
            return result->has_value();
        }

        void finish(const Outcome& committed) override {
            if (!committed)
                done(fail(committed.error()));
            else
                done(*std::move(result));
        }

        std::function<Result<T>(RegistrarTables&)> work;
        std::function<void(Result<T>)> done;
        std::optional<Result<T>> result{};
    };

    using Jobs = std::vector<std::unique_ptr<Job>>;

    RegistrarStore(RegistrarTables writer, RegistrarTables reader)
        : writer_(std::move(writer)), reader_(std::move(reader)) {}

    void enqueue(std::unique_ptr<Job> job);
    void serve();
    void do_together(Jobs& jobs);
    Outcome transaction(Jobs& jobs);

    RegistrarTables writer_;
    RegistrarTables reader_;
    std::mutex reading_; // guards reader_

    std::mutex mutex_; // guards what follows, but the thread
    std::condition_variable wake_;
    Jobs waiting_;
    bool ending_ = false;

    std::thread thread_;
};

} // namespace evote::service

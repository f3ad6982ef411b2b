// SPDX-License-Identifier: Apache-2.0
#include "service/registrar_store.h"

#include "os/workers.h"

namespace evote::service {

namespace {

constexpr std::size_t most_waiting = 4096;

} // namespace

Result<std::unique_ptr<RegistrarStore>> RegistrarStore::open(const std::filesystem::path& path,
                                                             const StateOwner& owner) {
    EVOTE_TRY(auto writer, RegistrarTables::open(path, Database::Access::write));
    EVOTE_TRY_VOID(writer.must_belong_to(owner));
    EVOTE_TRY(auto reader, RegistrarTables::open(path, Database::Access::read));
    std::unique_ptr<RegistrarStore> store(new RegistrarStore(std::move(writer), std::move(reader)));
    EVOTE_TRY(store->thread_, os::new_thread([store = store.get()] { store->serve(); }));
    return store;
}

void RegistrarStore::finish() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable())
        thread_.join();
}

void RegistrarStore::enqueue(std::unique_ptr<Job> job) {
    Error error{ErrorCode::out_of_resources, msg("too many requests are waiting"), {}, {}};
    {
        const std::lock_guard lock(mutex_);
        if (!ending_ && waiting_.size() < most_waiting) {
            waiting_.push_back(std::move(job));
            wake_.notify_one();
            return;
        }
        if (ending_)
            error = {ErrorCode::stopped, msg("the service is ending"), {}, {}};
    }
    job->finish(fail(std::move(error)));
}

void RegistrarStore::serve() {
    for (;;) {
        Jobs jobs;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty())
                return;
            jobs.swap(waiting_);
        }
        do_together(jobs);
    }
}

void RegistrarStore::do_together(Jobs& jobs) {
    const Outcome committed = transaction(jobs);
    if (!committed)
        (void)writer_.run("ROLLBACK;"); // the database may have done so already
    for (const auto& job : jobs)
        job->finish(committed);
}

// Each job by itself: what fails is undone and leaves the others alone.
Outcome RegistrarStore::transaction(Jobs& jobs) {
    EVOTE_TRY_VOID(writer_.run("BEGIN IMMEDIATE;"));
    for (const auto& job : jobs) {
        EVOTE_TRY_VOID(writer_.run("SAVEPOINT job;"));
        if (!job->run(writer_))
            EVOTE_TRY_VOID(writer_.run("ROLLBACK TO job;"));
        EVOTE_TRY_VOID(writer_.run("RELEASE job;"));
    }
    return writer_.run("COMMIT;");
}

} // namespace evote::service

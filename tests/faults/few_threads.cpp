// SPDX-License-Identifier: Apache-2.0
// A library to be preloaded: the system starts EVOTE_FEW_THREADS threads and no more.
#include <dlfcn.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                              void* (*body)(void*), void* argument) {
    using Function = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    static const auto next = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "pthread_create"));
    static std::atomic<long> started = 0;
    const char* const most = std::getenv("EVOTE_FEW_THREADS");
    if (most != nullptr && ++started > std::strtol(most, nullptr, 10))
        return EAGAIN;
    return next(thread, attributes, body, argument);
}

// SPDX-License-Identifier: Apache-2.0
#include "evote/check.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace evote {

namespace {

void write_line(const CheckFailure& failure) {
    static_cast<void>(std::fprintf(stderr, "evote: check failed at %s:%d: %s\n", failure.file,
                                   failure.line, failure.condition));
}

std::atomic<CheckHandler> current{write_line};

} // namespace

CheckHandler set_check_handler(CheckHandler handler) {
    return current.exchange(handler == nullptr ? write_line : handler);
}

void check_failed(const char* condition, const char* file, int line) {
    current.load()({condition, file, line});
    std::abort();
}

} // namespace evote

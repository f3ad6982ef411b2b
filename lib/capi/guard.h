// SPDX-License-Identifier: Apache-2.0
// What stands between C and the library: statuses instead of results, nothing thrown, nothing
// aborted.
#pragma once

#include "evote/evote.h"
#include "evote/result.h"

#include <exception>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace evote::capi {

/// A failed check, which would end the process elsewhere.
struct FailedCheck {
    std::string text;
};

/// A mistake of the caller.
struct Misuse {
    const char* text;
};

/// Keep what evote_last_error gives. The last two cannot fail for want of memory.
evote_status note_success();
evote_status note_error(const Error& error);
evote_status note_misuse(std::string_view text) noexcept;
evote_status note_no_memory() noexcept;

/// Throws Misuse for a null pointer.
template <class T>
T& given(T* pointer) {
    if (pointer == nullptr)
        throw Misuse{"a pointer is NULL"};
    return *pointer;
}

std::string_view text_given(const char* text);

/// Null is allowed for no bytes.
template <class T>
std::span<T> span_given(T* data, std::size_t size) {
    if (data == nullptr && size > 0)
        throw Misuse{"a pointer is NULL"};
    return {data, size};
}

/// Where a result goes, which is not there yet. Throws Misuse for a null pointer.
template <class T>
T& emptied(T* result) {
    given(result) = T{};
    return *result;
}

/// Gives bytes away, to be released by evote_bytes_free.
void give(evote_bytes& out, std::string_view bytes);

/// Runs what gives an Outcome, or a status of its own.
template <class Body>
evote_status guarded(Body body) noexcept {
    try {
        if constexpr (std::is_same_v<std::invoke_result_t<Body>, evote_status>) {
            return body();
        } else {
            const Outcome outcome = body();
            return outcome ? note_success() : note_error(outcome.error());
        }
    } catch (const Misuse& misuse) {
        return note_misuse(misuse.text);
    } catch (const FailedCheck& failed) {
        return note_misuse(failed.text);
    } catch (const std::bad_alloc&) {
        return note_no_memory();
    } catch (const std::exception& e) {
        return note_misuse(e.what());
    } catch (...) {
        return note_misuse("a callback has thrown something");
    }
}

} // namespace evote::capi

// SPDX-License-Identifier: Apache-2.0
#include "capi/guard.h"

#include "base/secret.h"
#include "evote/check.h"
#include "evote/version.h"

#include <cstdlib>
#include <cstring>

namespace evote::capi {

namespace {

struct LastError {
    std::string code;
    std::string message;
    std::string file;
    std::string place;
};

thread_local LastError last_error;

// The library of this shared object is its own, so this handler is nobody else's.
[[maybe_unused]] const CheckHandler handler_before =
    set_check_handler([](const CheckFailure& failure) {
        throw FailedCheck{std::string("failed check at ") + failure.file + ":" +
                          std::to_string(failure.line) + ": " + failure.condition};
    });

evote_status status_of(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::refused:
        return EVOTE_REFUSED;
    case ErrorKind::malformed:
        return EVOTE_MALFORMED;
    case ErrorKind::invalid:
        return EVOTE_INVALID;
    case ErrorKind::incomplete:
        return EVOTE_INCOMPLETE;
    case ErrorKind::system:
        break;
    }
    return EVOTE_SYSTEM;
}

} // namespace

evote_status note_success() {
    last_error = {};
    return EVOTE_OK;
}

evote_status note_error(const Error& error) {
    last_error = {std::string(error_name(error.code)), error.message.english(), error.file,
                  english_place(error.place)};
    return status_of(kind_of(error.code));
}

evote_status note_misuse(std::string_view text) noexcept {
    try {
        last_error = {"misuse", std::string(text), {}, {}};
    } catch (const std::bad_alloc&) {
        note_no_memory();
        last_error.code = "misuse";
    }
    return EVOTE_MISUSE;
}

evote_status note_no_memory() noexcept {
    // Short enough to need no memory.
    last_error.code = "system";
    last_error.message = "no memory left";
    last_error.file.clear();
    last_error.place.clear();
    return EVOTE_SYSTEM;
}

std::string_view text_given(const char* text) {
    return &given(text);
}

void give(evote_bytes& out, std::string_view bytes) {
    auto* const data = static_cast<std::uint8_t*>(std::malloc(bytes.size() + 1));
    if (data == nullptr)
        throw std::bad_alloc();
    std::memcpy(data, bytes.data(), bytes.size());
    data[bytes.size()] = 0;
    out = {data, bytes.size()};
}

} // namespace evote::capi

extern "C" {

void evote_last_error(evote_error* error) {
    using evote::capi::last_error;
    if (error != nullptr)
        *error = {last_error.code.c_str(), last_error.message.c_str(), last_error.file.c_str(),
                  last_error.place.c_str()};
}

const char* evote_version(void) {
    return evote::version().number.data();
}

void evote_bytes_free(evote_bytes* bytes) {
    if (bytes == nullptr || bytes->data == nullptr)
        return;
    evote::wipe(bytes->data, bytes->size);
    std::free(bytes->data);
    *bytes = {nullptr, 0};
}

} // extern "C"

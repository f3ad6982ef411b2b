// SPDX-License-Identifier: Apache-2.0
#include "http/log.h"

#include "base/time_text.h"
#include "json/json.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

namespace evote::http {
namespace {

void write_line(int descriptor, ByteView line) {
    while (!line.empty()) {
        const ssize_t written = ::write(descriptor, line.data(), line.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        line = line.subspan(static_cast<std::size_t>(written));
    }
}

} // namespace

std::int64_t system_time() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Log::Log(int descriptor, Clock clock) : descriptor_(descriptor), clock_(std::move(clock)) {}

void Log::write(std::string_view event, std::initializer_list<LogField> fields) const {
    const std::lock_guard lock(mutex_);
    json::JsonWriter line;
    line["time"] = utc_text(clock_());
    line["event"] = event;
    for (const LogField& field : fields)
        std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
    write_line(descriptor_, json::json_bytes(line));
}

} // namespace evote::http

// SPDX-License-Identifier: Apache-2.0
// A log for machines: one JSON object per line. Bodies, queries and values of header fields have no
// place in it.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string_view>
#include <variant>

namespace evote::http {

/// The time in seconds since 1970.
using Clock = std::function<std::int64_t()>;

/// The clock of the system.
std::int64_t system_time();

/// A member of the object. Texts are for the length of the call.
struct LogField {
    LogField(std::string_view its_name, std::string_view text) : name(its_name), value(text) {}

    template <std::integral T>
    LogField(std::string_view its_name, T number)
        : name(its_name), value(static_cast<std::int64_t>(number)) {}

    std::string_view name;
    std::variant<std::string_view, std::int64_t> value;
};

class Log {
  public:
    /// Writes to this descriptor, which stays open.
    explicit Log(int descriptor = 2, Clock clock = system_time);

    /// {"time":"2030-01-01T08:00:00Z","event":"...", fields in their order}. The line is written at
    /// once; what cannot be written is lost. From any thread.
    void write(std::string_view event, std::initializer_list<LogField> fields = {}) const;

  private:
    int descriptor_;
    Clock clock_;
    mutable std::mutex mutex_;
};

} // namespace evote::http

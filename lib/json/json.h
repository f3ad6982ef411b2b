// SPDX-License-Identifier: Apache-2.0
// Strict JSON (RFC 8259): UTF-8 without byte order mark, no duplicate keys, integers only, bounded
// depth. Errors name the place of the first fault.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evote::json {

namespace detail {
struct JsonNode;
struct JsonState;
} // namespace detail

/// One value inside a document that is being read. Typed access never fails at once: it returns a
/// harmless default and the document keeps the first fault (with its place, such as
/// "contests[2].min"), so a reader is a plain list of fields; JsonDocument::finish() reports the
/// fault.
class JsonValue {
  public:
    /// The member of an object; a missing one is a fault.
    JsonValue member(std::string_view key) const;
    /// The member of an object, if it is there.
    std::optional<JsonValue> optional_member(std::string_view key) const;
    /// Every member that was not read is a fault. Call it after the last member().
    void no_other_members() const;
    /// All members of an object in file order.
    std::vector<std::pair<std::string, JsonValue>> members() const;

    /// The elements of an array; `least` and `most` bound their number.
    std::vector<JsonValue> elements(std::size_t least = 0, std::size_t most = SIZE_MAX) const;

    /// Whether it is a list, for what may be either a list or one of its values.
    bool is_list() const;

    std::string string() const;
    bool boolean() const;
    std::int64_t integer(std::int64_t least, std::int64_t most) const;
    /// An integer from 0 to `most`.
    std::uint64_t unsigned_integer(std::uint64_t most) const;
    /// Lower-case hex of exactly `size` bytes; zeros on a fault.
    Bytes hex(std::size_t size) const;

    template <std::size_t N>
    ByteArray<N> hex_array() const {
        const Bytes bytes = hex(N);
        ByteArray<N> out{};
        std::copy(bytes.begin(), bytes.end(), out.begin());
        return out;
    }

    /// The text must be exactly this one.
    void must_be(std::string_view text) const;

    /// Records a fault at this value, for what a reader checks beyond types.
    void refuse(Message message) const;

  private:
    friend class JsonDocument;

    JsonValue(std::shared_ptr<detail::JsonState> state, const detail::JsonNode* node)
        : state_(std::move(state)), node_(node) {}

    std::shared_ptr<detail::JsonState> state_;
    const detail::JsonNode* node_;
};

/// A document that parsed as strict JSON.
class JsonDocument {
  public:
    /// ErrorCode::malformed with line and column if it is not strict JSON of at most 32 levels and
    /// 2^20 values.
    static Result<JsonDocument> parse(ByteView text);

    JsonValue root() const;
    /// The first fault found while reading, as ErrorCode::malformed.
    Outcome finish() const;

  private:
    explicit JsonDocument(std::shared_ptr<detail::JsonState> state) : state_(std::move(state)) {}

    std::shared_ptr<detail::JsonState> state_;
};

/// What writers build: keys keep the order in which they were added.
using JsonWriter = nlohmann::ordered_json;

/// Compact UTF-8 with one LF at the end. Bytes that are not UTF-8 become U+FFFD.
Bytes json_bytes(const JsonWriter& value);

} // namespace evote::json

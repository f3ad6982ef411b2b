// SPDX-License-Identifier: Apache-2.0
#include "json/json.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>

namespace evote::json {

namespace detail {

enum class JsonKind { null, boolean, integer, string, array, object };

struct JsonNode {
    JsonKind kind = JsonKind::null;
    bool negative = false;
    std::uint64_t magnitude = 0; // of a boolean: whether it is true
    std::string string{};
    std::vector<std::string> keys{}; // of an object, beside `children`
    std::vector<JsonNode*> children{};
    const JsonNode* parent = nullptr;
    std::size_t index = 0;            // among the parent's children
    mutable std::vector<bool> used{}; // members that were read
};

struct JsonState {
    std::deque<JsonNode> nodes; // addresses are stable; the first one is the root
    std::optional<Error> fault;
};

} // namespace detail

namespace {

using detail::JsonKind;
using detail::JsonNode;
using detail::JsonState;

constexpr std::size_t deepest = 32;
// A value takes some 150 bytes of memory, but as few as two bytes of a file.
constexpr std::size_t most_values = std::size_t{1} << 20;

Message line_and_column(ByteView text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const auto before = text_of(text.first(offset));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n');
    const auto column = start == std::string_view::npos ? offset + 1 : offset - start;
    return msg("line {0}, column {1}", line, column);
}

std::string place_of(const JsonNode& node);

// Where the child with this index is. Places are made when needed: with one kept for each value,
// long keys and long lists would multiply.
std::string place_of_child(const JsonNode& parent, std::size_t index) {
    const std::string above = place_of(parent);
    if (parent.kind == JsonKind::array)
        return above + "[" + std::to_string(index) + "]";
    const std::string name = printable(parent.keys[index]);
    return above.empty() ? name : above + "." + name;
}

std::string place_of(const JsonNode& node) {
    return node.parent == nullptr ? std::string() : place_of_child(*node.parent, node.index);
}

// Builds nodes from nlohmann's events and refuses what its own tree would accept: duplicate keys,
// numbers that are not plain integers, unbounded depth.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    Builder(JsonState& state, ByteView text) : state_(state), text_(text) {}

    bool null() override { return add({.kind = JsonKind::null}); }

    bool boolean(bool value) override {
        return add({.kind = JsonKind::boolean, .magnitude = value ? 1U : 0U});
    }

    // Called for negative numbers only, so a zero here was written as -0.
    bool number_integer(number_integer_t value) override {
        if (value >= 0)
            return note(msg("-0 is not a plain integer"));
        return add({.kind = JsonKind::integer,
                    .negative = true,
                    .magnitude = ~static_cast<std::uint64_t>(value) + 1});
    }

    bool number_unsigned(number_unsigned_t value) override {
        return add({.kind = JsonKind::integer, .magnitude = value});
    }

    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override {
        return note(msg("this number is not a plain integer of at most 64 bits"));
    }

    bool string(string_t& value) override {
        return add({.kind = JsonKind::string, .string = std::move(value)});
    }

    bool binary(binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*size*/) override { return open(JsonKind::object); }

    bool start_array(std::size_t /*size*/) override { return open(JsonKind::array); }

    bool key(string_t& value) override {
        open_.back()->keys.push_back(std::move(value));
        return true;
    }

    bool end_object() override {
        const auto& keys = open_.back()->keys;
        std::vector<std::string_view> sorted(keys.begin(), keys.end());
        std::sort(sorted.begin(), sorted.end());
        const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
        if (twice != sorted.end())
            return note(msg("the key \"{0}\" occurs twice in this object", printable(*twice)),
                        place_of(*open_.back()));
        return close();
    }

    bool end_array() override { return close(); }

    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::json::exception& /*what*/) override {
        state_.fault = Error{ErrorCode::malformed,
                             msg("this is not JSON"),
                             {},
                             {line_and_column(text_, position == 0 ? 0 : position - 1)}};
        return false;
    }

  private:
    bool add(JsonNode node) {
        if (state_.nodes.size() == most_values)
            return note(msg("there are more than {0} values", most_values));
        if (!open_.empty()) {
            node.parent = open_.back();
            node.index = open_.back()->children.size();
        }
        state_.nodes.push_back(std::move(node));
        if (!open_.empty())
            open_.back()->children.push_back(&state_.nodes.back());
        return true;
    }

    bool open(JsonKind kind) {
        if (open_.size() == deepest)
            return note(msg("values are nested more than {0} deep", deepest));
        if (!add({.kind = kind}))
            return false;
        open_.push_back(&state_.nodes.back());
        return true;
    }

    bool close() {
        open_.back()->used.assign(open_.back()->children.size(), false);
        open_.pop_back();
        return true;
    }

    // Records a fault at the next value.
    bool note(Message message) {
        return note(std::move(message),
                    open_.empty() ? std::string()
                                  : place_of_child(*open_.back(), open_.back()->children.size()));
    }

    bool note(Message message, std::string place) {
        state_.fault =
            Error{ErrorCode::malformed, std::move(message), {}, place_in(std::move(place))};
        return false;
    }

    JsonState& state_;
    ByteView text_;
    std::vector<JsonNode*> open_;
};

const JsonNode empty_node{};

void note_fault(JsonState& state, const JsonNode& node, Message message) {
    if (!state.fault)
        state.fault = Error{ErrorCode::malformed, std::move(message), {}, place_in(place_of(node))};
}

} // namespace

JsonValue JsonValue::member(std::string_view key) const {
    if (auto found = optional_member(key))
        return *found;
    note_fault(*state_, *node_, msg("the key \"{0}\" is missing", key));
    return {state_, &empty_node};
}

std::optional<JsonValue> JsonValue::optional_member(std::string_view key) const {
    if (node_->kind != JsonKind::object) {
        note_fault(*state_, *node_, msg("an object is expected here"));
        return std::nullopt;
    }
    const auto found = std::find(node_->keys.begin(), node_->keys.end(), key);
    if (found == node_->keys.end())
        return std::nullopt;
    const auto index = static_cast<std::size_t>(found - node_->keys.begin());
    node_->used[index] = true;
    return JsonValue(state_, node_->children[index]);
}

void JsonValue::no_other_members() const {
    for (std::size_t i = 0; i < node_->keys.size(); ++i)
        if (!node_->used[i])
            note_fault(*state_, *node_->children[i], msg("this key is unknown"));
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::members() const {
    std::vector<std::pair<std::string, JsonValue>> out;
    if (node_->kind != JsonKind::object)
        note_fault(*state_, *node_, msg("an object is expected here"));
    for (std::size_t i = 0; i < node_->keys.size(); ++i) {
        node_->used[i] = true;
        out.emplace_back(node_->keys[i], JsonValue(state_, node_->children[i]));
    }
    return out;
}

std::vector<JsonValue> JsonValue::elements(std::size_t least, std::size_t most) const {
    std::vector<JsonValue> out;
    if (node_->kind != JsonKind::array) {
        note_fault(*state_, *node_, msg("a list is expected here"));
        return out;
    }
    const std::size_t size = node_->children.size();
    if (size < least || size > most) {
        if (least == most)
            note_fault(*state_, *node_, msg("{0} values are expected here, not {1}", least, size));
        else if (size < least)
            note_fault(*state_, *node_,
                       msg("at least {0} values are expected here, not {1}", least, size));
        else
            note_fault(*state_, *node_,
                       msg("at most {0} values are expected here, not {1}", most, size));
        return out;
    }
    out.reserve(size);
    for (const JsonNode* child : node_->children)
        out.push_back(JsonValue(state_, child));
    return out;
}

bool JsonValue::is_list() const {
    return node_->kind == JsonKind::array;
}

bool JsonValue::boolean() const {
    if (node_->kind != JsonKind::boolean)
        note_fault(*state_, *node_, msg("true or false is expected here"));
    return node_->magnitude == 1;
}

std::string JsonValue::string() const {
    if (node_->kind != JsonKind::string)
        note_fault(*state_, *node_, msg("a text is expected here"));
    return node_->string;
}

std::int64_t JsonValue::integer(std::int64_t least, std::int64_t most) const {
    if (node_->kind != JsonKind::integer) {
        note_fault(*state_, *node_, msg("an integer is expected here"));
        return least;
    }
    const bool fits = node_->magnitude <= static_cast<std::uint64_t>(INT64_MAX);
    const auto size = static_cast<std::int64_t>(fits ? node_->magnitude : 0);
    const std::int64_t value = node_->negative ? -size : size;
    if (!fits || value < least || value > most) {
        note_fault(*state_, *node_,
                   msg("an integer from {0} to {1} is expected here", least, most));
        return least;
    }
    return value;
}

std::uint64_t JsonValue::unsigned_integer(std::uint64_t most) const {
    if (node_->kind != JsonKind::integer || node_->negative || node_->magnitude > most) {
        note_fault(*state_, *node_, msg("an integer from {0} to {1} is expected here", 0, most));
        return 0;
    }
    return node_->magnitude;
}

Bytes JsonValue::hex(std::size_t size) const {
    auto bytes = hex_decode(string());
    if (!bytes || bytes->size() != size) {
        note_fault(*state_, *node_, msg("{0} bytes in lower-case hex are expected here", size));
        return Bytes(size);
    }
    return *std::move(bytes);
}

void JsonValue::must_be(std::string_view text) const {
    if (string() != text)
        note_fault(*state_, *node_, msg("\"{0}\" is expected here", text));
}

void JsonValue::refuse(Message message) const {
    note_fault(*state_, *node_, std::move(message));
}

Result<JsonDocument> JsonDocument::parse(ByteView text) {
    // nlohmann silently skips a byte order mark
    static constexpr ByteArray<3> byte_order_mark{0xEF, 0xBB, 0xBF};
    if (text.size() >= 3 && equal(text.first(3), byte_order_mark))
        return fail(ErrorCode::malformed, msg("the file begins with a byte order mark"),
                    line_and_column(text, 0));
    // and takes a zero byte for the end of the text, whatever follows it.
    if (const auto zero = std::find(text.begin(), text.end(), 0); zero != text.end())
        return fail(ErrorCode::malformed, msg("this is not JSON"),
                    line_and_column(text, static_cast<std::size_t>(zero - text.begin())));
    auto state = std::make_shared<JsonState>();
    Builder builder(*state, text);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        if (state->fault)
            return fail(*std::move(state->fault));
        return fail(ErrorCode::malformed, msg("this is not JSON"));
    }
    return JsonDocument(std::move(state));
}

JsonValue JsonDocument::root() const {
    return {state_, &state_->nodes.front()};
}

Outcome JsonDocument::finish() const {
    if (state_->fault)
        return fail(*state_->fault);
    return {};
}

Bytes json_bytes(const JsonWriter& value) {
    // A path may not be UTF-8, and the default is to throw.
    using nlohmann::json;
    return to_bytes(bytes_of(value.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"));
}

} // namespace evote::json

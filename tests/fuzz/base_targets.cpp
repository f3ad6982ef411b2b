// SPDX-License-Identifier: Apache-2.0
#include "base/secret_text.h"
#include "base/text.h"
#include "fuzz/fuzz_target.h"
#include "json/json.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

using namespace evote;

namespace {

/// Reads a value in every way that a reader may.
void visit(const JsonValue& value, const nlohmann::ordered_json& same) {
    if (same.is_object()) {
        const auto members = value.members();
        EVOTE_CHECK(members.size() == same.size());
        for (const auto& [key, inner] : members)
            visit(inner, same.at(key));
    } else if (same.is_array()) {
        const auto elements = value.elements();
        EVOTE_CHECK(elements.size() == same.size());
        for (std::size_t i = 0; i < elements.size(); ++i)
            visit(elements[i], same.at(i));
    } else if (same.is_boolean()) {
        EVOTE_CHECK(value.boolean() == same.get<bool>());
    } else if (same.is_string()) {
        EVOTE_CHECK(value.string() == same.get<std::string>());
        EVOTE_CHECK(is_utf8(value.string()));
    }
}

} // namespace

// What the strict reader accepts, another reader accepts with the same content, and it is accepted
// when written again.
EVOTE_FUZZ(json) {
    const auto document = JsonDocument::parse(bytes);
    if (!document) {
        EVOTE_CHECK(document.error().code == ErrorCode::malformed);
        return;
    }
    const auto same = nlohmann::ordered_json::parse(text_of(bytes), nullptr, false);
    EVOTE_CHECK(!same.is_discarded());
    visit(document->root(), same);
    EVOTE_CHECK(document->finish().has_value());
    EVOTE_CHECK(JsonDocument::parse(json_bytes(same)).has_value());
}

EVOTE_FUZZ(hex) {
    const auto decoded = hex_decode(text_of(bytes));
    if (decoded)
        EVOTE_CHECK(hex_encode(*decoded) == text_of(bytes));
    const auto again = hex_decode(hex_encode(bytes));
    EVOTE_CHECK(again && equal(*again, bytes));
}

EVOTE_FUZZ(base64) {
    for (const auto padding : {Base64Padding::required, Base64Padding::forbidden}) {
        const auto decoded = base64_decode(text_of(bytes), padding);
        if (decoded)
            EVOTE_CHECK(base64_encode(*decoded, padding) == text_of(bytes));
        const auto again = base64_decode(base64_encode(bytes, padding), padding);
        EVOTE_CHECK(again && equal(*again, bytes));
    }
}

// Without tables, the same as with them.
EVOTE_FUZZ(base64_secret) {
    const auto text = text_of(bytes);
    const auto decoded = base64_decode_secret(text);
    const auto known = base64_decode(text, Base64Padding::forbidden);
    EVOTE_CHECK(decoded.has_value() == (known && text.size() % 4 == 0));
    if (decoded)
        EVOTE_CHECK(equal(decoded->expose(), *known));
    const ByteView groups = bytes.first(bytes.size() / 3 * 3);
    const SecretBytes encoded = base64_encode_secret(groups);
    EVOTE_CHECK(text_of(encoded.expose()) == base64_encode(groups, Base64Padding::forbidden));
}

EVOTE_FUZZ(decimal) {
    const auto value = decimal_decode(text_of(bytes), UINT64_MAX);
    if (value)
        EVOTE_CHECK(std::to_string(*value) == text_of(bytes));
}

// What is printed is harmless, and printing it once more changes nothing.
EVOTE_FUZZ(printable) {
    const auto shown = printable(text_of(bytes));
    EVOTE_CHECK(is_utf8(shown));
    EVOTE_CHECK(printable(shown) == shown);
    for (const char c : shown)
        EVOTE_CHECK(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

// SPDX-License-Identifier: Apache-2.0
// A manifest that tests change in one place to see whether it is refused.
#pragma once

#include "json/json.h"
#include "protocol/manifest.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <string>

namespace evote {

/// Two districts and two contests, one of them with a rule; with every optional key.
inline JsonWriter sample_manifest() {
    return JsonWriter::parse(R"({
        "format": "evote-manifest-1", "id": "sample", "title": {"ky": "Үлгү", "en": "Sample"},
        "group": "ristretto255", "trustees": {"count": 3, "threshold": 2}, "revote": "last",
        "opens": "2026-10-04T08:00:00+06:00", "closes": "2026-10-04T20:00:00+06:00",
        "districts": [
            {"id": "north", "title": {"en": "North"}, "contests": ["mayor", "list"]},
            {"id": "south", "title": {"en": "South"}, "contests": ["list"]}],
        "contests": [
            {"id": "mayor", "title": {"en": "Mayor"}, "min": 1, "max": 1, "options": [
                {"id": "a", "title": {"en": "A"}}, {"id": "b", "title": {"en": "B"}}]},
            {"id": "list", "title": {"en": "List"}, "min": 0, "max": 3, "options": [
                {"id": "P", "title": {"en": "P"}}, {"id": "p1", "title": {"en": "p1"}},
                {"id": "p2", "title": {"en": "p2"}}],
             "rules": [{"coefficients": {"P": 2, "p1": -1, "p2": -1}, "min": 0, "max": 2}]}]})");
}

inline Result<Manifest> parse_manifest(const JsonWriter& json) {
    return Manifest::parse(json_bytes(json));
}

/// "status place: message", or "" for a manifest that is accepted.
inline std::string refusal_of(const Result<Manifest>& manifest) {
    if (manifest)
        return "";
    const Error& error = manifest.error();
    return std::string(error_name(error.code)) + " " + error.english();
}

} // namespace evote

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace evote {

/// A manifest of two districts; one contest is in both, with a rule that binds one option to
/// another. `title` is a JSON object by language.
inline std::string two_districts(std::string_view id, std::string_view title, unsigned trustees,
                                 unsigned threshold) {
    return fmt::format(R"({{
  "format": "evote-manifest-1", "id": "{}", "title": {},
  "group": "ristretto255", "trustees": {{"count": {}, "threshold": {}}}, "revote": "last",
  "districts": [{{"id": "north", "title": {{"en": "North"}}, "contests": ["mayor", "list"]}},
                {{"id": "south", "title": {{"en": "South"}}, "contests": ["mayor"]}}],
  "contests": [
    {{"id": "mayor", "title": {{"en": "Mayor"}}, "min": 1, "max": 1,
     "options": [{{"id": "asan", "title": {{"en": "Asan"}}}}, {{"id": "usen", "title": {{"en": "Usen"}}}}]}},
    {{"id": "list", "title": {{"en": "List"}}, "min": 0, "max": 2,
     "options": [{{"id": "party", "title": {{"en": "Party"}}}}, {{"id": "p1", "title": {{"en": "First"}}}}],
     "rules": [{{"coefficients": {{"party": 1, "p1": -1}}, "min": 0, "max": 1}}]}}]}}
)",
                       id, title, trustees, threshold);
}

} // namespace evote

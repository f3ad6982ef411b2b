// SPDX-License-Identifier: Apache-2.0
// The list "contests" of a JSON file: one object for each contest of the manifest, in its order,
// with its id.
#pragma once

#include "evote/check.h"
#include "json/json.h"
#include "protocol/manifest.h"

#include <nlohmann/json.hpp>

namespace evote::protocol {

/// Writes the list; `write` gets the contest's number and adds what its object contains besides the
/// id. `count` is how many contests it knows, which must be as many as the manifest has.
template <class Write>
json::JsonWriter contest_list(const Manifest& manifest, std::size_t count, Write write) {
    EVOTE_CHECK(count == manifest.contests().size());
    json::JsonWriter list = json::JsonWriter::array();
    for (std::size_t i = 0; i < manifest.contests().size(); ++i) {
        json::JsonWriter item;
        item["id"] = manifest.contests()[i].id;
        write(item, i);
        list.push_back(std::move(item));
    }
    return list;
}

/// Reads the list of a file; `read` reads the other members of a contest's object. A wrong number
/// of contests, order or member is a fault; `read` is not called for missing contests.
template <class Read>
void read_contest_list(const json::JsonValue& root, const Manifest& manifest, Read read) {
    const auto& expected = manifest.contests();
    const auto list = root.member("contests").elements(expected.size(), expected.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        list[i].member("id").must_be(expected[i].id);
        read(list[i], expected[i]);
        list[i].no_other_members();
    }
}

} // namespace evote::protocol

// SPDX-License-Identifier: Apache-2.0
#include "record/board_collect.h"

#include "app/witness.h"

#include <nlohmann/json.hpp>

#include <array>

namespace evote::app {

namespace {

using ItemFate = record::CollectedItem::Fate;

std::string_view fate_name(ItemFate fate) {
    static constexpr std::array<std::string_view, 3> names{"added", "there already", "refused"};
    return names[static_cast<std::size_t>(fate)];
}

Message line_of(ItemFate fate, const std::string& what) {
    switch (fate) {
    case ItemFate::added:
        return msg("{0}: added", what);
    case ItemFate::there_already:
        return msg("{0}: already in the record", what);
    case ItemFate::refused:
        break;
    }
    return msg("{0}: refused", what);
}

Result<Status> run(const BoardCollectOptions& options, Console& console) {
    EVOTE_TRY(const record::OpenRecord record,
              record::OpenRecord::open(record::RecordFolder(options.folder)));
    EVOTE_TRY(const auto items, record::collect_for_board(record, options.sources));
    Status status = Status::done;
    std::vector<Message> lines;
    json::JsonWriter json = json::JsonWriter::array();
    for (const auto& item : items) {
        lines.push_back(line_of(item.fate, console.text(item.what)));
        json.push_back({{"source", item.source.string()},
                        {"what", item.what.english()},
                        {"fate", fate_name(item.fate)}});
        for (const auto& kept : item.kept) {
            lines.push_back(
                msg("{0}: kept as evidence in {1}", item.source.string(), kept.string()));
            json.back()["evidence"].push_back(kept.string());
        }
        if (item.error) {
            const Status one = console.complain(*item.error);
            if (status != Status::invalid)
                status = one;
        }
    }
    if (items.empty())
        console.say(msg("There is nothing to collect"));
    console.facts(lines, {{"files", std::move(json)}});
    return items.empty() ? Status::refused : status;
}

} // namespace

Status board_collect(const BoardCollectOptions& options, Console& console) {
    const auto status = run(options, console);
    return status ? *status : console.complain(status.error());
}

} // namespace evote::app

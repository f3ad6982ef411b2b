// SPDX-License-Identifier: Apache-2.0
#include "app/aggregate.h"

#include "app/sealed_ground.h"
#include "app/verified_log.h"
#include "base/text.h"
#include "os/file.h"
#include "record/verdict_text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

json::JsonWriter json_of(const VerifiedRecord& verified, const std::string& path) {
    const auto& log = verified.log;
    json::JsonWriter out;
    out["tally"] = path;
    out["sha256"] = hex_encode(verified.tally.hash());
    out["entries"] = log.size;
    out["voters"] = verified.record.roll.entries().size();
    out["counted"] = log.tally->counted;
    out["weight"] = log.tally->weight;
    out["replaced"] = log.displaced;
    out["bad"] = json::JsonWriter::array();
    for (const auto& entries : log.bad)
        out["bad"].push_back({{"first", entries.first},
                              {"last", entries.last},
                              {"reason", ballot::verdict_text(entries.verdict)}});
    return out;
}

Result<Status> write_tally(const AggregateOptions& options, Console& console) {
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(const VerifiedRecord verified, verify_for_tally(std::move(record), console));
    const auto path = verified.record.folder.tally();
    if (!os::file_exists(path))
        EVOTE_TRY_VOID(os::write_file(path, verified.tally.bytes()));
    console.facts(
        {msg("{0} of {1} voters have a counted ballot", verified.log.turnout,
             verified.record.roll.entries().size()),
         msg("{0} ballots were replaced by a later one of the same voter", verified.log.displaced),
         msg("The tally is in {0}, SHA-256 {1}", path.string(), hex_encode(verified.tally.hash()))},
        json_of(verified, path.string()));
    return verified.status();
}

} // namespace

Status aggregate(const AggregateOptions& options, Console& console) {
    const auto status = write_tally(options, console);
    return status ? *status : console.complain(status.error());
}

} // namespace evote::app

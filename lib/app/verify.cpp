// SPDX-License-Identifier: Apache-2.0
#include "app/verify.h"

#include "app/progress.h"
#include "app/result_text.h"
#include "app/temporary_folder.h"
#include "app/verify_source.h"
#include "base/text.h"
#include "record/audit.h"
#include "record/older_copy.h"
#include "record/verdict_text.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

Result<record::AuditResult> audit(const VerifyOptions& options, Console& console) {
    if (options.folder.empty())
        return fail(ErrorCode::usage, msg("name the folder of the election"));
    record::AuditOptions audit_options;
    audit_options.fingerprint = options.anchor.announced();
    Progress progress(console);
    audit_options.work = {console.threads(),
                          [&](std::uint64_t done, std::uint64_t total) { progress(done, total); },
                          temporary_folder()};
    EVOTE_TRY(const VerifySource source, VerifySource::open(options, console));
    const record::RecordFolder folder(source.folder());
    if (options.followed == FollowedProofs::rely_on) {
        EVOTE_TRY(audit_options.work.verified, followed_part(source.folder()));
        if (!audit_options.work.verified)
            console.say(msg("evote-board follow has verified nothing here for you: everything is "
                            "verified"));
    }
    EVOTE_TRY(auto found, record::audit_record(folder, audit_options, crypto::system_random()));
    if (!options.since.empty())
        EVOTE_TRY_VOID(
            record::compare_with_older(folder, record::RecordFolder(options.since), found.report));
    return found;
}

// What was established, then the report, whose last line is the verdict.
std::vector<Message> lines_of(const record::AuditResult& found, const Console& console) {
    std::vector<Message> out;
    if (found.fingerprint) {
        out.push_back(msg("Fingerprint: {0}", hex_encode(*found.fingerprint)));
        out.push_back(msg("To read aloud: {0}", protocol::spoken_fingerprint(*found.fingerprint)));
    }
    if (found.log)
        out.push_back(
            msg("{0} of {1} voters have a counted ballot", found.log->turnout, found.voters));
    if (found.result)
        for (auto& line : result_lines(*found.manifest, *found.result, console.language()))
            out.push_back(std::move(line));
    const std::string report = report::report_text(
        found.report, [&](const Message& message) { return console.text(message); });
    for (const auto line : split(trim(report), '\n'))
        out.push_back(verbatim(std::string(line)));
    return out;
}

// Which entries changed the roll, in an election with registrars.
json::JsonWriter changes_of(const record::AuditResult& found) {
    json::JsonWriter out = json::JsonWriter::array();
    for (const auto& [entry, district, action] : found.changes)
        out.push_back({{"entry", entry},
                       {"district", found.manifest->districts()[district].id},
                       {"action", record::word_of(action)}});
    return out;
}

json::JsonWriter json_of(const record::AuditResult& found) {
    json::JsonWriter out = json::JsonWriter::parse(text_of(report::report_json(found.report)));
    out["fingerprint"] = nullptr;
    if (found.fingerprint)
        out["fingerprint"] = hex_encode(*found.fingerprint);
    out["log"] = nullptr;
    if (found.log)
        out["log"] = {
            {"entries", found.log->size},       {"closed", found.log->closed},
            {"voters", found.voters},           {"turnout", found.log->turnout},
            {"replaced", found.log->displaced}, {"repeated_alphas", found.log->repeated_alphas}};
    if (found.log && found.log->verified_before > 0)
        out["log"]["verified_before"] = found.log->verified_before;
    if (found.manifest && found.manifest->registrars() > 0)
        out["roll_changes"] = found.log ? changes_of(found) : json::JsonWriter();
    out["contests"] = nullptr;
    if (found.result)
        out["contests"] = result_json(*found.manifest, *found.result);
    return out;
}

} // namespace

Status verify_record(const VerifyOptions& options, Console& console) {
    const auto found = audit(options, console);
    if (!found)
        return console.complain(found.error());
    console.facts(lines_of(*found, console), json_of(*found));
    switch (found->report.conclusion()) {
    case report::Conclusion::valid:
        return Status::done;
    case report::Conclusion::invalid:
        return Status::invalid;
    case report::Conclusion::incomplete:
        break;
    }
    return Status::incomplete;
}

} // namespace evote::app

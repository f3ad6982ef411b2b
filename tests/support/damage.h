// SPDX-License-Identifier: Apache-2.0
// Deliberately damaged records, and what an audit says about them.
#pragma once

#include "base/text.h"
#include "crypto/sha2.h"
#include "os/file.h"
#include "record/audit.h"
#include "support/must.h"
#include "support/rooms.h"

#include <string>
#include <vector>

namespace evote {

/// The audit of somebody who was told the fingerprint that is in election.json.
inline AuditResult audit(const RecordFolder& folder) {
    AuditOptions options;
    if (const auto election = read_election(folder))
        options.fingerprint = must(StatedFingerprint::parse(hex_encode(election->fingerprint)));
    return must(audit_record(folder, options, system_random()));
}

/// Makes election.json again, so that changed files are those that it names.
inline void seal_again(const RecordFolder& folder) {
    const auto hash = [](const std::filesystem::path& path) {
        return crypto::sha256(must(read_file(path)));
    };
    const auto election = ElectionFile::of(hash(folder.manifest()), hash(folder.keys()),
                                           hash(folder.roll()), hash(folder.board()));
    must(write_file(folder.election(), election.write(), Existing::replace));
}

/// The numbers of the checks in this state.
inline std::vector<std::string> states_of(const Report& report, CheckState state) {
    std::vector<std::string> out;
    for (const auto& section : report.sections())
        for (const auto& check : section.checks())
            if (check.state() == state)
                out.push_back(check.number());
    return out;
}

/// The whole report in English.
inline std::string all_of(const Report& report) {
    return report_text(report, [](const Message& message) { return message.english(); });
}

/// True if the check with this number failed for a reason that contains all of these words.
inline bool fails(const Report& report, const std::string& number, const std::string& words) {
    for (const auto& section : report.sections())
        for (const auto& check : section.checks())
            for (const auto& failure : check.failures())
                if (check.number() == number && (failure.message.english() + " " + failure.file +
                                                 " " + english_place(failure.place))
                                                        .find(words) != std::string::npos)
                    return true;
    return false;
}

/// Replaces a text in a file, which must contain it, by another.
inline void replace_in(const std::filesystem::path& file, const std::string& from,
                       const std::string& to) {
    std::string content = to_string(must(read_file(file)));
    const auto at = content.find(from);
    if (at == std::string::npos)
        throw std::runtime_error("no such text in " + file.string());
    content.replace(at, from.size(), to);
    must(write_file(file, bytes_of(content), Existing::replace));
}

} // namespace evote

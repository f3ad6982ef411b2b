// SPDX-License-Identifier: Apache-2.0
#include "mirror/finding.h"

#include "record/evidence.h"

namespace evote::mirror {

std::string_view name_of(FindingKind kind) {
    switch (kind) {
    case FindingKind::fork:
        return "fork";
    case FindingKind::shrink:
        return "shrink";
    case FindingKind::went_on:
        return "went-on";
    case FindingKind::altered:
        return "altered";
    case FindingKind::sealed_changed:
        return "sealed-changed";
    case FindingKind::later_changed:
        return "later-changed";
    case FindingKind::invalid_entry:
        return "invalid-entry";
    case FindingKind::receipt:
        return "receipt";
    case FindingKind::few_witnesses:
        return "few-witnesses";
    case FindingKind::stale:
        return "stale";
    case FindingKind::after_loss:
        break;
    }
    return "after-loss";
}

bool is_alarm(FindingKind kind) {
    return kind != FindingKind::after_loss;
}

Outcome shout_with(const Shout& shout, const std::filesystem::path& mirror, FindingKind kind,
                   Error error, std::initializer_list<EvidenceFile> files) {
    Finding finding{kind, error};
    Outcome kept;
    for (const auto& [name, bytes] : files) {
        auto path = record::keep_evidence(mirror, name, bytes);
        if (path)
            finding.evidence.push_back(std::move(*path));
        else
            kept = fail(std::move(path).take_error());
    }
    shout(finding);
    if (!kept)
        return kept;
    return fail(std::move(error));
}

} // namespace evote::mirror

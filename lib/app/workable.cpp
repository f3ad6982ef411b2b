// SPDX-License-Identifier: Apache-2.0
#include "app/workable.h"

#include "record/privacy.h"

namespace evote::app {

namespace {

Outcome tell(const protocol::SetupFindings& found, const std::filesystem::path& file,
             Console& console) {
    for (const auto& warning : found.warnings)
        console.say(warning);
    if (found.faults.empty())
        return {};
    for (std::size_t i = 0; i + 1 < found.faults.size(); ++i)
        console.complain(Error(found.faults[i]).in_file(file.string()));
    return fail(Error(found.faults.back()).in_file(file.string()));
}

} // namespace

Outcome must_have_no_registrars(const protocol::Manifest& manifest, std::string_view command) {
    if (manifest.registrars() == 0)
        return {};
    return fail(ErrorCode::unsupported,
                msg("this election has registrars, and {0} does not know them", command));
}

Outcome manifest_must_work(const record::RecordFolder& folder, const protocol::Manifest& manifest,
                           Console& console) {
    return tell(protocol::setup_faults(manifest), folder.manifest(), console);
}

Outcome roll_must_work(const record::RecordFolder& folder, const protocol::Manifest& manifest,
                       const protocol::Roll& roll, Console& console) {
    EVOTE_TRY_VOID(tell(protocol::roll_faults(manifest, roll), folder.roll(), console));
    for (const auto& warning : record::few_voters(manifest, roll))
        console.say(warning);
    for (const auto& warning : record::telling_weights(manifest, roll))
        console.say(warning);
    return {};
}

} // namespace evote::app

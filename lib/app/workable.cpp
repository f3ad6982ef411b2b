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

Outcome must_have_registrars(const protocol::Manifest& manifest) {
    if (manifest.registrars() != 0)
        return {};
    return fail(ErrorCode::refused, msg("this election has no registrars: evote-credentials issue "
                                        "makes its codes"));
}

Outcome must_have_registrar(const protocol::Manifest& manifest, unsigned registrar) {
    EVOTE_TRY_VOID(must_have_registrars(manifest));
    if (registrar >= 1 && registrar <= manifest.registrars())
        return {};
    return fail(ErrorCode::usage, msg("this election has registrars 1 to {0}, not {1}",
                                      manifest.registrars(), registrar));
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

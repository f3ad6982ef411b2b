// SPDX-License-Identifier: Apache-2.0
#include "app/registrars_agree.h"

#include "app/progress.h"
#include "base/text.h"
#include "protocol/halves.h"
#include "record/registrar_files.h"

#include <algorithm>

namespace evote::app {

Result<std::vector<board::VerifierKey>> registrars_of(const SetupSealOptions& options,
                                                      const protocol::Manifest& manifest) {
    std::vector<board::VerifierKey> given;
    for (const auto& text : options.registrars) {
        auto key = board::VerifierKey::parse(text);
        if (!key) {
            Error error = std::move(key).take_error().at(verbatim(text));
            error.code = ErrorCode::usage;
            return fail(std::move(error));
        }
        given.push_back(*std::move(key));
    }
    std::vector<board::VerifierKey> out;
    for (unsigned i = 1; i <= manifest.registrars(); ++i) {
        const auto name = protocol::registrar_key_name(manifest, static_cast<std::uint8_t>(i));
        const auto found = std::ranges::find(given, name, &board::VerifierKey::name);
        if (found == given.end())
            return fail(ErrorCode::usage,
                        msg("the key {0}, which evote-credentials halves printed, is missing: give "
                            "it with --registrar",
                            name));
        out.push_back(*found);
    }
    if (given.size() != out.size())
        return fail(ErrorCode::usage, msg("this election has {0} registrars, and {1} keys were "
                                          "given with --registrar",
                                          manifest.registrars(), given.size()));
    return out;
}

Outcome registrars_must_agree(const record::RecordFolder& folder,
                              const protocol::Manifest& manifest,
                              std::span<const board::VerifierKey> keys, const protocol::Roll& roll,
                              Console& console) {
    if (manifest.registrars() == 0)
        return {};
    Progress progress(console);
    const record::JointRollWork work{
        console.threads(), [&](std::uint64_t done, std::uint64_t total) { progress(done, total); }};
    auto list = record::check_joint_roll(folder, manifest, keys, roll, work);
    if (!list)
        return fail(std::move(list).take_error());
    console.say(msg("{0} registrars made the roll together from the list with the hash {1}",
                    keys.size(), hex_encode(*list)));
    return {};
}

} // namespace evote::app

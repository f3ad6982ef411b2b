// SPDX-License-Identifier: Apache-2.0
#include "app/whose_ballot.h"

#include "app/voter_code.h"
#include "ballot/credential.h"

#include <nlohmann/json.hpp>

namespace evote::app {

Outcome must_be_voters(const std::filesystem::path& code_file, const protocol::Manifest& manifest,
                       const ballot::Header& header, Console& console) {
    console.facts({}, {{"voter_checked", !code_file.empty()}});
    if (code_file.empty()) {
        console.say(
            msg("Whose ballot this is was NOT CHECKED: no code was given with --code-file"));
        return {};
    }
    EVOTE_TRY(const ballot::CodeBytes code, read_voter_code(code_file, console));
    const auto credential = ballot::Credential::from_code(manifest.hash(), code);
    if (!credential || credential->encoding != header.credential)
        return fail(ErrorCode::other_voter,
                    msg("this ballot is not that of the voter whose code was given: the device "
                        "made it for somebody else"));
    console.say(msg("It is the ballot of the voter whose code was given"));
    return {};
}

} // namespace evote::app

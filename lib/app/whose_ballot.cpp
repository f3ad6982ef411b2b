// SPDX-License-Identifier: Apache-2.0
#include "app/whose_ballot.h"

#include "app/voter_code.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

Failed somebody_elses() {
    return fail(ErrorCode::other_voter,
                msg("this ballot is not that of the voter whose code was given: the device made it "
                    "for somebody else"));
}

Failed cannot_tell() {
    return fail(ErrorCode::not_checked,
                msg("NOT CHECKED: whose ballot this is: with registrars that takes the sealed "
                    "files, the registrars' files and the board"));
}

// The voter whose ballot it is, and the one whose code it is, by one of several codes.
Outcome same_voter(const std::filesystem::path& code_file, const record::OpenRecord& record,
                   const ballot::Header& header, Console& console) {
    EVOTE_TRY(const auto code,
              read_registrar_code(code_file, record.manifest().registrars(), console));
    EVOTE_TRY(const auto history,
              record::RollHistory::read_if_there(record, crypto::system_random()));
    if (!history)
        return cannot_tell();
    EVOTE_TRY(const auto voters, record::NumberedVoters::read(record));
    EVOTE_TRY(const auto half, look_up_code(code, record, voters, *history));
    if (!half)
        return fail(nobodys_code(code, code_file));
    const auto whose = history->of(header.credential);
    if (whose.kind == protocol::CredentialStanding::Kind::unknown || whose.voter != half->voter)
        return somebody_elses();
    return {};
}

Outcome has_credential(const std::filesystem::path& code_file, const protocol::Manifest& manifest,
                       const ballot::Header& header, Console& console) {
    EVOTE_TRY(const auto credential,
              read_voter_codes({&code_file, 1}, {manifest.hash(), manifest.registrars()}, console));
    if (credential.encoding != header.credential)
        return somebody_elses();
    return {};
}

} // namespace

Error nobodys_code(const ballot::RegistrarCode& code, const std::filesystem::path& file) {
    return {
        ErrorCode::not_on_roll,
        msg("registrar {0} made this code for no voter of this election", code.registrars.front()),
        file.string(),
        {}};
}

Result<std::optional<record::HalfStanding>> look_up_code(const ballot::RegistrarCode& code,
                                                         const record::OpenRecord& record,
                                                         const record::NumberedVoters& voters,
                                                         const record::RollHistory& history) {
    const protocol::Manifest& manifest = record.manifest();
    for (const std::uint8_t registrar : code.registrars) {
        const auto half = ballot::Half::from_code(manifest.hash(), registrar, code.bytes);
        if (!half)
            continue;
        EVOTE_TRY(auto found, record::look_up_half(voters, history, registrar,
                                                   manifest.registrars(), half->encoding));
        if (found)
            return found;
    }
    return std::optional<record::HalfStanding>();
}

Outcome must_be_voters(const std::filesystem::path& code_file, const protocol::Manifest& manifest,
                       const record::OpenRecord* record, const ballot::Header& header,
                       Console& console) {
    const bool can_tell = manifest.registrars() == 0 || record != nullptr;
    console.facts({}, {{"voter_checked", !code_file.empty() && can_tell}});
    if (code_file.empty()) {
        console.say(
            msg("Whose ballot this is was NOT CHECKED: no code was given with --code-file"));
        return {};
    }
    if (!can_tell)
        return cannot_tell();
    EVOTE_TRY_VOID(manifest.registrars() == 0 ? has_credential(code_file, manifest, header, console)
                                              : same_voter(code_file, *record, header, console));
    console.say(msg("It is the ballot of the voter whose code was given"));
    return {};
}

} // namespace evote::app

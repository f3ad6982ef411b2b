// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "os/file.h"
#include "protocol/setup_faults.h"
#include "record/auditor.h"
#include "record/privacy.h"
#include "record/seals.h"
#include "record/witnesses.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::record {

Outcome Auditor::check_manifest() {
    if (!os::file_exists(folder_.manifest()))
        return fail(invalid(msg("this file is missing"), folder_.manifest()));
    EVOTE_TRY(out_.manifest, read_manifest(folder_));
    // Mistakes of those who wrote it, which the protocol allows.
    const auto found = protocol::setup_faults(*out_.manifest);
    for (const auto& error : found.faults)
        remark(error.message);
    for (const auto& warning : found.warnings)
        remark(warning);
    return {};
}

Outcome Auditor::check_keys() {
    if (!is_there(folder_.keys(), {folder_.election(), folder_.checkpoint(), folder_.result()}))
        return {};
    EVOTE_TRY(keys_, read_keys(folder_, *out_.manifest));
    return {};
}

bool Auditor::ceremony_began() const {
    for (unsigned i = 1; i <= out_.manifest->trustees().count; ++i)
        for (const CeremonyRound round : key_rounds)
            if (os::file_exists(folder_.note(round_name(round), static_cast<std::uint16_t>(i))))
                return true;
    return false;
}

Outcome Auditor::check_ceremony() {
    if (!ceremony_began()) {
        not_checked(msg("the notes of the key ceremony are missing: it cannot be verified who "
                        "holds the keys and that nobody was shown different files"));
        return {};
    }
    std::vector<Error> faults;
    EVOTE_TRY(const auto notes, CeremonyNotes::read(folder_, *out_.manifest, faults));
    std::ranges::move(ceremony_faults(notes, *out_.manifest), std::back_inserter(faults));
    for (auto& error : faults) // keys.json is there, so every note must be
        fault(std::move(error).in_file(folder_.ceremony().string()));
    return faults.empty() ? compare_keys(notes) : Outcome();
}

Outcome Auditor::compare_keys(const CeremonyNotes& notes) {
    const auto made = keys_of_ceremony(notes, *out_.manifest);
    if (!made)
        return fail(Error(made.error()).in_file(folder_.ceremony().string()));
    for (unsigned i = 1; i <= made->trustee_count(); ++i) {
        const auto& stated = keys_->trustee(static_cast<std::uint16_t>(i));
        const auto& signed_for = made->trustee(static_cast<std::uint16_t>(i));
        const bool same =
            stated.name == signed_for.name && stated.signer == signed_for.signer &&
            equal(stated.dealing.commitment_bytes(), signed_for.dealing.commitment_bytes()) &&
            stated.dealing.proof().commitment == signed_for.dealing.proof().commitment &&
            stated.dealing.proof().response == signed_for.dealing.proof().response;
        if (!same)
            fault(invalid(ErrorCode::changed,
                          msg("trustee {0} signed something else in the key ceremony", i),
                          folder_.keys(), {verbatim("trustees[" + std::to_string(i - 1) + "]")}));
    }
    remark(
        msg("transcript of the key ceremony: {0}", hex_encode(notes.transcript(*out_.manifest))));
    return {};
}

Outcome Auditor::check_roll() {
    if (!is_there(folder_.roll(), {folder_.election(), folder_.checkpoint(), folder_.result()}))
        return {};
    EVOTE_TRY(protocol::Roll roll, read_roll(folder_, *out_.manifest));
    auto found = protocol::roll_faults(*out_.manifest, roll);
    for (auto& error : found.faults)
        fault(std::move(error).in_file(folder_.roll().string()));
    for (auto& warning : found.warnings)
        remark(std::move(warning));
    for (auto& warning : telling_weights(*out_.manifest, roll))
        remark(std::move(warning));
    out_.voters = roll.entries().size();
    roll_ = std::move(roll);
    current_->usable = true;
    return {};
}

Outcome Auditor::check_board() {
    if (!is_there(folder_.board(), {folder_.election(), folder_.checkpoint(), folder_.result()}))
        return {};
    EVOTE_TRY(board_, read_board(folder_, *out_.manifest));
    if (keys_)
        EVOTE_TRY_VOID(check_witness_keys(folder_, *board_, *keys_));
    return {};
}

// From the files that were found valid.
Outcome Auditor::bind_election() {
    if (election_)
        return {};
    EVOTE_TRY(election_, protocol::Election::bind(*out_.manifest, *keys_, *roll_, board_->file,
                                                  board_->registrar_keys()));
    if (election_->fingerprint() == sealed_->fingerprint)
        return {};
    return fail(invalid(ErrorCode::changed, msg("the files were changed while they were read"),
                        folder_.path()));
}

Outcome Auditor::check_seals() {
    EVOTE_TRY_VOID(bind_election());
    EVOTE_TRY(auto seals, read_seals(folder_, *election_));
    for (auto& error : seals.faults)
        fault(std::move(error));
    const std::size_t needed = election_->keys().threshold();
    if (seals.good.size() < needed)
        not_checked(msg("{0} of the {1} needed seals are present", seals.good.size(), needed));
    else
        remark(msg("{0} of {1} trustees sealed the election", seals.good.size(),
                   election_->keys().trustee_count()));
    return {};
}

} // namespace evote::record

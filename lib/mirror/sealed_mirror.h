// SPDX-License-Identifier: Apache-2.0
// What was fixed before the first ballot, brought into a mirror and verified.
#pragma once

#include "mirror/finding.h"
#include "mirror/mirror_folder.h"
#include "record/sealed_record.h"

namespace evote::mirror {

/// What the steps of a mirror work with. All of it outlives them.
struct MirrorWork {
    const MirrorFolder& folder;
    const Network& network;
    const Shout& shout;
};

/// Brings election.json first, whose fingerprint must be the anchor's, then the four files with the
/// hashes in it, the notes of the ceremony and the registrars' files; opens the record as sealed
/// ground. What is there stays, and is compared with what is served, but for roll.csv and the
/// registrars' halves, which are bound by hashes. ErrorCode::not_a_record if there is no sealed
/// election at this address; ErrorCode::changed, after shouting, if something is not what was
/// sealed or is another one than before.
Result<record::SealedRecord> mirror_sealed(const MirrorWork& work, const record::Anchor& anchor);

/// Whether election.json is still the same: it binds all sealed files.
Outcome check_still_sealed(const MirrorWork& work);

} // namespace evote::mirror

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "app/passphrase.h"
#include "box/box.h"
#include "record/stated_fingerprint.h"
#include "secretfile/age.h"

#include <filesystem>

namespace evote::app {

struct DecryptShareOptions {
    std::filesystem::path folder;
    std::filesystem::path secret; ///< the trustee's secret file
    PassphraseSource passphrase;
    unsigned work_factor =
        secretfile::age_usual_work_factor; ///< of scrypt, when the file is written
    record::Anchor anchor = {};
    Consent consent = Consent::ask;
    BeforeCloses before_closes = BeforeCloses::refuse;
    box::Clock clock = box::system_clock;
};

/// evote-decrypt share: verifies every ballot, recomputes the tally from the record, shows it,
/// asks, and decrypts it. Refuses (Status::refused) any election but the one that the secret file
/// has sealed, with its own signing key in it; hours that are not over; a second tally; and to
/// decrypt unasked. Status::invalid for a different tally.json; Status::incomplete while the log is
/// open, or too few of the witnesses in board.json have signed its final checkpoint. The secret
/// file remembers the tally before the share is written.
Status decrypt_share(const DecryptShareOptions& options, Console& console);

struct DecryptCombineOptions {
    std::filesystem::path folder;
    record::Anchor anchor = {};
};

/// evote-decrypt combine: checks the shares, names bad ones, and writes result.json from the valid
/// ones with the lowest numbers. Status::incomplete if there are too few; Status::invalid if
/// a share was bad, although the result is then written.
Status decrypt_combine(const DecryptCombineOptions& options, Console& console);

} // namespace evote::app

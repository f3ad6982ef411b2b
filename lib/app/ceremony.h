// SPDX-License-Identifier: Apache-2.0
// The commands of evote-ceremony. Each returns its exit status and has printed any error. Every
// command can be run again after an interruption: it continues where it was, makes the same note
// again and never new secrets for the same round.
#pragma once

#include "app/command.h"
#include "app/passphrase.h"
#include "record/stated_fingerprint.h"
#include "secretfile/age.h"

#include <filesystem>
#include <string>
#include <vector>

namespace evote::app {

/// A file under a passphrase.
struct SecretFileOptions {
    std::filesystem::path file;
    PassphraseSource passphrase;
    unsigned work_factor =
        secretfile::age_usual_work_factor; ///< of scrypt, whenever the file is written
};

struct CeremonyJoinOptions {
    std::filesystem::path folder;
    unsigned trustee = 0;
    std::string name;
    SecretFileOptions secret;
};

/// For deal, check and answer.
struct CeremonyTrusteeOptions {
    std::filesystem::path folder;
    SecretFileOptions secret;
};

struct CeremonyCollectOptions {
    std::filesystem::path folder;
    std::vector<std::filesystem::path> sources;
};

struct CeremonyFinishOptions {
    std::filesystem::path folder;
};

struct CeremonySealOptions {
    std::filesystem::path folder;
    SecretFileOptions secret;
    Consent consent = Consent::ask;
    record::Anchor anchor = {};
};

struct CeremonyPassphraseOptions {
    SecretFileOptions secret;
    PassphraseSource chosen; ///< the new passphrase
};

/// Round 1: makes the trustee's secret file and its join note.
Status ceremony_join(const CeremonyJoinOptions& options, Console& console);

/// Round 2: makes the deal note, which needs all join notes.
Status ceremony_deal(const CeremonyTrusteeOptions& options, Console& console);

/// Round 3: checks everybody's shares and makes the check note. Status::invalid if a share was
/// bad; the note then says so. Run again after the answers, it uses the published shares.
Status ceremony_check(const CeremonyTrusteeOptions& options, Console& console);

/// Answers the complaints against this trustee, if any.
Status ceremony_answer(const CeremonyTrusteeOptions& options, Console& console);

/// Brings notes into the record. The status is the worst of the files' outcomes.
Status ceremony_collect(const CeremonyCollectOptions& options, Console& console);

/// Checks all rounds, writes keys.json and prints the transcript hash.
Status ceremony_finish(const CeremonyFinishOptions& options, Console& console);

/// Shows what the election's fingerprint covers, asks, and signs it. The secret file remembers the
/// one fingerprint that it signs; one that remembers none signs only the announced one, for which
/// it asks unless the anchor has it.
Status ceremony_seal(const CeremonySealOptions& options, Console& console);

/// Puts a trustee's secret file under another passphrase; all that it remembers stays. Either the
/// old or the new file is there, whatever happens.
Status ceremony_passphrase(const CeremonyPassphraseOptions& options, Console& console);

} // namespace evote::app

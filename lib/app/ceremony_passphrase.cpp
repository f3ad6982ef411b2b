// SPDX-License-Identifier: Apache-2.0
#include "app/ceremony.h"
#include "app/private_file.h"
#include "os/file.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

// What is in the file is not looked at, and stays byte for byte.
Outcome change_passphrase(const CeremonyPassphraseOptions& options, Console& console) {
    const auto& name = options.secret.file;
    const auto path = os::behind_links(name);
    EVOTE_TRY(const os::FileDescriptor locked, os::lock_file(path));
    EVOTE_TRY(const Bytes file, os::read_file(path));
    EVOTE_TRY(const SecretBytes old, read_passphrase(options.secret.passphrase, console));
    const auto content = secretfile::age_decrypt_passphrase(file, old);
    if (!content)
        return fail(Error(content.error()).in_file(name.string()));
    EVOTE_TRY(const SecretBytes chosen, choose_passphrase(options.chosen, console));
    EVOTE_TRY(const Bytes changed, secretfile::age_encrypt_passphrase(content->expose(), chosen,
                                                                      options.secret.work_factor,
                                                                      crypto::system_random()));
    EVOTE_TRY_VOID(os::write_file(path, changed, os::Existing::replace, os::Access::owner_only));
    console.facts({msg("{0} has its new passphrase. Its copies still have the old one: make them "
                       "anew, and destroy the old ones",
                       name.string())},
                  {{"secret", name.string()}});
    return {};
}

} // namespace

Status ceremony_passphrase(const CeremonyPassphraseOptions& options, Console& console) {
    return console.end(change_passphrase(options, console));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/registrar_desk.h"

#include "app/private_file.h"
#include "os/file.h"

namespace evote::app {

Result<registrar::RegistrarSecretFile> open_registrar_secret(const SecretFileOptions& options,
                                                             const protocol::Manifest& manifest,
                                                             Console& console) {
    if (!os::file_exists(options.file))
        return fail(os::file_error(options.file));
    warn_if_open_to_others(options.file, console);
    EVOTE_TRY(SecretBytes passphrase, read_passphrase(options.passphrase, console));
    return registrar::RegistrarSecretFile::open(options.file, manifest, std::move(passphrase),
                                                options.work_factor);
}

Result<registrar::PrivateList> read_list_of(const std::filesystem::path& list,
                                            const record::OpenRecord& record,
                                            const record::NumberedVoters& voters) {
    EVOTE_TRY(Bytes file, os::read_file(list));
    auto parsed = registrar::PrivateList::parse(std::move(file), record.manifest());
    if (!parsed)
        return fail(std::move(parsed).take_error().in_file(list.string()));
    if (parsed->hash() != voters.list_hash())
        return fail(Error{ErrorCode::changed,
                          msg("this is not the list that the registrars of this election signed"),
                          list.string(),
                          {}});
    return parsed;
}

} // namespace evote::app

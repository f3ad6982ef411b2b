// SPDX-License-Identifier: Apache-2.0
#include "app/private_codes.h"
#include "app/private_file.h"
#include "app/progress.h"
#include "app/registrar.h"
#include "app/registrar_desk.h"
#include "app/workable.h"
#include "base/text.h"
#include "ceremony_common.h"
#include "os/file.h"
#include "people/people_text.h"
#include "record/open_record.h"
#include "record/registrar_files.h"
#include "registrar/codes_file.h"
#include "registrar/made_halves.h"

#include <nlohmann/json.hpp>

#include <array>
#include <functional>

namespace evote::app {

namespace {

// What is written, in this order: what is public comes last, for it is worth nothing without the
// rest.
struct Files {
    std::filesystem::path secret;
    std::filesystem::path codes;
    std::filesystem::path halves;
    std::filesystem::path note;

    std::array<std::filesystem::path, 4> all() const { return {secret, codes, halves, note}; }
};

Outcome check_options(const RegistrarHalvesOptions& options, const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(must_have_registrar(manifest, options.registrar));
    if (!is_utf8(options.name) || !protocol::is_trustee_name(people::composed(options.name)))
        return fail(ErrorCode::usage, msg("a name has 1 to {0} bytes, no control or invisible "
                                          "characters and no blanks at its ends",
                                          protocol::longest_trustee_name));
    EVOTE_TRY_VOID(keep_secrets_out_of(options.folder, options.secret));
    EVOTE_TRY_VOID(keep_out_of_record(options.codes, options.folder));
    return keep_out_of_record(options.list, options.folder);
}

Result<registrar::PrivateList> read_list(const std::filesystem::path& path,
                                         const protocol::Manifest& manifest, Console& console) {
    EVOTE_TRY(auto list, read_private_list(path, manifest, console));
    if (list.size() == 0)
        return fail(Error{
            ErrorCode::bad_voters, msg("there are no voters in this file"), path.string(), {}});
    return list;
}

// Better noticed now than when the roll is made.
Outcome others_must_have_list(const record::RecordFolder& folder,
                              const protocol::Manifest& manifest, unsigned registrar,
                              const Digest32& list) {
    for (unsigned i = 1; i <= manifest.registrars(); ++i) {
        const auto index = static_cast<std::uint8_t>(i);
        if (i == registrar || !os::file_exists(folder.registrar_note(index)))
            continue;
        EVOTE_TRY(const auto note, record::read_registrar_note(folder, manifest, index));
        if (note.list != list)
            return fail(Error{ErrorCode::registrars_differ,
                              msg("registrar {0} was given another list of voters, with the hash "
                                  "{1}",
                                  i, hex_encode(note.list)),
                              folder.registrar_note(index).string(),
                              {}});
    }
    return {};
}

// All of them, or none.
Outcome write_all(const Files& files, const std::function<Outcome(std::size_t)>& write) {
    const auto paths = files.all();
    for (std::size_t i = 0; i < paths.size(); ++i) {
        auto outcome = write(i);
        if (outcome)
            continue;
        std::error_code ignored;
        for (std::size_t made = 0; made < i; ++made)
            std::filesystem::remove(paths[made], ignored);
        return outcome;
    }
    return {};
}

void show(const registrar::RegistrarSecret& secret, const Files& files, Console& console) {
    const std::string key = secret.signer().verifier().text();
    console.facts({msg("Registrar {0} has made the halves of {1} voters: {2}", secret.registrar(),
                       secret.voters(), files.halves.string()),
                   msg("List hash: {0}", hex_encode(secret.list())),
                   msg("Read aloud: {0}", protocol::spoken_fingerprint(secret.list())),
                   msg("Key of registrar {0}, for evote-setup seal --registrar: {1}",
                       secret.registrar(), key)},
                  {{"registrar", secret.registrar()},
                   {"voters", secret.voters()},
                   {"list_hash", hex_encode(secret.list())},
                   {"spoken", protocol::spoken_fingerprint(secret.list())},
                   {"key", key},
                   {"halves", files.halves.string()},
                   {"note", files.note.string()},
                   {"codes", files.codes.string()}});
    console.say(msg("Give {0} and {1} to whoever makes the roll. Keep {2} and its passphrase safe "
                    "and apart, with a copy of the file; show {3} to nobody, least of all to "
                    "another registrar",
                    files.halves.string(), files.note.string(), files.secret.string(),
                    files.codes.string()));
}

} // namespace

Outcome registrar_halves(const RegistrarHalvesOptions& options, crypto::Random& random,
                         Console& console) {
    const record::RecordFolder record(options.folder);
    EVOTE_TRY(const auto readers, CodeReaders::parse(options.recipients, options.plain));
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    EVOTE_TRY_VOID(check_options(options, manifest));
    const auto index = static_cast<std::uint8_t>(options.registrar);
    const Files files{options.secret.file, options.codes, record.halves(index),
                      record.registrar_note(index)};
    for (const auto& path : files.all())
        EVOTE_TRY_VOID(os::must_be_free(path));
    EVOTE_TRY(const auto list, read_list(options.list, manifest, console));
    EVOTE_TRY_VOID(others_must_have_list(record, manifest, options.registrar, list.hash()));
    EVOTE_TRY(const SecretBytes passphrase, choose_passphrase(options.secret.passphrase, console));

    const auto secret = registrar::RegistrarSecret::create(
        manifest, index, people::composed(options.name), list.hash(), list.size(), random);
    registrar::MadeHalves made;
    {
        Progress progress(console);
        made = registrar::make_halves(
            secret, list, manifest, random,
            {console.threads(),
             [&](std::uint64_t done, std::uint64_t total) { progress(done, total); }});
    }
    EVOTE_TRY_VOID(os::make_plain_folder(record.registrars()));
    EVOTE_TRY_VOID(write_all(files, [&](std::size_t i) -> Outcome {
        switch (i) {
        case 0:
            return registrar::RegistrarSecretFile::create(files.secret, secret, passphrase,
                                                          options.secret.work_factor);
        case 1:
            return write_codes(files.codes, registrar::codes_file(secret, list), readers, random);
        case 2:
            return os::write_file(files.halves, made.halves);
        default:
            return os::write_file(files.note, made.note);
        }
    }));
    show(secret, files, console);
    return {};
}

} // namespace evote::app

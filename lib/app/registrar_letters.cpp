// SPDX-License-Identifier: Apache-2.0
#include "app/letter_facts.h"
#include "app/private_codes.h"
#include "app/private_file.h"
#include "app/registrar.h"
#include "app/workable.h"
#include "ballot/credential.h"
#include "base/text.h"
#include "os/file.h"
#include "page/letters.h"
#include "people/people_text.h"
#include "record/open_record.h"
#include "record/registrar_files.h"
#include "registrar/codes_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

constexpr std::size_t longest_page = 100;
constexpr std::size_t longest_call = 250;

// An address to which a fragment can be added, without anything that a letter could not show.
bool is_page(std::string_view page) {
    return page.empty() ||
           (page.size() <= longest_page && page.starts_with("https://") && page.size() > 8 &&
            std::ranges::all_of(page, [](char c) { return c > ' ' && c < 127 && c != '#'; }));
}

Outcome check_options(const RegistrarLettersOptions& options, const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(must_have_registrar(manifest, options.registrar));
    for (const auto& path : {options.out, options.codes, options.list, options.identity})
        EVOTE_TRY_VOID(keep_out_of_record(path, options.folder));
    if (!is_page(options.page))
        return fail(ErrorCode::usage, msg("the address of a page begins with https:// and has at "
                                          "most {0} characters of ASCII, no blank and no #",
                                          longest_page));
    if (options.call.size() > longest_call || printable(options.call) != options.call)
        return fail(ErrorCode::usage, msg("whom to call is a text of at most {0} bytes without "
                                          "control or invisible characters",
                                          longest_call));
    return os::must_be_free(options.out);
}

Result<registrar::PrivateList> read_list(const RegistrarLettersOptions& options,
                                         const protocol::Manifest& manifest,
                                         const record::RegistrarFiles& files) {
    const Digest32& hash = files.note.list;
    EVOTE_TRY(Bytes file, os::read_file(options.list));
    auto list = registrar::PrivateList::parse(std::move(file), manifest);
    if (!list)
        return fail(std::move(list).take_error().in_file(options.list.string()));
    if (list->hash() != hash || list->size() != files.halves.size())
        return fail(Error{ErrorCode::other_election,
                          msg("this is not the list that registrar {0} signed, with the hash {1}",
                              options.registrar, hex_encode(hash)),
                          options.list.string(),
                          {}});
    return list;
}

Result<record::RegistrarFiles> read_signed(const record::OpenRecord& record,
                                           std::uint8_t registrar) {
    EVOTE_TRY(auto files, record::read_registrar(record.folder, record.manifest(), registrar));
    const auto& key = record.board.registrars[registrar - std::size_t{1}];
    if (auto is_signed = files.note.must_be_signed(key); !is_signed)
        return fail(std::move(is_signed).take_error().in_file(
            record.folder.registrar_note(registrar).string()));
    return files;
}

} // namespace

Outcome registrar_letters(const RegistrarLettersOptions& options, Console& console) {
    const WipedStack wiped;
    const record::RecordFolder folder(options.folder);
    EVOTE_TRY(const record::OpenRecord record, record::OpenRecord::open(folder));
    EVOTE_TRY_VOID(check_options(options, record.manifest()));
    const auto registrar = static_cast<std::uint8_t>(options.registrar);
    EVOTE_TRY(const auto files, read_signed(record, registrar));
    EVOTE_TRY(const auto list, read_list(options, record.manifest(), files));
    EVOTE_TRY(const SecretBytes codes, read_codes(options.codes, options.identity, console));
    page::Letters letters(letter_facts(record, registrar, options.page, options.call));
    auto read = registrar::read_codes_file(
        codes.expose(), list, registrar, record.manifest().registrars(),
        [&](const registrar::ListRow& row, const ballot::CodeBytes& code,
            ByteView printed) -> Outcome {
            const auto half = ballot::Half::from_code(record.manifest().hash(), registrar, code);
            const auto index = static_cast<std::uint32_t>(row.number - 1);
            if (!half || !std::ranges::equal(half->encoding, files.halves.half(index)))
                return fail(ErrorCode::changed,
                            msg("registrar {0} has published no half of this code: it is of "
                                "another election, or of another voter",
                                options.registrar));
            letters.add(row.voter, printed);
            return {};
        });
    if (!read)
        return fail(std::move(read).take_error().in_file(options.codes.string()));
    EVOTE_TRY_VOID(os::write_file(options.out, std::move(letters).finish().expose(),
                                  os::Existing::keep, os::Access::owner_only));
    console.facts({msg("{0} letters are in {1}: print them, and delete the file", list.size(),
                       options.out.string())},
                  {{"letters", list.size()}, {"file", options.out.string()}});
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/letter_facts.h"
#include "app/private_codes.h"
#include "app/private_file.h"
#include "app/registrar.h"
#include "app/registrar_desk.h"
#include "app/workable.h"
#include "ballot/credential.h"
#include "base/text.h"
#include "os/file.h"
#include "page/letters.h"
#include "people/people_text.h"
#include "record/open_record.h"
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

// Without a log nothing can have been replaced that this machine knows of.
Result<record::RollHistory> read_history(const record::OpenRecord& record, Console& console) {
    EVOTE_TRY(auto history, record::RollHistory::read_if_there(record, crypto::system_random()));
    if (history)
        return *std::move(history);
    console.say(msg("Whether codes were replaced or revoked was NOT CHECKED: the record lacks the "
                    "board"));
    return record::RollHistory::sealed(record);
}

// Compares codes with the halves that voters have now.
class CodeCheck {
  public:
    CodeCheck(const record::OpenRecord& record, const record::NumberedVoters& voters,
              const record::RollHistory& history, std::uint8_t registrar)
        : manifest_(record.manifest()), voters_(voters), history_(history), registrar_(registrar) {}

    /// Which code it is, if it is in effect.
    Result<page::LetterCode> check(std::uint64_t number, const ballot::CodeBytes& code) const {
        using Kind = protocol::CredentialStanding::Kind;
        const auto half = ballot::Half::from_code(manifest_.hash(), registrar_, code);
        EVOTE_TRY(const Kind kind,
                  half ? kind_of(number, half->encoding) : Result<Kind>(Kind::unknown));
        switch (kind) {
        case Kind::current:
            return std::ranges::equal(voters_.half(registrar_, number), half->encoding)
                       ? page::LetterCode::first
                       : page::LetterCode::later;
        case Kind::replaced:
            return fail(
                ErrorCode::not_on_roll,
                msg("this code of number {0} was replaced: the voter has a newer one", number));
        case Kind::revoked:
            return fail(ErrorCode::not_on_roll,
                        msg("this code of number {0} was revoked: the voter may no longer vote "
                            "online",
                            number));
        case Kind::unknown:
            break;
        }
        return fail(ErrorCode::changed,
                    msg("registrar {0} has published no half of this code of number {1}: it is of "
                        "another election or voter, or of a roll change that is not on the board",
                        registrar_, number));
    }

  private:
    Result<protocol::CredentialStanding::Kind> kind_of(std::uint64_t number,
                                                       const ByteArray<32>& half) const {
        return record::half_of_voter(number, voters_, history_, registrar_, manifest_.registrars(),
                                     half);
    }

    const protocol::Manifest& manifest_;
    const record::NumberedVoters& voters_;
    const record::RollHistory& history_;
    std::uint8_t registrar_;
};

} // namespace

Outcome registrar_letters(const RegistrarLettersOptions& options, Console& console) {
    const WipedStack wiped;
    const record::RecordFolder folder(options.folder);
    EVOTE_TRY(const record::OpenRecord record, record::OpenRecord::open(folder));
    EVOTE_TRY_VOID(check_options(options, record.manifest()));
    const auto registrar = static_cast<std::uint8_t>(options.registrar);
    EVOTE_TRY(const auto voters, record::NumberedVoters::read(record));
    EVOTE_TRY(const auto list, read_list_of(options.list, record, voters, console));
    EVOTE_TRY(const auto history, read_history(record, console));
    EVOTE_TRY(const SecretBytes codes, read_codes(options.codes, options.identity, console));
    const CodeCheck checker(record, voters, history, registrar);
    page::Letters letters(letter_facts(record, registrar, options.page, options.call));
    std::uint64_t made = 0;
    auto read = registrar::read_codes_file(
        codes.expose(), list,
        {registrar, record.manifest().registrars(),
         options.only ? registrar::CodesOf::some : registrar::CodesOf::everybody},
        [&](const registrar::ListRow& row, const ballot::CodeBytes& code,
            ByteView printed) -> Outcome {
            EVOTE_TRY(const page::LetterCode which, checker.check(row.number, code));
            letters.add(row.voter, printed, which);
            ++made;
            return {};
        });
    if (!read)
        return fail(std::move(read).take_error().in_file(options.codes.string()));
    EVOTE_TRY_VOID(os::write_file(options.out, std::move(letters).finish().expose(),
                                  os::Existing::keep, os::Access::owner_only));
    console.facts({msg("{0} letters are in {1}: print them, and delete the file", made,
                       options.out.string())},
                  {{"letters", made}, {"file", options.out.string()}});
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/passphrase.h"

#include "app/private_file.h"
#include "os/file.h"
#include "people/people_text.h"

#include <algorithm>

namespace evote::app {

namespace {

constexpr std::size_t longest = 4096;
constexpr std::size_t short_one = 12;

// The same passphrase has the same bytes, wherever and on whatever keyboard it is typed.
Result<SecretBytes> one_form(ByteView typed) {
    auto text = people::people_text(typed);
    if (!text) {
        Error error = std::move(text).take_error();
        error.code = ErrorCode::unusable_passphrase;
        error.place.clear();
        return fail(std::move(error));
    }
    if (text->ends_with('\n'))
        text->remove_suffix(1);
    if (text->ends_with('\r'))
        text->remove_suffix(1);
    if (text->find('\n') != std::string_view::npos)
        return fail(ErrorCode::unusable_passphrase, msg("a passphrase file has one line"));
    if (text->empty())
        return fail(ErrorCode::unusable_passphrase, msg("the passphrase is empty"));
    return people::composed(bytes_of(*text));
}

Result<SecretBytes> from_file(const std::filesystem::path& path, Console& console) {
    EVOTE_TRY(const SecretBytes content, os::read_secret_file(path, longest));
    warn_if_open_to_others(path, console);
    auto passphrase = one_form(content.expose());
    if (!passphrase)
        return fail(std::move(passphrase).take_error().in_file(path.string()));
    return passphrase;
}

Result<SecretBytes> from_person(const Message& question, Console& console) {
    EVOTE_TRY(const SecretBytes answer, console.person().ask_secret(console.text(question)));
    return one_form(answer.expose());
}

std::size_t characters(ByteView text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](std::uint8_t byte) { return (byte & 0xC0U) != 0x80U; }));
}

void warn_if_weak(const SecretBytes& passphrase, Console& console) {
    if (characters(passphrase.expose()) < short_one)
        console.say(msg("This passphrase is short. Five random words or more are advised."));
}

} // namespace

Result<SecretBytes> read_passphrase(const PassphraseSource& source, Console& console) {
    if (!source.file.empty())
        return from_file(source.file, console);
    return from_person(msg("Passphrase:"), console);
}

Result<SecretBytes> choose_passphrase(const PassphraseSource& source, Console& console) {
    if (!source.file.empty()) {
        EVOTE_TRY(SecretBytes chosen, from_file(source.file, console));
        warn_if_weak(chosen, console);
        return chosen;
    }
    EVOTE_TRY(SecretBytes first, from_person(msg("New passphrase:"), console));
    warn_if_weak(first, console);
    EVOTE_TRY(const SecretBytes second, from_person(msg("The same passphrase again:"), console));
    if (!equal(first.expose(), second.expose()))
        return fail(ErrorCode::unusable_passphrase, msg("the two passphrases differ"));
    return first;
}

} // namespace evote::app
